import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../scripts/prepare.mjs';
import { createFolder, writeFiles } from './scripts/project.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

// What runs here is the compiled program; this compiles it when its sources have changed.
beforeAll(prepare);

function start(args: string[], options: { cwd: string; env?: Record<string, string> }) {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [program, ...args], { cwd: options.cwd, env: { PATH, HOME, ...options.env } });
}

async function run(args: string[], options: { cwd: string; env?: Record<string, string>; stdin?: string }) {
  const child = start(args, options);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(options.stdin ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

describe('the program', () => {
  test('reads .env without a word, and the environment wins over it', async () => {
    const cwd = createFolder();
    writeFiles(cwd, { '.env': 'ONRECORD_LOG_LEVEL=loud\nONRECORD_SOURCES=from-file\n' });
    const wrong = await run(['status'], { cwd });
    expect(wrong).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Error: ONRECORD_LOG_LEVEL: expected .+, got "loud"\nNext: /),
    });
    const right = await run(['status', '--json'], { cwd, env: { ONRECORD_LOG_LEVEL: 'info' } });
    expect(right).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(right.stdout)).toMatchObject({
      index: null,
      sources: [{ source: 'from-file', origin: 'setting' }],
    });
  });

  test('shows no secret, whatever else is wrong', async () => {
    const env = { OPENAI_API_KEY: 'sk-secret', OPENAI_BASE_URL: 'nowhere', ONRECORD_LOG_LEVEL: 'debug' };
    const { code, stdout, stderr } = await run(['doctor'], { cwd: createFolder(), env });
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('sk-secret');
  });

  test('gives help and version without looking at settings', async () => {
    const cwd = createFolder();
    const env = { ONRECORD_LOG_LEVEL: 'loud' };
    expect(await run(['--help'], { cwd, env })).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['--version'], { cwd, env })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run(['nope'], { cwd, env })).toMatchObject({ code: 2, stdout: '' });
  });

  test('has colour when it is asked for, and otherwise not where nobody sees it', async () => {
    const cwd = createFolder();
    expect((await run(['--help'], { cwd })).stdout).not.toContain('\x1b');
    expect((await run(['--help'], { cwd, env: { FORCE_COLOR: '1' } })).stdout).toContain('\x1b[1mUsage\x1b[22m');
  });

  test('ends quietly when nobody reads its output any more', async () => {
    const child = start(['search', '--batch'], { cwd: createFolder() });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close') as Promise<[number | null]>;
    // The child goes while there is still something to read.
    child.stdin.on('error', () => undefined);
    child.stdin.write('broken\n'.repeat(50_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end();
    expect(await ended.then(([code]) => ({ code, stderr }))).toEqual({ code: 0, stderr: '' });
  });

  test('leaves nothing behind where it only looked', async () => {
    const cwd = createFolder();
    for (const args of [['status'], ['sources'], ['article', 'x'], ['search', 'x']]) await run(args, { cwd });
    expect(readdirSync(cwd)).toEqual([]);
  });
});
