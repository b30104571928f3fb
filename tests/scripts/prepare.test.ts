import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkNode } from '../../scripts/prepare.mjs';
import { agrees } from '../../scripts/prepare/packages.mjs';
import { findMissingTools, howToInstall } from '../../scripts/prepare/toolchain.mjs';
import { compiling, copyingCompiler, createFolder, createProject, running, runScript, writeFiles } from './project.js';

const echo = `
let input = '';
for await (const chunk of process.stdin) input += String(chunk);
console.log(JSON.stringify({ args: process.argv.slice(2), input }));
process.exitCode = 3;
export {};
`;

describe('the commands of a fresh clone', () => {
  test('prepare what is missing, tell it on standard error, and pass arguments, input and exit code on', async () => {
    const root = createProject({ 'src/main.ts': echo }, compiling);
    const first = await runScript(root, ['onrecord.mjs', 'search', 'a b', '--json'], { stdin: 'ö\n' });
    expect(first.stderr).toMatch(/^On Record: compiling \(tsc\) \.{3,} done in \d+ s\n$/);
    expect(JSON.parse(first.stdout)).toEqual({ args: ['search', 'a b', '--json'], input: 'ö\n' });
    expect(first.code).toBe(3);

    const second = await runScript(root, ['ask.mjs', 'who?'], { cwd: tmpdir() });
    expect(second).toEqual({ code: 3, stdout: '{"args":["ask","--fresh","who?"],"input":""}\n', stderr: '' });
  });

  test('compile again when a source changed, and forget what has no source any more', async () => {
    const root = createProject(
      { ...copyingCompiler(), 'src/main.ts': "console.log('one');\n", 'src/old.ts': 'export {};\n' },
      running,
    );
    expect((await runScript(root, ['onrecord.mjs'])).stdout).toBe('one\n');
    expect(existsSync(join(root, 'dist', 'old.js'))).toBe(true);
    rmSync(join(root, 'src', 'old.ts'));
    writeFiles(root, { 'src/main.ts': "console.log('two');\n" });
    expect((await runScript(root, ['onrecord.mjs'])).stdout).toBe('two\n');
    expect(existsSync(join(root, 'dist', 'old.js'))).toBe(false);
    rmSync(join(root, 'dist', 'main.js'));
    expect((await runScript(root, ['onrecord.mjs'])).stdout).toBe('two\n');
  });

  test('show what the compiler says, and do not run what did not compile', async () => {
    const root = createProject({ 'src/main.ts': "const n: number = 'x';\nconsole.log(n);\n" }, compiling);
    const { code, stdout, stderr } = await runScript(root, ['onrecord.mjs']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('src/main.ts(1,7): error TS2322');
  });

  test('try again what has failed, however often', async () => {
    const root = createProject({ ...copyingCompiler(2), 'src/main.ts': '' }, running);
    for (let run = 0; run < 2; run++) expect((await runScript(root, ['onrecord.mjs'])).stderr).toMatch(/compiling \(tsc\) \.{3,} failed/); // prettier-ignore
    writeFiles(root, copyingCompiler(0));
    expect((await runScript(root, ['onrecord.mjs'])).code).toBe(0);
  });

  test('may be started at once: one prepares, the others wait', async () => {
    const root = createProject({ ...copyingCompiler(), 'src/main.ts': "console.log('ready');\n" }, running);
    const runs = await Promise.all([1, 2, 3].map(() => runScript(root, ['onrecord.mjs'])));
    expect(runs.map(({ code, stdout }) => ({ code, stdout }))).toEqual(
      runs.map(() => ({ code: 0, stdout: 'ready\n' })),
    );
    expect(runs.filter(({ stderr }) => stderr.includes('compiling'))).toHaveLength(1);
    expect(existsSync(join(root, '.prepare.lock'))).toBe(false);
  });
});

test('npm run bench runs benchmarks/ against the compiled program, and leaves nothing behind', async () => {
  const root = createProject(
    {
      'src/main.ts': 'export const place: string = import.meta.url;\n',
      'benchmarks/index.ts': "import { place } from '../src/main.js';\nimport { parts } from './deep/parts.js';\nconsole.log(place, parts(place));\n", // prettier-ignore
      'benchmarks/deep/parts.ts': 'export const parts = (text: string): number => text.length;\n',
    },
    compiling,
  );
  const { code, stdout, stderr } = await runScript(root, ['bench.mjs']);
  const place = pathToFileURL(join(root, 'dist', 'main.js')).href;
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${place} ${place.length}\n` });
  expect(readdirSync(join(root, 'node_modules', '.onrecord', 'bench'))).toEqual([]);
});

describe('a native module that does not load', () => {
  const others = running.filter((name) => name !== 'better-sqlite3');
  const packageJson = (install: string) =>
    JSON.stringify({ name: 'better-sqlite3', version: '1.0.0', scripts: { install } });
  const tools = { 'bin/python3': '', 'bin/make': '', 'bin/g++': '' };
  const withTools = (root: string) => ({ PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` });

  test('is built from source, with the install scripts of this one package alone', async () => {
    const install =
      "node -e \"if (process.env.npm_config_build_from_source) fs.writeFileSync('index.js', 'module.exports = class { exec() {} }')\"";
    const root = createProject(
      {
        ...tools,
        ...copyingCompiler(),
        'src/main.ts': "console.log('ready');\n",
        'node_modules/better-sqlite3/package.json': packageJson(install),
      },
      others,
    );
    const { code, stdout, stderr } = await runScript(root, ['onrecord.mjs'], { env: withTools(root) });
    expect(stderr).toMatch(/^On Record: building better-sqlite3 from source \(.*\) \.{3,} done in \d+ s\n/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ready\n' });
  });

  test('and fails to build is told with the end of the output and where all of it is', async () => {
    const install = 'node -e "console.log(\'cc: fatal error\'); process.exit(1)"';
    const root = createProject({ ...tools, ...copyingCompiler(), 'src/main.ts': '', 'node_modules/better-sqlite3/package.json': packageJson(install) }, others); // prettier-ignore
    const { code, stderr } = await runScript(root, ['onrecord.mjs'], { env: withTools(root) });
    expect(code).toBe(1);
    const log = join(root, 'node_modules', '.onrecord', 'build-better-sqlite3.log');
    expect(stderr).toContain('Expected better-sqlite3 to build, got:\n');
    expect(stderr).toContain(`The whole output is in ${log}\n`);
    expect(readFileSync(log, 'utf8')).toContain('cc: fatal error');
  });

  test('where nothing can be built asks for the tools in one line', async () => {
    const root = createProject(
      { ...copyingCompiler(), 'src/main.ts': '', 'node_modules/better-sqlite3/package.json': packageJson('') },
      others,
    );
    const { code, stderr } = await runScript(root, ['onrecord.mjs'], {
      env: { PATH: '', CXX: '', PYTHON: '', MAKE: '' },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Expected tools .*, got no python3, no make, no C\+\+ compiler\. Next: .+\n$/);
  });
});

describe('the tools of a build', () => {
  test('are looked for on the path and where the environment points', () => {
    const root = createFolder();
    writeFiles(root, { python3: '', make: '', 'clang++': '', other: '' });
    expect(findMissingTools('linux', { PATH: root })).toEqual([]);
    expect(findMissingTools('linux', { PATH: '' })).toEqual(['python3', 'make', 'C++ compiler']);
    expect(findMissingTools('linux', { PATH: '', PYTHON: join(root, 'other') })).toEqual(['make', 'C++ compiler']);
    expect(findMissingTools('win32', { PATH: '' })).toEqual([]);
  });

  test.each([
    ['Debian', 'ID=debian\n', 'sudo apt-get install -y python3 make g++'],
    [
      'Linux Mint',
      'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n',
      'sudo apt-get install -y python3 make g++',
    ],
    ['Fedora', 'ID=fedora\n', 'sudo dnf install -y python3 make gcc-c++'],
    ['Rocky Linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install -y python3 make gcc-c++'],
    ['Alpine', 'ID=alpine\n', 'sudo apk add python3 make g++'],
    [
      'one that is not known',
      'ID=plan9\n',
      "install python3, make and a C++ compiler with your system's package manager",
    ],
  ])('come by one command on %s', (_name, release, command) => {
    expect(howToInstall('linux', release, false)).toBe(command);
  });

  test('come without sudo for root and by their own ways on macOS and Windows', () => {
    expect(howToInstall('linux', 'ID=debian\n', true)).toBe('apt-get install -y python3 make g++');
    expect(howToInstall('darwin', '', false)).toBe('xcode-select --install');
    expect(howToInstall('win32', '', false)).toContain('Visual Studio Build Tools');
  });
});

describe('installed packages', () => {
  const wanted = { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '2.0.0', optional: true } }; // prettier-ignore
  const list = (packages: object) => JSON.stringify({ packages });

  test.each([
    [
      'all are there',
      { 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '2.0.0' } },
      true,
    ],
    ['an optional one is not', { 'node_modules/a': { version: '1.0.0', integrity: 'x' } }, true],
    ['one is missing', {}, false],
    ['one has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }, false],
    ['one has other content', { 'node_modules/a': { version: '1.0.0', integrity: 'y' } }, false],
    ['an optional one has another version', { 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '1.0.0' } }, false], // prettier-ignore
  ])('when %s: %o agree: %s', (_case, installed, expected) => {
    expect(agrees(list(wanted), list(installed))).toBe(expected);
  });

  test('do not agree when npm has left no list', () => {
    expect(agrees(list(wanted), undefined)).toBe(false);
  });
});

test('a Node that is too old is told so in one line', () => {
  expect(() => checkNode('18.20.4')).toThrow(
    'Expected Node.js 20.19 or newer, got 18.20.4. Next: https://nodejs.org/en/download',
  );
  expect(() => checkNode('20.18.9')).toThrow();
  for (const version of ['20.19.0', '20.20.0', '22.0.0', '24.1.0']) expect(() => checkNode(version)).not.toThrow();
});
