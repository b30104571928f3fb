import { parseArgs } from 'node:util';
import { AppError } from '../errors.js';
import { invocation } from './command.js';
import type { CommandSpec } from './command.js';
import { findNearest } from './nearest.js';

/** The arguments of one command, checked against its table entry. */
export interface Arguments {
  positionals: string[];
  /** Values of the options that take one. */
  texts: ReadonlyMap<string, string>;
  flags: ReadonlySet<string>;
}

/**
 * The arguments after a command's name. Everything after `--` is a positional.
 *
 * @throws AppError `USAGE` for an unknown option, an option given twice, a missing value or one that was not asked for.
 */
export function parseArguments(command: CommandSpec, args: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, spec]) => [
      name,
      { type: spec.kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  // parseArgs' own strict mode stops at the first fault with a text of its own; its tokens say the same and let us word it.
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const positionals: string[] = [];
  const texts = new Map<string, string>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const spec = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
    if (spec === undefined) throw unknownOption(command, rawName);
    if (texts.has(name) || flags.has(name)) throw wrongUse(command, `Expected ${rawName} once, got it twice.`);
    if (spec.kind === 'flag') {
      if (value !== undefined) throw wrongUse(command, `Expected ${rawName} alone, got the value "${value}".`);
      flags.add(name);
    } else {
      if (value === undefined) throw wrongUse(command, `Expected ${spec.value} after ${rawName}, got nothing.`);
      if (token.inlineValue === false && value.startsWith('-')) {
        throw wrongUse(command, `Expected ${spec.value} after ${rawName}, got ${value}.`);
      }
      if (value.trim() === '') throw wrongUse(command, `Expected ${spec.value} after ${rawName}, got an empty text.`);
      texts.set(name, value.trim());
    }
  }
  return { positionals, texts, flags };
}

/** A `USAGE` error that points at the command's help. */
export function wrongUse(command: Pick<CommandSpec, 'name'>, message: string): AppError {
  return new AppError('USAGE', message, { hint: `${invocation} ${command.name} --help` });
}

/**
 * The whole number of an option.
 *
 * @throws AppError `USAGE` when it is not one from 1 to `most`.
 */
export function parseCount(text: string, option: string, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= most) return count;
  throw new AppError('USAGE', `${option}: expected a whole number from 1 to ${most}, got "${text}".`);
}

function unknownOption(command: CommandSpec, given: string): AppError {
  const known = [...Object.keys(command.options), 'help'].map((name) => `--${name}`);
  const nearest = findNearest(given, known);
  const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return wrongUse(command, `Unknown option ${given} for "${command.name}".${guess}`);
}
