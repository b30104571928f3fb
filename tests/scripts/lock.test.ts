import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { holdLock } from '../../scripts/prepare/lock.mjs';
import { createFolder } from './project.js';

const lockModule = new URL('../../scripts/prepare/lock.mjs', import.meta.url).href;

/** A process that takes the lock, tells so, and keeps it until it is killed. `pids` are handed to the lock as working for it. */
async function startHolder(file: string, pids: number[] = []): Promise<ChildProcess> {
  const script = `
    import { holdLock } from ${JSON.stringify(lockModule)};
    await holdLock(${JSON.stringify(file)}, async (lock) => {
      for (const pid of ${JSON.stringify(pids)}) lock.addProcess(pid);
      process.send('held');
      await new Promise(() => process.on('message', () => {}));
    });`;
  return startProcess(script);
}

async function startProcess(script: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }); // prettier-ignore
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the lock of prepare', () => {
  test('lets one at a time work, in this process and in others', async () => {
    const file = join(createFolder(), 'lock');
    let working = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        holdLock(file, async () => {
          most = Math.max(most, ++working);
          await new Promise(setImmediate);
          working--;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test('is free again after its work has failed', async () => {
    const file = join(createFolder(), 'lock');
    await expect(holdLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await holdLock(file, async () => 'next')).toBe('next');
  });

  test('is not left behind by a process that was killed', async () => {
    const file = join(createFolder(), 'lock');
    await kill(await startHolder(file));
    expect(existsSync(file)).toBe(true);
    expect(await holdLock(file, async () => 'next')).toBe('next');
  });

  test('stays taken while a process that the killed one had started still works', async () => {
    const file = join(createFolder(), 'lock');
    const worker = await startProcess("process.on('message', () => {}); process.send('ready');");
    await kill(await startHolder(file, [worker.pid!]));
    const events: string[] = [];
    const next = holdLock(file, async () => events.push('next'));
    await new Promise(setImmediate);
    events.push('worker ends');
    await kill(worker);
    await next;
    expect(events).toEqual(['worker ends', 'next']);
  });

  test('of another machine is free when nothing has been heard of its holder for a minute', async () => {
    const file = join(createFolder(), 'lock');
    writeFileSync(file, JSON.stringify({ host: `not-${hostname()}`, pids: [process.pid] }));
    const twoMinutesAgo = new Date(Date.now() - 120_000);
    utimesSync(file, twoMinutesAgo, twoMinutesAgo);
    expect(await holdLock(file, async () => 'next')).toBe('next');
  });

  test('does not believe for ever in a process number that somebody else has by now', async () => {
    const file = join(createFolder(), 'lock');
    writeFileSync(file, JSON.stringify({ host: hostname(), pids: [process.pid] }));
    const anHourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(file, anHourAgo, anHourAgo);
    expect(await holdLock(file, async () => 'next')).toBe('next');
  });
});
