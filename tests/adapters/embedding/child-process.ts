import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../../..');
const sources = ['src/errors.ts', 'src/domain/article.ts'];

/** A folder with this adapter's sources as JavaScript, so that a process of its own can run them. */
export function compileAdapter(): string {
  const folder = mkdtempSync(join(tmpdir(), 'on-record-compiled-'));
  const adapter = 'src/adapters/embedding';
  const files = readdirSync(join(root, adapter)).map((name) => `${adapter}/${name}`);
  for (const file of [...sources, ...files]) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Runs `code` in a process of its own; it may import the adapter from `./src/adapters/embedding/`. */
export function runCode(folder: string, name: string, code: string, args: string[]): ChildProcess {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, code);
  return fork(file, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
