import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The tools of a C++ build that are not on the path. On Windows node-gyp looks for Visual Studio by itself, so nothing is
 * reported there.
 *
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @returns {string[]} empty when a build can start
 */
export function findMissingTools(platform, env) {
  if (platform === 'win32') return [];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  /** @type {[string, (string | undefined)[]][]} */
  const tools = [
    ['python3', [env.npm_config_python, env.PYTHON, 'python3', 'python']],
    ['make', [env.MAKE, 'make', 'gmake']],
    ['C++ compiler', [env.CXX, 'g++', 'c++', 'clang++']],
  ];
  return tools
    .filter(([, commands]) => !commands.some((command) => command !== undefined && isThere(command, folders)))
    .map(([tool]) => tool);
}

/**
 * @param {string} command a name or a path, perhaps with options behind it, as in CXX="ccache g++"
 * @param {string[]} folders
 */
function isThere(command, folders) {
  const [name = ''] = command.split(' ');
  return existsSync(command) || (name !== '' && folders.some((folder) => existsSync(join(folder, name))));
}

/**
 * The command that installs what a C++ build needs.
 *
 * @param {NodeJS.Platform} platform
 * @param {string} release the content of /etc/os-release; empty elsewhere
 * @param {boolean} isRoot whether sudo can be left out (and, in a container, is often not there)
 * @returns {string}
 */
export function howToInstall(platform, release, isRoot) {
  if (platform === 'darwin') return 'xcode-select --install';
  if (platform === 'win32')
    return 'install the Visual Studio Build Tools with "Desktop development with C++", and Python 3';
  const families = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = '']) => ids.split(' '));
  const known = /** @type {[string[], string][]} */ ([
    [['debian', 'ubuntu'], 'apt-get install -y python3 make g++'],
    [['fedora', 'rhel', 'centos'], 'dnf install -y python3 make gcc-c++'],
    [['suse', 'opensuse'], 'zypper install -y python3 make gcc-c++'],
    [['arch'], 'pacman -S --needed python make gcc'],
    [['alpine'], 'apk add python3 make g++'],
  ]);
  const found = known.find(([ids]) => ids.some((id) => families.includes(id)));
  if (found === undefined) return "install python3, make and a C++ compiler with your system's package manager";
  return isRoot ? found[1] : `sudo ${found[1]}`;
}
