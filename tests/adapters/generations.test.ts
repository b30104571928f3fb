import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  findCurrent,
  findCurrentGeneration,
  generationDir,
  generationName,
  listGenerations,
  moveCurrent,
  removeGeneration,
} from '../../src/adapters/generations.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'on-record-generations-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});
const now = new Date('2025-03-04T05:06:07.890Z');

test('before the first index there is no generation, and no current one', async () => {
  for (const folder of [dataDir, join(dataDir, 'not', 'there')]) {
    expect(await findCurrentGeneration(folder)).toBeUndefined();
    expect(await listGenerations(folder)).toEqual([]);
  }
});

test('CURRENT names the live generation, and moving it leaves nothing behind', async () => {
  const folder = join(dataDir, 'new');
  await moveCurrent(folder, '20250304T050607-01');
  await moveCurrent(folder, '20250305T050607-01');
  expect(await findCurrentGeneration(folder)).toBe('20250305T050607-01');
  expect(readdirSync(folder)).toEqual(['CURRENT']);
});

test.each(['', 'nonsense', '../../etc', '20250304T050607'])('CURRENT holding %j is INDEX_CORRUPT', async (text) => {
  writeFileSync(join(dataDir, 'CURRENT'), text);
  await expect(findCurrentGeneration(dataDir)).rejects.toMatchObject({
    code: 'INDEX_CORRUPT',
    hint: expect.stringContaining('--full'),
  });
});

test('CURRENT names the generation before as well, in the same file', async () => {
  await moveCurrent(dataDir, '20250305T050607-01', '20250304T050607-01');
  expect(await findCurrent(dataDir)).toEqual({ live: '20250305T050607-01', former: '20250304T050607-01' });
  await moveCurrent(dataDir, '20250306T050607-01');
  expect(await findCurrent(dataDir)).toEqual({ live: '20250306T050607-01', former: null });
});

test('CURRENT with a name alone, as earlier versions and people write it, is understood', async () => {
  for (const text of ['20250305T050607-01\n', '20250305T050607-01', ' 20250305T050607-01\r\n']) {
    writeFileSync(join(dataDir, 'CURRENT'), text);
    expect(await findCurrent(dataDir)).toEqual({ live: '20250305T050607-01', former: null });
  }
});

test('no bit of CURRENT can flip, and nothing be cut off, so that another generation is named', async () => {
  await moveCurrent(dataDir, '20250305T050607-01', '20250304T050607-01');
  const file = join(dataDir, 'CURRENT');
  const whole = readFileSync(file);
  const outcome = async (bytes: Uint8Array): Promise<unknown> => {
    writeFileSync(file, bytes);
    return findCurrent(dataDir).catch((error: unknown) => (error as { code: string }).code);
  };
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    expect(await outcome(bytes), `bit ${bit}`).toBe('INDEX_CORRUPT');
  }
  for (let length = 0; length < whole.length; length++) {
    const found = await outcome(whole.subarray(0, length));
    // Cut at the end of its first line it is what a person may write.
    if (found !== 'INDEX_CORRUPT') expect(found).toEqual({ live: '20250305T050607-01', former: null });
  }
});

test('names sort by age, and two of one second differ', () => {
  const first = generationName(now, []);
  const second = generationName(now, [first]);
  const later = generationName(new Date(now.getTime() + 1000), [first, second]);
  expect([later, second, first].sort()).toEqual([first, second, later]);
  expect(first).toBe('20250304T050607-01');
});

test('a generation begun after the clock was set back still comes after those there are', () => {
  const taken = ['20250304T050607-01', '20250305T000000-02'];
  expect(generationName(now, taken)).toBe('20250305T000000-03');
});

test('generations are listed oldest first, other files passed over, and removed with all they hold', async () => {
  const names = ['20250305T000000-01', '20250304T000000-02', '20250304T000000-01'];
  for (const name of [...names, '.DS_Store', 'backup']) mkdirSync(generationDir(dataDir, name), { recursive: true });
  writeFileSync(join(generationDir(dataDir, names[0]!), 'coverage.sqlite'), 'rows');
  expect(await listGenerations(dataDir)).toEqual([...names].sort());
  await removeGeneration(dataDir, names[0]!);
  await removeGeneration(dataDir, '20200101T000000-01');
  expect(await listGenerations(dataDir)).toEqual(names.slice(1).sort());
});
