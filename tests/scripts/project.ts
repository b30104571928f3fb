import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A folder whose path has a blank and a letter beyond ASCII, as people's folders do; it goes when the test ends. */
export function createFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'onrecord-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'min mapp ö');
  mkdirSync(folder);
  return folder;
}

/**
 * A small project with the real scripts, compiler settings and lock file, and `files` (path to content) besides. `linked` names
 * packages that are taken from the real node_modules.
 */
export function createProject(files: Record<string, string>, linked: string[]): string {
  const root = createFolder();
  for (const name of [
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    '.npmrc',
  ]) {
    cpSync(join(project, name), join(root, name), { recursive: true });
  }
  // npm's list of what it installed: to the scripts, everything is there.
  cpSync(join(project, 'node_modules', '.package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
  for (const name of linked) {
    const path = join(root, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(project, 'node_modules', name), path, 'junction');
  }
  writeFiles(root, files);
  return root;
}

export function writeFiles(root: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}

/** What a project needs to run, and what it needs to compile as well. */
export const running = ['better-sqlite3', 'bindings', 'file-uri-to-path', 'hnswlib-node'];
export const compiling = [...running, 'typescript', '@types/node', 'undici-types'];

/**
 * A stand-in for the compiler that takes sources for finished and exits with `code`: for what is not about compiling, because
 * the real one takes seconds.
 */
export const copyingCompiler = (code = 0) => ({
  'node_modules/typescript/bin/tsc': `
const fs = require('node:fs');
console.log(process.argv.slice(2).join(' '));
fs.mkdirSync('dist', { recursive: true });
for (const name of fs.readdirSync('src')) fs.copyFileSync('src/' + name, 'dist/' + name.replace('.ts', '.js'));
process.exitCode = ${code};`,
});

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a script of a project to its end. */
export function runScript(
  root: string,
  args: string[],
  options: { stdin?: string; env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [script = '', ...rest] = args;
    const child = spawn(process.execPath, [join(root, 'scripts', script), ...rest], {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.stdin ?? '');
  });
}
