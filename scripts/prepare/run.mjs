import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

/** Something that keeps the program from running; its message is all that a person needs to see. */
export class Fault extends Error {}

/**
 * Runs Node on a script and collects what it prints.
 *
 * @param {string[]} args the script and its arguments
 * @param {{ cwd: string, env?: Record<string, string | undefined>, onStart?: (pid: number) => void }} options
 * @returns {Promise<{ code: number, output: string }>} standard output and error together, in the order in which they came
 */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/**
 * Runs npm, quietly unless it fails.
 *
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string | undefined>, onStart?: (pid: number) => void }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runNpm(args, options) {
  const script = findNpmScript();
  // `npm run -s` hands its silence down; a failure would then have no reason.
  const loud = [...args, '--loglevel=warn'];
  if (script !== undefined) return runNode([script, ...loud], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', loud, {
    ...options,
    shell: process.platform === 'win32',
  });
}

/**
 * npm as a script that this Node can run, which needs no shell and so no quoting of paths.
 *
 * @returns {string | undefined}
 */
function findNpmScript() {
  const bin = dirname(process.execPath);
  const started = process.env.npm_execpath;
  const candidates = [
    ...(started !== undefined && basename(started) === 'npm-cli.js' ? [started] : []),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => existsSync(path));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string | undefined>, onStart?: (pid: number) => void, shell?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args, { cwd, env = {}, onStart, shell = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', (error) => reject(new Fault(`Expected to start ${command}, got: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (signal !== null) output += `\nended by ${signal}\n`;
      resolve({ code: code ?? 1, output });
    });
    if (child.pid !== undefined) onStart?.(child.pid);
  });
}

/**
 * Tells one step on standard error while it runs (a dot every few seconds shows that it still does), and how long it took.
 *
 * @template T
 * @param {string} doing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function tell(doing, work) {
  const startedAt = Date.now();
  process.stderr.write(`On Record: ${doing} ...`);
  const dots = setInterval(() => process.stderr.write('.'), 5_000);
  try {
    const result = await work();
    process.stderr.write(` done in ${Math.max(1, Math.round((Date.now() - startedAt) / 1000))} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(' failed\n');
    throw error;
  } finally {
    clearInterval(dots);
  }
}

/**
 * The end of a program's output, where the reason stands.
 *
 * @param {string} output
 * @param {number} count
 * @returns {string}
 */
export function lastLines(output, count) {
  return output.trimEnd().split(/\r?\n/).slice(-count).join('\n');
}
