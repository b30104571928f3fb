import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCurrentGeneration, storeFile } from '../../src/adapters/generations.js';
import { sealDatabase } from '../../src/adapters/sqlite/file-seal.js';
import { conversationsFile } from '../../src/app-conversations.js';
import { exchangeOf } from '../fakes/exchange.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.close();
});

function stories(count: number, paragraphs = 4): string {
  return jsonLines(
    ...Array.from({ length: count }, (_, i) => ({
      id: `s${i}`,
      title: `Story ${i}`,
      body: story(`topic${i}x`, paragraphs),
    })),
  );
}

const ask = (text: string) => workspace.app.ask({ text, filters: {}, askedOn: '2025-01-01' }, { limit: 2 });

describe('an index that is too large to be compared with its checksum at each opening', () => {
  test(
    'never has a letter that changed on the disk cited, and doctor says what to run',
    { timeout: 60_000 },
    async () => {
      workspace.write({ 'news/a.jsonl': stories(10) });
      await workspace.reindex();
      await workspace.app.close();
      const file = storeFile(workspace.dataDir, (await findCurrentGeneration(workspace.dataDir))!);
      const db = new Database(file);
      db.exec('CREATE TABLE bulk (x BLOB)');
      const insert = db.prepare('INSERT INTO bulk VALUES (?)');
      for (let i = 0; i < 66; i++) insert.run(randomBytes(1024 * 1024));
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
      sealDatabase(file);
      const bytes = readFileSync(file);
      const words = 'topic1x council met in room topic1x0';
      for (let at = bytes.indexOf(words); at !== -1; at = bytes.indexOf(words, at + 1)) bytes[at + 8]! ^= 1;
      writeFileSync(file, bytes);

      await workspace.reopen({});
      await expect(ask('Which council met in room topic1x0?')).rejects.toMatchObject({
        code: 'INDEX_CORRUPT',
        message: expect.stringContaining('"s1"') as string,
        hint: expect.stringContaining('reindex --full') as string,
      });
      await expect(workspace.app.article('s1')).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
      const checks = await workspace.app.doctor();
      expect(checks.find(({ name }) => name === 'index')).toMatchObject({
        verdict: 'fault',
        next: expect.stringContaining('reindex --full') as string,
      });
      expect(await workspace.reindex({ full: true })).toMatchObject({ totals: { articles: 10 } });
      expect((await ask('Which council met in room topic1x0?')).outcome).toBe('answer');
    },
  );
});

describe('conversations', () => {
  test('are looked at by doctor, which says what to do where they are damaged', async () => {
    const check = async () => (await workspace.app.doctor()).find(({ name }) => name === 'conversations');
    expect(await check()).toMatchObject({ verdict: 'ok', detail: 'none yet' });
    expect(existsSync(conversationsFile(workspace.dataDir))).toBe(false);
    await workspace.app.conversations.saveExchange(exchangeOf({ id: 'a' }));
    expect(await check()).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('1 kept') as string });
    await workspace.app.close();
    writeFileSync(conversationsFile(workspace.dataDir), 'no database at all'.repeat(500));
    await workspace.reopen({});
    expect(await check()).toMatchObject({
      verdict: 'fault',
      detail: expect.stringContaining('conversations.sqlite') as string,
      next: expect.stringContaining('ove it away') as string,
    });
  });
});
