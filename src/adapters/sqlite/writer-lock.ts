import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, systemCode } from '../../errors.js';
import { databaseError, loadSqlite } from './database.js';

/** Who is writing to an index. */
export interface Writer {
  pid: number;
  since: string;
}

/** How long a reindex waits for the lock: much longer than `findWriter` looks at it, and too short to be noticed. */
const glanceMs = 200;

/**
 * Takes the right to write to the index in a folder and returns what gives it back. The lock is SQLite's own on a file that
 * holds nothing else: the system drops it when the process ends, however it ends.
 *
 * @throws AppError `INDEX_LOCKED`, saying who holds it since when.
 */
export async function takeWriterLock(dataDir: string, writer: Writer): Promise<() => void> {
  const file = join(dataDir, 'writer.lock');
  const Sqlite = await loadSqlite();
  try {
    mkdirSync(dataDir, { recursive: true });
    const db = new Sqlite(file, { timeout: glanceMs });
    try {
      db.pragma('journal_mode = DELETE');
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      throw error;
    }
    writeFileSync(writerFile(dataDir), JSON.stringify(writer));
    return () => {
      rmSync(writerFile(dataDir), { force: true });
      db.close();
    };
  } catch (error) {
    if (systemCode(error)?.startsWith('SQLITE_BUSY') !== true) {
      if (systemCode(error)?.startsWith('SQLITE') === true) throw databaseError(error, file);
      throw new AppError('INDEX_UNWRITABLE', `The folder ${dataDir} cannot be written to`, {
        hint: 'Check that this user may write there, or set ONRECORD_DATA to another folder.',
        cause: error,
      });
    }
    const holder = readWriter(dataDir);
    const who = holder === null ? 'Another process' : `Process ${holder.pid}`;
    throw new AppError(
      'INDEX_LOCKED',
      `${who} is indexing into ${dataDir}${holder === null ? '' : ` since ${holder.since}`}`,
      {
        hint: '"npm run -s onrecord -- reindex --wait" begins when it has finished. Or end that process; nothing is lost.',
        cause: error,
      },
    );
  }
}

/** Who is writing to the index in a folder right now; null when nobody is. */
export async function findWriter(dataDir: string): Promise<Writer | null> {
  const file = join(dataDir, 'writer.lock');
  if (!existsSync(file)) return null;
  const Sqlite = await loadSqlite();
  const db = new Sqlite(file, { timeout: 0 });
  try {
    // Reading is enough to meet an exclusive lock, and may be done where writing may not.
    db.prepare('SELECT 1 FROM sqlite_master').get();
    return null;
  } catch (error) {
    if (systemCode(error)?.startsWith('SQLITE_BUSY') !== true) throw databaseError(error, file);
    return readWriter(dataDir);
  } finally {
    db.close();
  }
}

function readWriter(dataDir: string): Writer | null {
  try {
    return JSON.parse(readFileSync(writerFile(dataDir), 'utf8')) as Writer;
  } catch {
    // The holder has the lock and has not written its name yet, or has just given both back.
    return null;
  }
}

function writerFile(dataDir: string): string {
  return join(dataDir, 'writer.json');
}
