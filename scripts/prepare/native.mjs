import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marksFolder, readIfThere } from './packages.mjs';
import { Fault, lastLines, runNode, runNpm, tell } from './run.mjs';
import { findMissingTools, howToInstall } from './toolchain.mjs';

/** The modules that come as C++ source, with a script that fails unless this Node can load and use them. */
const nativeModules = [
  {
    name: 'better-sqlite3',
    probe: "new (require('better-sqlite3'))(':memory:').exec('create virtual table t using fts5(x)')",
  },
  { name: 'hnswlib-node', probe: "new (require('hnswlib-node').HierarchicalNSW)('cosine', 2)" },
];

const mark = join(marksFolder, 'built');

/**
 * @param {string} root
 * @returns {boolean} whether the native modules were seen to work in this version of Node
 */
export function areModulesBuilt(root) {
  return (
    readIfThere(join(root, mark)) === describeBuild(root) &&
    nativeModules.every(({ name }) => existsSync(join(root, 'node_modules', name, 'build', 'Release')))
  );
}

/**
 * Builds the modules that do not load, side by side, from the sources in their packages: their own way of installing would
 * first try to download a finished file from outside the registry.
 *
 * @param {string} root
 * @param {import('./lock.mjs').Lock} lock
 */
export async function buildModules(root, lock) {
  const loads = await Promise.all(nativeModules.map(({ probe }) => isLoadable(root, probe)));
  const broken = nativeModules.filter((_, index) => !loads[index]);
  if (broken.length > 0) {
    checkTools();
    const headers = findHeaders();
    const names = broken.map(({ name }) => name).join(' and ');
    const download = headers === undefined ? ", fetching Node's headers" : '';
    await tell(`building ${names} from source (a few minutes, once${download})`, () =>
      Promise.all(broken.map((module) => build(root, module, headers, lock))),
    );
  }
  mkdirSync(join(root, marksFolder), { recursive: true });
  writeFileSync(join(root, mark), describeBuild(root));
}

/**
 * @param {string} root
 * @param {{ name: string, probe: string }} module
 * @param {string | undefined} headers
 * @param {import('./lock.mjs').Lock} lock
 */
async function build(root, { name, probe }, headers, lock) {
  const { output } = await runNpm(['rebuild', name], {
    cwd: root,
    onStart: lock.addProcess,
    env: {
      // The project's .npmrc switches install scripts off for all packages; this is the one that is wanted.
      npm_config_ignore_scripts: 'false',
      npm_config_build_from_source: 'true',
      ...(headers === undefined ? {} : { npm_config_nodedir: headers }),
      JOBS: process.env.JOBS ?? 'max',
    },
  });
  const log = join(root, marksFolder, `build-${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, output);
  // npm can end well without having run the build, so only loading the module proves it.
  if (await isLoadable(root, probe)) return;
  throw new Fault(`Expected ${name} to build, got:\n${lastLines(output, 8)}\nThe whole output is in ${log}`);
}

/**
 * @param {string} root
 * @param {string} probe
 */
async function isLoadable(root, probe) {
  return (await runNode(['--eval', probe], { cwd: root })).code === 0;
}

function checkTools() {
  const missing = findMissingTools(process.platform, process.env);
  if (missing.length === 0) return;
  const release = process.platform === 'linux' ? (readIfThere('/etc/os-release') ?? '') : '';
  throw new Fault(
    `Expected tools to build two native modules, got no ${missing.join(', no ')}. ` +
      `Next: ${howToInstall(process.platform, release, process.getuid?.() === 0)}`,
  );
}

/**
 * The folder to point node-gyp at, when Node's headers lie beside Node, as they do in its own archives and in most packages.
 *
 * @returns {string | undefined}
 */
function findHeaders() {
  const prefix = join(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include', 'node', 'node_version.h')) ? prefix : undefined;
}

/**
 * What a build is for: other Nodes load it only when all of this is the same.
 *
 * @param {string} root
 */
function describeBuild(root) {
  const versions = nativeModules.map(({ name }) => {
    const path = join(root, 'node_modules', name, 'package.json');
    return `${name} ${existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : 'missing'}`;
  });
  return [process.platform, process.arch, `ABI ${process.versions.modules}`, ...versions].join(', ');
}
