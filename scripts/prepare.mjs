// Brings a fresh or changed clone to the point where the program runs. It works before anything is installed, so it and
// everything in prepare/ use Node's own modules alone.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, isCompiled } from './prepare/compile.mjs';
import { holdLock } from './prepare/lock.mjs';
import { areModulesBuilt, buildModules } from './prepare/native.mjs';
import { installPackages, arePackagesInstalled } from './prepare/packages.mjs';
import { Fault } from './prepare/run.mjs';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const oldestNode = [20, 19];

/**
 * Installs, builds and compiles what is missing, telling each step on standard error; does and says nothing when nothing is
 * missing (about 30 ms). Several may run at once: one works, the others wait. Ends the process with exit code 1 and one clear
 * message when something cannot be done.
 *
 * @returns {Promise<void>}
 */
export async function prepare() {
  try {
    checkNode(process.versions.node);
    const steps = [
      { isDone: () => arePackagesInstalled(root), run: installPackages },
      { isDone: () => areModulesBuilt(root), run: buildModules },
      { isDone: () => isCompiled(root), run: compile },
    ];
    if (steps.every((step) => step.isDone())) return;
    const doMissing = async (/** @type {import('./prepare/lock.mjs').Lock} */ lock) => {
      // Looked at again, one after the other: another run may have done it meanwhile, and each step undoes the ones after it.
      for (const step of steps) if (!step.isDone()) await step.run(root, lock);
    };
    await holdLock(join(root, '.prepare.lock'), doMissing, () =>
      process.stderr.write('On Record: waiting for another run that is preparing this folder ...\n'),
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * @param {string} version such as "20.19.0"
 * @throws {Fault} when it is too old to run On Record
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Fault(
    `Expected Node.js ${oldestNode.join('.')} or newer, got ${version}. Next: https://nodejs.org/en/download`,
  );
}
