import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { createSqliteStore, openSqliteStore } from '../../../src/adapters/sqlite/store.js';
import { describeQuoteStore, quotedArticle } from '../../contracts/quote-store.js';

const folder = mkdtempSync(join(tmpdir(), 'on-record-quotes-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const stamp = { embeddingModel: 'two', dimensions: 2, pipeline: '1', createdAt: '2025-03-04T00:00:00Z' };

describe('the SQLite store', () => {
  describeQuoteStore(() => createSqliteStore(join(folder, `${count++}.sqlite`), stamp));
});

describe('a damaged file', () => {
  const damage = async (sql: string): Promise<string> => {
    const file = join(folder, `${count++}.sqlite`);
    const store = await createSqliteStore(file, stamp);
    await store.putArticle(quotedArticle('a', [['one', 'Poe']]));
    await store.close();
    const db = new Database(file);
    // SQLite guards the tables behind a word index; real damage asks nobody.
    db.unsafeMode();
    db.exec(sql);
    db.close();
    return file;
  };

  test('without quotes is INDEX_CORRUPT and points to a full run', async () => {
    await expect(openSqliteStore(await damage('DROP TABLE quotes'))).rejects.toMatchObject({
      code: 'INDEX_CORRUPT',
      hint: expect.stringContaining('reindex --full') as string,
    });
  });

  test('whose quotes are not all in the lexical index is found out by a check', async () => {
    const store = await openSqliteStore(await damage('DELETE FROM quote_words_docsize WHERE id = 1'));
    expect(await store.check()).toContain('expected 1 quotes in the lexical index, got 0');
    await store.close();
  });
});
