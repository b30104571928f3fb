import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/adapters/sqlite/unchanged.js';

let folder: string;
let own: Database.Database;
let other: Database.Database;
let reads: number;
let count: () => number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-memory-'));
  own = new Database(join(folder, 'rows.sqlite'));
  own.pragma('journal_mode = WAL');
  own.exec('CREATE TABLE rows (n INTEGER)');
  other = new Database(join(folder, 'rows.sqlite'));
  reads = 0;
  const statement = own.prepare<[], number>('SELECT count(*) FROM rows').pluck();
  count = createMemory(own)(() => {
    reads++;
    return statement.get()!;
  });
});
afterEach(() => {
  own.close();
  other.close();
  rmSync(folder, { recursive: true });
});

describe('what is remembered of a file', () => {
  it('is read once, however often it is asked for', () => {
    expect([count(), count(), count()]).toEqual([0, 0, 0]);
    expect(reads).toBe(1);
  });

  it('is read again after this connection has written', () => {
    count();
    own.exec('INSERT INTO rows VALUES (1)');
    expect(count()).toBe(1);
    own.exec('DELETE FROM rows');
    expect(count()).toBe(0);
  });

  it('is read again after another connection has written', () => {
    count();
    other.exec('INSERT INTO rows VALUES (1), (2)');
    expect(count()).toBe(2);
    expect(count()).toBe(2);
    expect(reads).toBe(2);
  });

  it('is nothing that a transaction wrote and took back', () => {
    expect(() =>
      own.transaction(() => {
        own.exec('INSERT INTO rows VALUES (1)');
        expect(count()).toBe(1);
        throw new Error('back');
      })(),
    ).toThrow('back');
    expect(count()).toBe(0);
  });
});
