import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findWriter, takeWriterLock } from '../../../src/adapters/sqlite/writer-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const me = { pid: process.pid, since: '2025-01-01T00:00:00.000Z' };

/** Another process that holds the lock of the folder as `takeWriterLock` does, until it is killed. */
async function startHolder(): Promise<{ pid: number; kill: () => Promise<void> }> {
  const code = `
    const db = new (require('better-sqlite3'))(${JSON.stringify(join(folder, 'writer.lock'))});
    db.exec('BEGIN EXCLUSIVE');
    console.log('held');
    setInterval(() => db.inTransaction, 1000);`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  writeFileSync(join(folder, 'writer.json'), JSON.stringify({ pid: child.pid, since: me.since }));
  return {
    pid: child.pid!,
    kill: async () => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

test('nobody writes to a folder that is not there or was never written to', async () => {
  expect(await findWriter(join(folder, 'not', 'there'))).toBeNull();
  expect(await findWriter(folder)).toBeNull();
});

test('while it is held, its holder is known and nobody else gets it; given back, the next does', async () => {
  const release = await takeWriterLock(join(folder, 'new'), me);
  expect(await findWriter(join(folder, 'new'))).toEqual(me);
  await expect(takeWriterLock(join(folder, 'new'), { ...me, pid: 1 })).rejects.toMatchObject({
    code: 'INDEX_LOCKED',
    message: expect.stringMatching(`Process ${process.pid} .* since ${me.since}`),
  });
  release();
  expect(await findWriter(join(folder, 'new'))).toBeNull();
  (await takeWriterLock(join(folder, 'new'), me))();
});

test('another process that holds it is named; killed, it holds nothing any more', async () => {
  const holder = await startHolder();
  try {
    expect(await findWriter(folder)).toEqual({ pid: holder.pid, since: me.since });
    await expect(takeWriterLock(folder, me)).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: expect.stringContaining(`Process ${holder.pid}`),
    });
  } finally {
    await holder.kill();
  }
  expect(await findWriter(folder)).toBeNull();
  (await takeWriterLock(folder, me))();
});

test('a folder that cannot be made is INDEX_UNWRITABLE', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(takeWriterLock(join(folder, 'file', 'data'), me)).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
});
