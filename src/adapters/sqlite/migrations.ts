import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Connection } from './database.js';
import { breakSeal } from './file-seal.js';
import { schemaVersion } from './schema.js';

/** What brings the tables from each version to the next. Written once and never changed: indexes out there have been through it. */
export const migrations: Readonly<Record<number, string>> = {
  1: `
ALTER TABLE documents ADD COLUMN etag TEXT;
ALTER TABLE documents ADD COLUMN last_modified TEXT;
CREATE TABLE source_states (source TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
`,
};

/** The copy that is made of a file of this version before it is migrated; it goes with its generation. */
export function backupFile(file: string, version: number): string {
  return `${file}.v${version}.backup`;
}

/**
 * Brings an index of an earlier version up to this one, after a copy of it was made. Two processes may do so at once; one that is
 * killed leaves the index as it was. False when nothing was to be done.
 */
export function migrate(db: Connection, file: string, steps: typeof migrations = migrations): boolean {
  const found = readVersion(db);
  if (found === undefined || found >= schemaVersion) return false;
  backUp(db, file, found);
  breakSeal(file);
  db.transaction(() => {
    // Another process may have been faster.
    for (let version = readVersion(db)!; version < schemaVersion; version++) {
      const step = steps[version];
      if (step === undefined) throw new Error(`There is no migration from version ${version}`);
      db.exec(step);
      db.prepare("UPDATE meta SET value = ? WHERE key = 'schemaVersion'").run(JSON.stringify(version + 1));
    }
  }).exclusive();
  return true;
}

/** Makes the copy of a file of this version, whole or not at all, for whoever may read the file; one that is there is left alone. */
export function backUp(db: Connection, file: string, version: number): void {
  const backup = backupFile(file, version);
  if (existsSync(backup)) return;
  const unfinished = `${backup}.${process.pid}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    // SQLite fills an empty file, and would make one that everybody may read.
    closeSync(openSync(unfinished, 'wx', statSync(file).mode & 0o777));
    db.prepare('VACUUM INTO ?').run(unfinished);
    renameSync(unfinished, backup);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Removes the copies of a file, of whichever version. */
export function removeBackups(file: string): void {
  const own = `${basename(file)}.v`;
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(own) && name.endsWith('.backup')) rmSync(join(dirname(file), name), { force: true });
  }
}

function readVersion(db: Connection): number | undefined {
  if (db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'meta'`).get() === undefined) return undefined;
  const value = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'schemaVersion'").pluck().get();
  const version: unknown = value === undefined ? undefined : JSON.parse(value);
  return typeof version === 'number' ? version : undefined;
}
