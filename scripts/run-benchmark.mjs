// Compiles benchmarks/ and the stand-ins of the outside world that they use into node_modules/.onrecord/bench and runs one file of it
// there, against the program in dist. Their types are checked by npm test; here they are only stripped.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

/**
 * Runs benchmarks/<name>.ts, which reads process.argv itself.
 *
 * @param {string} name
 */
export async function runBenchmark(name) {
  await prepare();
  const { default: typescript } = await import('typescript');
  const { transpileModule, ModuleKind, ScriptTarget } = typescript;

  // One folder for each process, so that two runs at once do not pull the files from under each other.
  const target = join(root, 'node_modules', '.onrecord', 'bench', String(process.pid));
  mkdirSync(target, { recursive: true });
  process.once('exit', () => rmSync(target, { recursive: true, force: true }));

  // A folder below node_modules does not inherit the project's module kind.
  writeFileSync(join(target, 'package.json'), '{ "type": "module" }\n');
  // `../src/x.js` in a benchmark is the compiled program itself, so that paths relative to it hold.
  symlinkSync(join(root, 'dist'), join(target, 'src'), 'junction');
  // A project without some of these has no benchmark that uses them.
  const folders = ['benchmarks', join('tests', 'fakes', 'discord'), join('tests', 'answer', 'verify')];
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join(root, folder, file), 'utf8');
      const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2023 };
      const { outputText } = transpileModule(source, { fileName: file, compilerOptions });
      const path = join(target, folder, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, outputText);
    }
  }
  await import(pathToFileURL(join(target, 'benchmarks', `${name}.js`)).href);
}
