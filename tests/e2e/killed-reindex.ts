import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/*
 * Reindexes in processes of their own (reindex-child.ts), killed at a moment of their run.
 */

/** When a process is killed. */
export type Moment =
  /** Some milliseconds after a line that it prints; the first `skip` of these lines are let pass. */
  | { line: string; skip: number; delayMs: number }
  /** At the first sign of a file that it writes. */
  | { file: FileSign }
  /** After a share of the time that such a run takes. */
  | { share: number };

export type FileSign = keyof typeof signs;
/** A file that is being written: its folder below the index, and its name. */
const signs = {
  snapshot: { folder: 'generation', name: /^vectors\.hnsw\..*tmp$/u },
  seal: { folder: 'generation', name: /^coverage\.sqlite\.seal$/u },
  CURRENT: { folder: 'data', name: /^CURRENT\..*tmp$/u },
} as const;

export interface Reindexes {
  /**
   * Runs a reindex and kills it at a moment, or not. Resolves with whether it was killed before it had ended; rejects with what it
   * wrote to its standard error when it ended otherwise.
   */
  run(mode: 'full' | 'changed', moment: Moment | null): Promise<'killed' | 'finished'>;
  close(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** `program` is the folder of the compiled program. A process that is to run next is started ahead, since loading takes longest. */
export function createReindexes(program: string, cwd: string, dataDir: string): Reindexes {
  const start = (): Child =>
    spawn(process.execPath, [join(program, 'tests/e2e/reindex-child.js'), cwd], { stdio: ['pipe', 'pipe', 'pipe'] });
  /** How long a run takes: the last that ended by itself, or one that was killed later than that. */
  const spans = { full: 200, changed: 150 };
  let next = start();

  return {
    run: async (mode, moment) => {
      const child = next;
      next = start();
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
        child.on('close', (code, signal) => resolve(signal ?? code));
      });
      const unwatch = moment !== null && 'file' in moment ? killAt(dataDir, moment.file, child) : () => undefined;
      child.stdin.write(`${mode}\n`);
      let startedAt = performance.now();
      let last = '';
      let seen = 0;
      for await (const line of createInterface(child.stdout)) {
        last = line;
        if (line === 'started') {
          startedAt = performance.now();
          if (moment !== null && 'share' in moment) {
            void wait(moment.share * spans[mode]).then(() => child.kill('SIGKILL'));
          }
        }
        if (moment === null || !('line' in moment) || line !== moment.line || seen++ < moment.skip) continue;
        await wait(moment.delayMs);
        child.kill('SIGKILL');
        break;
      }
      const end = await ended;
      unwatch();
      const elapsed = performance.now() - startedAt;
      spans[mode] = end === 0 ? elapsed : Math.max(elapsed, spans[mode] * 0.9);
      if (end === 'SIGKILL') return last.startsWith('{') ? 'finished' : 'killed';
      if (end !== 0) throw new Error(`Expected the reindex to end with 0, got ${String(end)}: ${errors}`);
      return 'finished';
    },
    close: () => {
      next.kill('SIGKILL');
    },
  };
}

function killAt(dataDir: string, file: FileSign, child: Child): () => void {
  const sign = signs[file];
  const generations = join(dataDir, 'generations');
  mkdirSync(generations, { recursive: true });
  const root = sign.folder === 'data' ? dataDir : generations;
  const watcher = watch(root, { recursive: sign.folder === 'generation' }, (_, name) => {
    if (name !== null && sign.name.test(basename(name))) child.kill('SIGKILL');
  });
  return () => watcher.close();
}
