import { commands } from './commands.js';
import { invocation } from './command.js';
import type { CommandSpec } from './command.js';
import { pad, wrap } from './style.js';
import type { Style } from './style.js';

/** The help of the whole program. */
export function renderHelp(version: string, style: Style): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 4;
  return [
    wrap(
      style,
      `On Record ${version} answers questions about news coverage, and shows where every sentence comes from.`,
    ),
    '',
    style.bold('Usage'),
    wrap(style, `${invocation} <command> [options]`, '  '),
    '',
    style.bold('Commands'),
    ...commands.map(({ name, summary }) => wrap(style, summary, pad(`  ${name}`, width))),
    '',
    style.bold('Options'),
    wrap(style, 'The options of a command', pad('  <command> --help', 20)),
    wrap(style, 'The version', pad('  --version', 20)),
    '',
    wrap(style, 'Exit codes: 0 done (finding no answer is a result), 1 failed, 2 wrong use. Settings: .env.example'),
    '',
  ].join('\n');
}

/** The help of one command. */
export function renderCommandHelp({ summary, usage, options, examples }: CommandSpec, style: Style): string {
  const shown = Object.entries(options).map(([name, spec]) => ({
    option: `  --${name}${spec.kind === 'text' ? ` <${spec.value}>` : ''}`,
    meaning: spec.meaning,
  }));
  const width = Math.min(Math.max(...shown.map(({ option }) => option.length)) + 2, 28);
  const lines = [
    wrap(style, `${summary}.`),
    '',
    style.bold('Usage'),
    ...usage.map((line) => wrap(style, `${invocation} ${line}`, '  ', '      ')),
  ];
  lines.push('', style.bold('Options'));
  for (const { option, meaning } of shown) {
    const fits = option.length < width && style.columns >= 60;
    if (fits) lines.push(wrap(style, meaning, pad(option, width)));
    else lines.push(option, wrap(style, meaning, style.columns >= 60 ? ' '.repeat(width) : '      '));
  }
  if (examples.length > 0) lines.push('', style.bold(examples.length === 1 ? 'Example' : 'Examples'));
  for (const { command, does } of examples) {
    lines.push(wrap(style, `${invocation} ${command}`, '  ', '      '), style.dim(wrap(style, does, '      ')));
  }
  return `${lines.join('\n')}\n`;
}
