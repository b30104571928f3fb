// npm test: prepares what is missing, then types, lint, format and tests; stops at the first that fails. With arguments
// (npm test -- tests/cli) only the tests run, and the arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const args = process.argv.slice(2);
const checks = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
];
const tests = { name: 'tests', script: 'vitest/vitest.mjs', args: ['run', ...args] };

await prepare();
for (const step of args.length > 0 ? [tests] : [...checks, tests]) {
  process.stderr.write(`On Record: ${step.name} ...\n`);
  const program = join(root, 'node_modules', ...step.script.split('/'));
  const { status } = spawnSync(process.execPath, [program, ...step.args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`On Record: ${step.name} failed\n`);
    process.exit(status ?? 1);
  }
}
