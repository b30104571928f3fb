import { setTimeout as delay } from 'node:timers/promises';
import { takeWriterLock } from './adapters/sqlite/writer-lock.js';
import { AppError } from './errors.js';

/** How often somebody who waits for the lock tries again. */
const tryEveryMs = 500;

/**
 * Takes the right to write to the index in a folder and returns what gives it back. With `onWait`, waits while another run has it and
 * tells once who that is.
 *
 * @throws AppError `INDEX_LOCKED` when another run has it and nobody waits, or the signal ends the waiting.
 */
export async function becomeWriter(
  dataDir: string,
  {
    now,
    onWait,
    signal,
  }: { now: () => Date; onWait?: ((line: string) => void) | undefined; signal?: AbortSignal | undefined },
): Promise<() => void> {
  for (let tries = 1; ; tries++) {
    try {
      return await takeWriterLock(dataDir, { pid: process.pid, since: now().toISOString() });
    } catch (error) {
      const isLocked = error instanceof AppError && error.code === 'INDEX_LOCKED';
      if (!isLocked || onWait === undefined || signal?.aborted === true) throw error;
      if (tries === 1) onWait(`${error.message}; waiting until it has finished`);
      // Aborted meanwhile, the next try is the last.
      await delay(tryEveryMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  }
}
