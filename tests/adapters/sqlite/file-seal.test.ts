import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifySeal } from '../../../src/adapters/sqlite/file-seal.js';
import { createSqliteStore, openSqliteStore } from '../../../src/adapters/sqlite/store.js';
import { createRandom } from '../../fakes/random-vectors.js';
import { record, stamp } from '../../contracts/store.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-seal-'));
  file = join(folder, 'coverage.sqlite');
  const store = await createSqliteStore(file, stamp);
  for (let i = 0; i < 20; i++) await store.putArticle(record({ id: `a${i}`, body: `Walrus ${i}. `.repeat(60).trim() }));
  await store.seal();
  await store.close();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const damaged = { code: 'INDEX_CORRUPT', hint: expect.stringContaining('reindex --full') };

test('a sealed file opens, and reading it leaves the seal intact', async () => {
  const store = await openSqliteStore(file);
  expect(await store.findArticle('a3')).toBeDefined();
  await store.close();
  expect(verifySeal(file)).toBe('intact');
});

test('one flipped bit, wherever it is, is INDEX_CORRUPT when the file is opened', async () => {
  const whole = readFileSync(file);
  const random = createRandom(1);
  for (let i = 0; i < 60; i++) {
    const bytes = Buffer.from(whole);
    bytes[random(bytes.length)]! ^= 1 << random(8);
    writeFileSync(file, bytes);
    await expect(openSqliteStore(file)).rejects.toMatchObject(damaged);
  }
});

test('a truncated file is INDEX_CORRUPT when it is opened', async () => {
  const { length } = readFileSync(file);
  for (const share of [0.99, 0.5, 0.1, 0]) {
    truncateSync(file, Math.floor(length * share));
    await expect(openSqliteStore(file)).rejects.toMatchObject(damaged);
  }
});

test('the seal is broken by the first write, so that a killed writer leaves none behind, and made anew at the end', async () => {
  const store = await openSqliteStore(file);
  await store.putArticle(record({ id: 'b' }));
  expect(existsSync(`${file}.seal`)).toBe(false);
  expect(verifySeal(file)).toBe('unsealed');
  const reader = await openSqliteStore(file);
  expect(await reader.findArticle('b')).toBeDefined();
  await reader.close();
  await store.seal();
  expect(verifySeal(file)).toBe('intact');
  await store.putArticle(record({ id: 'c' }));
  expect(verifySeal(file)).toBe('unsealed');
  await store.close();
});

test('while somebody reads, the file is not sealed, and works all the same', async () => {
  const store = await openSqliteStore(file);
  await store.putArticle(record({ id: 'b' }));
  const reader = new Database(file, { readonly: true });
  const rows = reader.prepare('SELECT id FROM articles').iterate();
  rows.next();
  await store.putArticle(record({ id: 'c' }));
  // Without it the checkpoint would wait ten seconds for the reader.
  await store.close();
  expect(verifySeal(file)).toBe('unsealed');
  rows.return?.();
  reader.close();
});

test('a file at rest has no log beside it, one that is written to has, and the seal fits it either way', async () => {
  const beside = (): string[] => readdirSync(folder).filter((name) => /-(?:wal|shm|journal)$/u.test(name));
  const reader = await openSqliteStore(file);
  expect((await reader.totals()).articles).toBe(20);
  expect(beside()).toEqual([]);
  const writer = await openSqliteStore(file, { toWrite: true });
  await writer.putArticle(record({ id: 'b' }));
  expect(beside().length).toBeGreaterThan(0);
  expect((await reader.totals()).articles).toBe(21);
  await writer.seal();
  expect(verifySeal(file)).toBe('intact');
  // The reader has it open, so that it keeps its log.
  await writer.close();
  expect(verifySeal(file)).toBe('intact');
  expect(beside().length).toBeGreaterThan(0);
  expect((await reader.totals()).articles).toBe(21);
  await reader.close();
  expect(verifySeal(file)).toBe('intact');
  expect(beside()).toEqual([]);
  expect((await (await openSqliteStore(file)).totals()).articles).toBe(21);
});

test('the bits that tell the kind of journal are part of what is compared', () => {
  const whole = readFileSync(file);
  for (const at of [18, 19]) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 2;
    writeFileSync(file, bytes);
    expect(verifySeal(file)).toBe('damaged');
  }
});

test('a seal of an earlier version says nothing about the file', async () => {
  writeFileSync(`${file}.seal`, JSON.stringify({ bytes: 1, crc32: 1 }));
  expect(verifySeal(file)).toBe('unsealed');
  await (await openSqliteStore(file)).close();
});

test('a seal that is itself damaged says nothing about the file', async () => {
  writeFileSync(`${file}.seal`, '{"bytes":');
  await (await openSqliteStore(file)).close();
  expect(verifySeal(file)).toBe('unsealed');
});
