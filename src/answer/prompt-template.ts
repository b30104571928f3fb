import { AppError } from '../errors.js';
import type { ChatMessage } from '../ports.js';

/** A prompt with its placeholders still open. */
export interface PromptTemplate {
  /** The file's text; what answers are cached by. */
  source: string;
  /** The messages with every placeholder filled. Values are data: a placeholder in one stays as it is. */
  fill(values: Readonly<Record<string, string>>): ChatMessage[];
}

const parts = ['system', 'user'] as const;
const partLine = /^\[(\w+)\][ \t]*$/gm;
const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Reads a prompt file: a part begins with a line `[system]` or `[user]`, and `{{name}}` stands for what is filled in. What comes
 * before the first part is a comment. `names` are the placeholders there are; each must be used.
 *
 * @throws AppError `PROMPT_INVALID`, naming the file and every fault at once.
 */
export function parsePrompt(file: string, source: string, names: readonly string[]): PromptTemplate {
  const faults: string[] = [];
  const text = source.replace(/\r\n?/g, '\n');
  const heads = [...text.matchAll(partLine)];
  const bodies = new Map<string, string>();
  heads.forEach((head, i) => {
    const name = head[1]!;
    if (!parts.includes(name as never)) faults.push(`expected the part [system] or [user], got [${name}]`);
    else if (bodies.has(name)) faults.push(`expected the part [${name}] once, got it again`);
    else bodies.set(name, text.slice(head.index + head[0].length, heads[i + 1]?.index).trim());
  });
  for (const part of parts) if (!bodies.get(part)) faults.push(`expected a part [${part}] with text, got none`);
  const whole = [...bodies.values()].join('\n');
  const used = [...whole.matchAll(placeholder)].map((match) => match[1]!);
  for (const name of new Set(used)) {
    if (!names.includes(name)) faults.push(`expected placeholders among ${list(names)}, got {{${name}}}`);
  }
  for (const name of names) if (!used.includes(name)) faults.push(`expected the placeholder {{${name}}}, found none`);
  const open = /\{\{[^\n]*/.exec(whole.replace(placeholder, ''));
  if (open !== null) faults.push(`expected "}}" behind "${open[0].slice(0, 40)}"`);
  if (faults.length > 0) {
    throw new AppError('PROMPT_INVALID', faults.map((fault) => `${file}: ${fault}`).join('\n'), {
      hint: 'Correct the file; prompts/README.md says what each placeholder stands for.',
    });
  }
  return {
    source,
    fill: (values) =>
      parts.map((role) => ({
        role,
        content: bodies.get(role)!.replace(placeholder, (_, name: string) => values[name] ?? ''),
      })),
  };
}

function list(names: readonly string[]): string {
  return names.map((name) => `{{${name}}}`).join(', ');
}
