import type { App } from '../app.js';
import { concealAll } from '../domain/conceal.js';
import { AppError, toAppError } from '../errors.js';
import { parseArguments } from './arguments.js';
import { invocation } from './command.js';
import type { CommandContext, CommandSpec, Output } from './command.js';
import { commands } from './commands.js';
import { renderCommandHelp, renderHelp } from './help.js';
import { findNearest } from './nearest.js';
import { toPrintable } from './printable.js';

/** What the program is given from outside. */
export interface Cli extends Omit<CommandContext, 'openApp'> {
  version: string;
  /** Makes the app; called at most once, and neither for help nor for wrong use that shows without it. */
  createApp(): Promise<App>;
  /** Whether an unforeseen error shows its stack. */
  isDebugging(): boolean;
}

/**
 * Runs the command that `argv` (without Node and the script) names and resolves with the exit code: 0 done, 1 failed, 2 wrong
 * use. Never rejects; an error is told on standard error as what failed and one next action.
 */
export async function runCli(argv: readonly string[], cli: Cli): Promise<number> {
  let app: Promise<App> | undefined;
  const openApp = () => (app ??= cli.createApp());
  try {
    return await dispatch(argv, { ...cli, openApp });
  } catch (error) {
    const appError = toAppError(error, 'INTERNAL', 'Something went wrong that On Record did not foresee');
    await cli.stderr.write(renderError(appError, cli.stderr));
    if (appError.code === 'INTERNAL' && cli.isDebugging()) {
      await cli.stderr.write(toPrintable(concealAll(`${error instanceof Error ? (error.stack ?? '') : ''}\n`)));
    }
    return appError.code === 'USAGE' ? 2 : 1;
  } finally {
    await closeQuietly(app);
  }
}

async function dispatch(argv: readonly string[], context: CommandContext & Cli): Promise<number> {
  const [name, ...rest] = argv;
  const { stdout, stderr, version } = context;
  if (name === undefined) {
    await stderr.write(renderHelp(version, stderr.style));
    return 2;
  }
  if (name === '--version') {
    await stdout.write(`${version}\n`);
    return 0;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    const topic = name === 'help' ? rest[0] : undefined;
    const text =
      topic === undefined ? renderHelp(version, stdout.style) : renderCommandHelp(getCommand(topic), stdout.style);
    await stdout.write(text);
    return 0;
  }
  const command = getCommand(name);
  if (asksForHelp(rest)) {
    await stdout.write(renderCommandHelp(command, stdout.style));
    return 0;
  }
  const args = parseArguments(command, rest);
  const { run } = await command.load();
  return run(args, context);
}

/** `--help` anywhere before `--`, even beside options that are wrong: whoever asks for help gets it. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).some((arg) => arg === '--help' || arg === '-h');
}

function getCommand(name: string): CommandSpec {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const nearest = findNearest(name, [...commands.map((candidate) => candidate.name), 'help']);
  const what = name.startsWith('-') ? 'option' : 'command';
  const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  throw new AppError('USAGE', `Unknown ${what} "${name}".${guess}`, { hint: `${invocation} --help` });
}

/** An error for a person. Lines of the message stay lines: a fault in several settings names each on its own. */
export function renderError(error: AppError, { style }: Pick<Output, 'style'>): string {
  const { message, hint } = toPrintable(concealAll({ message: error.message, hint: error.hint }));
  const next = hint === undefined ? '' : `Next: ${hint}\n`;
  return `${style.red('Error:')} ${message}\n${next}`;
}

/** An app that failed to start has been told about; one that fails to close has done its work. */
async function closeQuietly(app: Promise<App> | undefined): Promise<void> {
  const opened = await app?.catch(() => undefined);
  await opened?.close();
}
