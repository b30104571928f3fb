import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../../errors.js';

/**
 * Makes a file for a database that nobody but this user may read, and the folders on the way; one that is there stays as it is, and `:memory:` is none.
 * SQLite gives its files beside this one the same rights. A file that is there must not be opened by anything but SQLite: closing it
 * again would drop the locks that this process has on it.
 *
 * @throws AppError `INDEX_UNWRITABLE`.
 */
export function makePrivateFile(file: string): void {
  if (file === ':memory:') return;
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    // Another process was quicker.
    if (systemCode(error) === 'EEXIST' && existsSync(file)) return;
    throw new AppError('INDEX_UNWRITABLE', `The file ${file} could not be opened for writing`, {
      hint: 'Check that this user may write there, or set ONRECORD_DATA to another folder.',
      cause: error,
    });
  }
}
