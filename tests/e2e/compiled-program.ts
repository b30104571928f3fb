import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');

/**
 * A folder with src and some files of the tests as JavaScript, so that a process of its own can run them. Not `dist`, which may
 * be older than src.
 */
export function compileProgram(testFiles: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'on-record-compiled-'));
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
  for (const file of [...sources, ...testFiles]) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['node_modules', 'prompts']) symlinkSync(join(root, name), join(folder, name), 'junction');
  return folder;
}
