import { describe, expect, test } from 'vitest';
import { copyingCompiler, createProject, running, runScript } from './project.js';

const scripts = {
  lint: 'node_modules/eslint/bin/eslint.js',
  format: 'node_modules/prettier/bin/prettier.cjs',
  tests: 'node_modules/vitest/vitest.mjs',
};
const ending = (code: number) => `console.log(process.argv.slice(2).join(' ')); process.exitCode = ${code};`;
const project = (changes: Record<string, string> = {}) =>
  createProject(
    {
      'src/main.ts': '',
      ...copyingCompiler(),
      [scripts.lint]: ending(0),
      [scripts.format]: ending(0),
      [scripts.tests]: ending(0),
      ...changes,
    },
    running,
  );
const announced = (stderr: string) => [...stderr.matchAll(/^On Record: (\w+) \.\.\.$/gm)].map(([, name]) => name);

describe('npm test', () => {
  test('checks types, lint, format and tests, in this order', async () => {
    const { code, stdout, stderr } = await runScript(project(), ['test.mjs']);
    expect(code).toBe(0);
    expect(announced(stderr)).toEqual(['types', 'lint', 'format', 'tests']);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('run');
  });

  test('stops at the first that fails, with its exit code', async () => {
    const { code, stderr } = await runScript(project({ [scripts.lint]: ending(7) }), ['test.mjs']);
    expect(code).toBe(7);
    expect(announced(stderr)).toEqual(['types', 'lint']);
    expect(stderr).toMatch(/On Record: lint failed\n$/);
  });

  test('runs only the tests when it is given arguments, and hands these on', async () => {
    const { stdout, stderr } = await runScript(project(), ['test.mjs', 'tests/cli', '-t', 'a b']);
    expect(announced(stderr)).toEqual(['tests']);
    expect(stdout).toBe('run tests/cli -t a b\n');
  });
});
