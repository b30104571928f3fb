import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReindexReport } from '../../src/app.js';
import { startEmbeddingServer, type EmbeddingServer } from '../fakes/embedding-server.js';
import { runProgram } from './program.js';

/*
 * The whole program on many files: everything is real but the embedding model, which is a server on 127.0.0.1.
 */

const files = 10_000;
const isLinux = process.platform === 'linux';
let folder: string;
let server: EmbeddingServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-many-files-'));
  server = await startEmbeddingServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<unknown> {
  const settings = { ...server.settings, ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' };
  const { code, stdout, stderr } = await runProgram([...args, '--json'], { cwd: folder, settings });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test.skipIf(!isLinux)(
  `of ${files} files, three that cannot be read are named, and all others are indexed${isLinux ? '' : ' (skipped: only Linux has /proc)'}`,
  { timeout: 600_000 },
  async () => {
    const names = Array.from({ length: files }, (_, i) => `news/${String(i).padStart(5, '0')}.md`);
    const bad = [names[1]!, names[files / 2]!, names.at(-1)!];
    mkdirSync(join(folder, 'news'));
    for (const [i, name] of names.entries()) {
      const text = `# Story ${i}\n\nThe topic${i}x council voted on topic${i}x for the hall${i} of topic${i}x.\n`;
      if (!bad.includes(name)) writeFileSync(join(folder, name), text);
    }
    // A link to nothing, a file that the system fails to read, and a link that leads to itself.
    symlinkSync('nowhere', join(folder, bad[0]!));
    symlinkSync('/proc/self/mem', join(folder, bad[1]!));
    symlinkSync(bad[2]!.slice('news/'.length), join(folder, bad[2]!));
    for (const added of [files - 3, 0]) {
      const report = (await run('reindex')) as ReindexReport;
      expect(report.failures.map(({ location, code }) => [location, code]).sort()).toEqual(
        bad.map((name) => [name, 'FILE_UNREADABLE']),
      );
      expect(report).toMatchObject({
        counts: { added, embedded: added, unchanged: files - 3 - added, duplicates: 0, failed: 3 },
        totals: { articles: files - 3 },
      });
    }
    expect(await run('status')).toMatchObject({ index: { totals: { articles: files - 3 } }, failures: [{}, {}, {}] });
    for (const i of [0, 4321, files - 2]) {
      const found = await run('ask', `What did the topic${i}x council vote on?`);
      expect(found).toMatchObject({ outcome: 'answer', citations: [{ title: `Story ${i}` }] });
    }
  },
);
