import type { App } from '../app.js';
import type { Arguments } from './arguments.js';
import type { Style } from './style.js';

/** An option of a command. A `text` option takes a value, shown in the help as `value`. */
export type OptionSpec = { kind: 'flag'; meaning: string } | { kind: 'text'; value: string; meaning: string };

/** A command as data: what the help shows, what the arguments are checked against, and where the code is. */
export interface CommandSpec {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The ways to call it, without the program's name. */
  usage: readonly string[];
  options: Readonly<Record<string, OptionSpec>>;
  /** What follows the program's name, with what it does. */
  examples: readonly { command: string; does: string }[];
  load(): Promise<{ run: CommandRun }>;
}

/** Does a command and resolves with its exit code: 0 done, 1 failed. Rejects with `USAGE` for wrong use. */
export type CommandRun = (args: Arguments, context: CommandContext) => Promise<number>;

/** Standard output or error. */
export interface Output {
  /** Resolves when the reader has room for more. */
  write(text: string): Promise<void>;
  /** Shows lines on a terminal until the next `write` or `show`; the empty text takes them away. Shows nothing elsewhere. */
  show(text: string): void;
  isTerminal: boolean;
  style: Style;
}

/** What a command may touch. */
export interface CommandContext {
  /** The app, opened at the first call; whoever made the context closes it. */
  openApp(): Promise<App>;
  /** Runs the Discord bot until the signal is aborted. Rejects when it cannot start, or cannot go on. */
  runBot(signal: AbortSignal): Promise<void>;
  stdin: AsyncIterable<Uint8Array | string>;
  /** For results. */
  stdout: Output;
  /** For everything else. */
  stderr: Output;
  now(): Date;
  /**
   * Runs work that can be stopped: the first SIGINT or SIGTERM aborts the signal and is reported with the result, the second
   * one kills. Outside of it both kill at once.
   */
  interruptible<T>(
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ result: T; interruptedBy: Interruption | null }>;
}

export type Interruption = 'SIGINT' | 'SIGTERM';

/** How a person starts the program; what "Next:" lines and the help write before a command. */
export const invocation = 'npm run -s onrecord --';
