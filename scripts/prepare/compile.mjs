import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { readIfThere } from './packages.mjs';
import { Fault, runNode, tell } from './run.mjs';

const mark = '.sources';

/**
 * @param {string} root
 * @returns {boolean} whether dist was made from what is in src now
 */
export function isCompiled(root) {
  const dist = join(root, 'dist');
  return existsSync(join(dist, 'main.js')) && readIfThere(join(dist, mark)) === digestSources(root);
}

/**
 * @param {string} root
 * @param {import('./lock.mjs').Lock} lock
 */
export async function compile(root, lock) {
  const dist = join(root, 'dist');
  const digest = digestSources(root);
  rmSync(join(dist, mark), { force: true });
  // Without its output, what the compiler remembers of the last run would keep it from writing anything.
  if (!existsSync(join(dist, 'main.js'))) rmSync(dist, { recursive: true, force: true });
  await tell('compiling (tsc)', async () => {
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [compiler, '--project', 'tsconfig.build.json', '--pretty', 'false'];
    const { code, output } = await runNode(args, { cwd: root, onStart: lock.addProcess });
    if (code !== 0) throw new Fault(`Expected src to compile, got:\n${output.trimEnd()}`);
  });
  removeStale(root);
  writeFileSync(join(dist, mark), digest);
}

/**
 * A digest of everything that decides what the compiler writes. By content and not by time, because a checkout or a copy
 * changes times at will; reading some hundred small files takes a few milliseconds.
 *
 * @param {string} root
 * @returns {string}
 */
export function digestSources(root) {
  const hash = createHash('sha256');
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  for (const path of [...settings, ...listFiles(join(root, 'src'))]) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Removes what was compiled from a source that has gone, so that nothing can still import it.
 *
 * @param {string} root
 */
function removeStale(root) {
  const dist = join(root, 'dist');
  for (const path of listFiles(dist)) {
    if (!/\.js(\.map)?$/.test(path)) continue;
    const source = join(root, 'src', relative(dist, path).replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source)) rmSync(path);
  }
}

/**
 * @param {string} folder
 * @returns {string[]} every file in it and below, in a fixed order
 */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
