import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The compiled program. */
export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a run of the program left behind. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the compiled program to its end in a folder, with these settings and none of the machine's. */
export async function runProgram(
  args: readonly string[],
  { cwd, settings = {}, input = '' }: { cwd: string; settings?: Record<string, string>; input?: string },
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { PATH, HOME, ...settings } });
  const ended = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...ended };
}
