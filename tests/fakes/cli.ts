import { Readable } from 'node:stream';
import type { App } from '../../src/app.js';
import type { Interruption, Output } from '../../src/cli/command.js';
import { createOutput } from '../../src/cli/output.js';
import { runCli } from '../../src/cli/run.js';
import { createStyle } from '../../src/cli/style.js';
import { createFakeApp } from './app.js';

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CliSurroundings {
  app?: App;
  createApp?: () => Promise<App>;
  runBot?: (signal: AbortSignal) => Promise<void>;
  stdin?: string | AsyncIterable<Uint8Array | string>;
  columns?: number;
  rows?: number;
  colour?: boolean;
  isTerminal?: boolean;
  /** Told of everything that is written to either output, in order. */
  onWrite?: (text: string) => void;
  debug?: boolean;
  now?: () => Date;
  /** Arrives as soon as the command can be interrupted. */
  interruptedBy?: Interruption;
}

/** An output that keeps what is written. */
export function createRecordedOutput(
  options: {
    columns?: number;
    rows?: number;
    colour?: boolean;
    isTerminal?: boolean;
    onWrite?: (text: string) => void;
  } = {},
) {
  const { columns = 80, rows = 24, isTerminal = false } = options;
  const written: string[] = [];
  const output: Output = createOutput({
    isTerminal,
    style: createStyle({ columns, colour: options.colour ?? false }),
    findScreen: () => (isTerminal ? { columns, rows } : null),
    write: async (text) => {
      written.push(text);
      options.onWrite?.(text);
    },
  });
  return { output, written };
}

/** Runs the command line as main does, on an app of one's choice and with outputs that are kept. */
export async function runWith(argv: string[], given: CliSurroundings = {}): Promise<CliRun> {
  const stdout = createRecordedOutput(given);
  const stderr = createRecordedOutput(given);
  const app = given.app ?? createFakeApp();
  const exitCode = await runCli(argv, {
    version: '1.2.3',
    createApp: given.createApp ?? (async () => app),
    runBot: given.runBot ?? (async () => undefined),
    stdin: typeof given.stdin === 'object' ? given.stdin : Readable.from([given.stdin ?? '']),
    stdout: stdout.output,
    stderr: stderr.output,
    now: given.now ?? (() => new Date(2025, 4, 14, 12)),
    isDebugging: () => given.debug ?? false,
    interruptible: async (work) => {
      const controller = new AbortController();
      const running = work(controller.signal);
      if (given.interruptedBy !== undefined) controller.abort();
      return { result: await running, interruptedBy: given.interruptedBy ?? null };
    },
  });
  return { exitCode, stdout: stdout.written.join(''), stderr: stderr.written.join('') };
}
