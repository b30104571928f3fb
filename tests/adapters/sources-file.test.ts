import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAddedSources, saveAddedSources } from '../../src/adapters/sources-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-sources-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('before anything was added the list is empty, and saving makes the folder', async () => {
  const data = join(folder, 'new', 'data');
  expect(await loadAddedSources(data)).toEqual([]);
  await saveAddedSources(data, ['a b', 'https://x.example/é']);
  expect(await loadAddedSources(data)).toEqual(['a b', 'https://x.example/é']);
});

test.each(['', '{"a":1}', '[1]', '["a"'])('a file that holds %j is refused, naming the file', async (text) => {
  writeFileSync(join(folder, 'sources.json'), text);
  await expect(loadAddedSources(folder)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('sources.json'),
  });
});
