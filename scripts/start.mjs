import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './prepare.mjs';

/**
 * Runs the program in this process as `node dist/main.js <args>` would.
 *
 * @param {string[]} args
 */
export async function start(args) {
  const program = join(root, 'dist', 'main.js');
  process.argv = [process.execPath, program, ...args];
  await import(pathToFileURL(program).href);
}
