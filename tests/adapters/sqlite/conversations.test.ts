import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openConversations } from '../../../src/adapters/sqlite/conversations.js';
import { checkConversations } from '../../../src/adapters/sqlite/conversations-file.js';
import { openWatches } from '../../../src/adapters/sqlite/watches.js';
import { describeConversations } from '../../contracts/conversations.js';
import { compileProgram } from '../../e2e/compiled-program.js';
import { exchangeOf } from '../../fakes/exchange.js';

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'on-record-conversations-'));

describeConversations('a file of SQLite', async () => {
  const folder = makeFolder();
  return {
    open: () => openConversations(join(folder, 'data', 'conversations.sqlite')),
    clear: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = makeFolder();
  file = join(folder, 'conversations.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the file', () => {
  test.skipIf(process.platform === 'win32')('and those beside it are for this user alone', async () => {
    const conversations = await openConversations(file);
    await conversations.saveExchange(exchangeOf({ id: 'a' }));
    const files = readdirSync(folder);
    expect(files).toContain('conversations.sqlite-wal');
    for (const name of files) expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600');
    await conversations.close();
  });

  test('holds no trace of what was forgotten or is too old', async () => {
    const conversations = await openConversations(file);
    const words = (): string => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')).join(''); // prettier-ignore
    for (const [i, userId] of ['ada', 'ivo', 'una'].entries()) {
      const shown = { ...exchangeOf({ id: '' }).shown, padding: `secret of ${userId} `.repeat(500) };
      await conversations.saveExchange(exchangeOf({ id: userId, userId, at: `2025-03-0${i + 1}`, shown }));
    }
    expect(words()).toContain('secret of ada');
    await conversations.forget('ada');
    expect(words()).not.toContain('secret of ada');
    expect(words()).toContain('secret of ivo');
    await conversations.expire('2025-03-03');
    expect(words()).not.toContain('secret of ivo');
    expect(words()).toContain('secret of una');
    await conversations.close();
  });

  test('is written by two processes at once without a loss', { timeout: 120_000 }, async () => {
    const program = compileProgram(['tests/adapters/sqlite/conversations-child.ts', 'tests/fakes/exchange.ts']);
    const count = 100;
    try {
      const children = ['one', 'two'].map((name) =>
        spawn(
          process.execPath,
          [join(program, 'tests/adapters/sqlite/conversations-child.js'), file, name, String(count)],
          { stdio: ['ignore', 'inherit', 'inherit'] },
        ),
      );
      const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as number));
      expect(codes).toEqual([0, 0]);
    } finally {
      rmSync(program, { recursive: true, force: true });
    }
    const conversations = await openConversations(file);
    for (const name of ['one', 'two']) {
      const last = await conversations.findByMessage(`message-${name}-${count - 1}`);
      expect(await conversations.listExchanges(last!.id, 1000)).toHaveLength(count);
    }
    await conversations.close();
  });

  test('written by a later version is left alone', async () => {
    await (await openConversations(file)).close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    await expect(openConversations(file)).rejects.toMatchObject({
      code: 'CONVERSATIONS_NEWER',
      message: expect.stringMatching(/version 2 or earlier in .*conversations\.sqlite, got version 99/) as string,
    });
  });

  /** A file as the program before watches left it, with one exchange. */
  async function makeFormer(): Promise<void> {
    const former = await openConversations(file);
    await former.saveExchange(exchangeOf({ id: 'a' }));
    await former.close();
    const db = new Database(file);
    db.exec('DROP TABLE pending; DROP TABLE watches; DROP TABLE seen; DROP TABLE seen_urls; DROP TABLE seen_bands;');
    db.pragma('user_version = 1');
    db.close();
  }
  const backup = (): string => `${file}.v1.backup`;

  test('of the version before watches is brought up to date, and keeps what it holds', async () => {
    await makeFormer();
    const watches = await openWatches(file);
    await watches.add({ guildId: 'g', channelId: 'c', subject: { kind: 'topic', words: 'ferry' }, quiet: null });
    expect(await watches.list()).toHaveLength(1);
    await watches.close();
    const conversations = await openConversations(file);
    expect(await conversations.findExchange('a')).toEqual(exchangeOf({ id: 'a' }));
    await conversations.close();
  });

  test('of an earlier version is copied before it is changed, as the earlier program can open it, for nobody else to read', async () => {
    await makeFormer();
    await (await openConversations(file)).close();
    await (await openWatches(file)).close();
    if (process.platform !== 'win32') expect(statSync(backup()).mode & 0o777).toBe(0o600);
    const db = new Database(backup(), { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT id FROM exchanges').pluck().all()).toEqual(['a']);
    db.close();
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  test('that is new has no copy, and is not copied when it is opened again', async () => {
    await (await openConversations(file)).close();
    await (await openConversations(file)).close();
    expect(readdirSync(folder)).toEqual(['conversations.sqlite']);
  });

  test('what is forgotten, or too old, goes from the copy as well', async () => {
    await makeFormer();
    const conversations = await openConversations(file);
    await conversations.expire('2000-01-01');
    expect(existsSync(backup())).toBe(true);
    const copy = readFileSync(backup());
    await conversations.forget('nobody');
    expect(existsSync(backup())).toBe(false);
    writeFileSync(backup(), copy);
    expect(await conversations.expire('2999-01-01')).toBe(1);
    expect(existsSync(backup())).toBe(false);
    await conversations.close();
  });

  test('of something else is not written to', async () => {
    const db = new Database(file);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    await expect(openConversations(file)).rejects.toMatchObject({ code: 'CONVERSATIONS_CORRUPT' });
    const kept = new Database(file);
    expect(kept.prepare('SELECT name FROM sqlite_master').pluck().all()).toEqual(['recipes']);
    kept.close();
  });

  test.each([
    ['with other bytes than SQLite writes', (): void => writeFileSync(file, 'x'.repeat(8192))],
    [
      'cut in the middle',
      async (): Promise<void> => {
        const conversations = await openConversations(file);
        for (let i = 0; i < 200; i++) await conversations.saveExchange(exchangeOf({ id: `e${i}` }));
        await conversations.close();
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.subarray(0, bytes.length / 2));
      },
    ],
    [
      'with an exchange that is no JSON',
      async (): Promise<void> => {
        const conversations = await openConversations(file);
        await conversations.saveExchange(exchangeOf({ id: 'e150' }));
        await conversations.close();
        const db = new Database(file);
        db.exec(`UPDATE exchanges SET shown = '{"kind"'`);
        db.close();
      },
    ],
  ])('%s is one clear error that says what to do', async (_, damage) => {
    await damage();
    const use = async (): Promise<void> => {
      const conversations = await openConversations(file);
      try {
        await conversations.findExchange('e150');
        await conversations.findLatest('ferry');
      } finally {
        await conversations.close();
      }
    };
    await expect(use()).rejects.toMatchObject({
      code: 'CONVERSATIONS_CORRUPT',
      message: expect.stringContaining(file) as string,
      hint: expect.stringContaining('Move it away') as string,
    });
  });

  test('that cannot be made is INDEX_UNWRITABLE', async () => {
    writeFileSync(join(folder, 'data'), '');
    await expect(openConversations(join(folder, 'data', 'conversations.sqlite'))).rejects.toMatchObject({
      code: 'INDEX_UNWRITABLE',
    });
    mkdirSync(file);
    await expect(openConversations(file)).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
  });
});

describe('a look through the file', () => {
  test('finds none, one that is sound, and makes and changes nothing', async () => {
    expect(await checkConversations(file)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    const conversations = await openConversations(file);
    await conversations.saveExchange(exchangeOf({ id: 'a' }));
    expect(await checkConversations(file)).toEqual({ exchanges: 1, watches: 0, faults: [] });
    await conversations.close();
    expect(await checkConversations(file)).toEqual({ exchanges: 1, watches: 0, faults: [] });
  });

  test('counts what an earlier version holds, and leaves it at that version', async () => {
    await (await openConversations(file)).close();
    const db = new Database(file);
    db.exec('DROP TABLE pending; DROP TABLE watches; DROP TABLE seen; DROP TABLE seen_urls; DROP TABLE seen_bands;');
    db.pragma('user_version = 1');
    expect(await checkConversations(file)).toEqual({ exchanges: 0, watches: 0, faults: [] });
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    db.close();
  });

  test('finds an exchange that is no JSON, and pages that were overwritten', async () => {
    const conversations = await openConversations(file);
    for (let i = 0; i < 200; i++) await conversations.saveExchange(exchangeOf({ id: `e${i}` }));
    await conversations.close();
    const db = new Database(file);
    db.exec(`UPDATE exchanges SET shown = '{"kind"' WHERE id IN ('e3', 'e4')`);
    db.close();
    expect((await checkConversations(file))?.faults).toEqual(['2 exchanges cannot be read']);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, bytes.length - 6 * 4096, bytes.length - 2 * 4096);
    writeFileSync(file, bytes);
    const found = await checkConversations(file).then(
      (check) => check?.faults.join(),
      (error: { code: string }) => error.code,
    );
    expect(found).not.toBe('');
  });

  test('refuses a later version and another database', async () => {
    const db = new Database(file);
    db.exec('CREATE TABLE recipes (name TEXT)');
    await expect(checkConversations(file)).rejects.toMatchObject({ code: 'CONVERSATIONS_CORRUPT' });
    db.close();
    rmSync(file);
    await (await openConversations(file)).close();
    const later = new Database(file);
    later.pragma('user_version = 99');
    later.close();
    await expect(checkConversations(file)).rejects.toMatchObject({ code: 'CONVERSATIONS_NEWER' });
  });
});
