import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../errors.js';

/**
 * Replaces a small file as a whole: readers see the old text or the new one, also after a loss of power. Folders on the way are
 * made.
 *
 * @throws AppError `INDEX_UNWRITABLE` when the disk is full or the folder may not be written to.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, file);
    await flushFolder(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(error, file);
  }
}

/** Makes what was renamed or removed in a folder survive a loss of power, where the system can. */
export async function flushFolder(folder: string): Promise<void> {
  // Windows opens no folders, and does without.
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EBADF'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    await handle?.close();
  }
}

/** What the system's refusal to write means to the person who runs the program; another error is returned as it is. */
export function storageError(error: unknown, file: string): unknown {
  const code = systemCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return diskFull(file, error);
  if (!['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes(code)) return error;
  return new AppError('INDEX_UNWRITABLE', `${file} could not be written (${code})`, {
    hint: 'Check that this user may write to its folder, or set ONRECORD_DATA to another one.',
    cause: error,
  });
}

/** That there is no room for a file. */
export function diskFull(file: string, cause?: unknown): AppError {
  return new AppError('INDEX_UNWRITABLE', `The disk is full; ${file} could not be written`, {
    hint: 'Free some space and run the command again; what was indexed until now is kept.',
    cause,
  });
}
