import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, lastLines, runNpm, tell } from './run.mjs';

/** Where prepare keeps its marks and logs. It goes with node_modules, and so do they. */
export const marksFolder = join('node_modules', '.onrecord');

const mark = join(marksFolder, 'installed');

/**
 * @param {string} root
 * @returns {boolean} whether node_modules holds what package-lock.json names
 */
export function arePackagesInstalled(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  if (readIfThere(join(root, mark)) === digest) return true;
  if (!agrees(lock.toString('utf8'), readIfThere(join(root, 'node_modules', '.package-lock.json')))) return false;
  // Installed by hand: npm's own list of what is there agrees.
  writeMark(root, digest);
  return true;
}

/**
 * @param {string} root
 * @param {import('./lock.mjs').Lock} lock
 */
export async function installPackages(root, lock) {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  await tell('installing the packages (npm ci, about half a minute)', async () => {
    const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund'], { cwd: root, onStart: lock.addProcess });
    if (code !== 0) throw new Fault(`npm ci failed:\n${lastLines(output, 20)}`);
  });
  writeMark(root, digest);
}

/**
 * @param {string} wanted package-lock.json
 * @param {string | undefined} installed npm's list of what it installed
 * @returns {boolean} whether every package that is not optional is there as wanted
 */
export function agrees(wanted, installed) {
  if (installed === undefined) return false;
  const have = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    ([path, entry]) =>
      path === '' ||
      (have[path] === undefined
        ? entry.optional === true
        : have[path].version === entry.version && have[path].integrity === entry.integrity),
  );
}

/**
 * @param {string} root
 * @param {string} digest
 */
function writeMark(root, digest) {
  mkdirSync(join(root, marksFolder), { recursive: true });
  writeFileSync(join(root, mark), digest);
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
