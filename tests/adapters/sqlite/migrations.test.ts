import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupFile, migrate, migrations } from '../../../src/adapters/sqlite/migrations.js';
import { schemaVersion } from '../../../src/adapters/sqlite/schema.js';
import { createSqliteStore, openSqliteStore } from '../../../src/adapters/sqlite/store.js';
import { stamp } from '../../contracts/store.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-migrations-'));
  file = join(folder, 'coverage.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The tables of the first version, as its program made them. */
const firstSchema = readFileSync(new URL('../../fixtures/store/schema-1.sql', import.meta.url), 'utf8');

/** An index of the first version with a document in it. */
function makeFirst(): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(firstSchema);
  const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  for (const [key, value] of Object.entries({ ...stamp, schemaVersion: 1 })) insert.run(key, JSON.stringify(value));
  db.exec("INSERT INTO documents (document, source, fingerprint) VALUES ('news/a.md', 'news', 'f')");
  db.close();
}

function versionOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  const value = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'schemaVersion'").pluck().get();
  db.close();
  return JSON.parse(value!);
}

/** Columns of every table, and the indexes, in an order that does not depend on how they came about. */
function layoutOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  const names = db
    .prepare<[], { type: string; name: string }>('SELECT type, name FROM sqlite_master ORDER BY type, name')
    .all();
  const layout = names.map(({ type, name }) => [
    type,
    name,
    type === 'table' ? db.pragma(`table_info(${name})`) : null,
  ]);
  db.close();
  return layout;
}

test('there is a way from every earlier version to this one', () => {
  expect(Object.keys(migrations).map(Number)).toEqual(Array.from({ length: schemaVersion - 1 }, (_, i) => i + 1));
});

test('an index of the first version is opened with all it holds, and then has the tables of a new one', async () => {
  makeFirst();
  const store = await openSqliteStore(file);
  expect(store.stamp.schemaVersion).toBe(schemaVersion);
  expect(await store.listDocuments()).toEqual([{ source: 'news', document: 'news/a.md', fingerprint: 'f' }]);
  expect(await store.check()).toEqual([]);
  await store.close();
  const fresh = join(folder, 'fresh.sqlite');
  await (await createSqliteStore(fresh, stamp)).close();
  expect(layoutOf(file)).toEqual(layoutOf(fresh));
});

test('before it is changed, a copy of it is made that the earlier program can open', async () => {
  makeFirst();
  await (await openSqliteStore(file)).close();
  const backup = backupFile(file, 1);
  expect(versionOf(backup)).toBe(1);
  const db = new Database(backup, { readonly: true });
  expect(db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('SELECT document FROM documents').pluck().all()).toEqual(['news/a.md']);
  db.close();
  expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('a step that fails leaves the index at its version and whole', () => {
  makeFirst();
  const db = new Database(file);
  const steps = { 1: 'ALTER TABLE documents ADD COLUMN etag TEXT; ALTER TABLE nothing ADD COLUMN x TEXT;' };
  expect(() => migrate(db, file, steps)).toThrow(/nothing/u);
  db.close();
  expect(versionOf(file)).toBe(1);
  expect(JSON.stringify(layoutOf(file))).not.toContain('etag');
});

test('an index is left alone where its copy cannot be made', () => {
  makeFirst();
  const db = new Database(file);
  // A folder stands where the copy is written first.
  writeFileSync(join(folder, 'blocker'), '');
  const nowhere = join(folder, 'blocker', 'coverage.sqlite');
  expect(() => migrate(db, nowhere)).toThrow();
  db.close();
  expect(versionOf(file)).toBe(1);
});

test('two that open it at once migrate it once, and a third finds nothing to do', async () => {
  makeFirst();
  const stores = await Promise.all([openSqliteStore(file), openSqliteStore(file)]);
  for (const store of stores) expect(store.stamp.schemaVersion).toBe(schemaVersion);
  for (const store of stores) await store.close();
  const db = new Database(file);
  expect(migrate(db, file)).toBe(false);
  db.close();
  expect(existsSync(backupFile(file, 1))).toBe(true);
});
