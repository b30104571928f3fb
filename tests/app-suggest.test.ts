import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNameBooks } from '../src/app-name-book.js';
import { openSqliteStore } from '../src/adapters/sqlite/store.js';
import { storeFile } from '../src/adapters/generations.js';
import { createWorkspace, story, type Workspace } from './e2e/reindex-workspace.js';
import { exchangeOf } from './fakes/exchange.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
  workspace.write({
    'news/one.md': written('The Bay Herald', 'Renée Ørsted', 'Ann Poe', 3),
    'news/two.md': written('The Bay Herald', 'Renée Ørsted', 'Volodymyr Zelensky', 2),
    'news/three.md': written('São José Courier', 'Ada Moore', 'Elin Torvay', 1, 'choir'),
    'news/four.md': written('Heraldry Today', 'Ada Moore', 'a spokesman', 4),
    'news/five.md': written('Heraldry Today', 'Ada Moore', 'Zora Poe', 1),
    'news/six.md': written('Heraldry Today', 'Ada Moore', 'Elin Torvay', 1),
  });
  await workspace.reindex();
});
afterAll(() => workspace.close());

/** An article of an outlet in which somebody is quoted so many times. */
function written(
  outlet: string,
  author: string,
  speaker: string,
  quotes: number,
  topic = speaker.replace(/\W/g, ''),
): string {
  const spoken = Array.from(
    { length: quotes },
    (_, i) => `“The ${topic} pier of ${i} will not stand,” said ${speaker}.`,
  );
  return `---\noutlet: ${outlet}\nauthor: ${author}\n---\n# About ${topic}\n\n${spoken.join('\n\n')}\n\n${story(topic, 1)}`;
}
const suggest = async (kind: 'outlet' | 'author' | 'speaker', text: string, limit = 25): Promise<string[]> =>
  (await workspace.app.suggest(kind, text, limit)).map(({ name, count }) => `${name} ${count}`);

describe('suggestions', () => {
  test('for nothing typed are the most frequent', async () => {
    expect(await suggest('outlet', '')).toEqual(['Heraldry Today 3', 'The Bay Herald 2', 'São José Courier 1']);
    expect(await suggest('author', ' ')).toEqual(['Ada Moore 4', 'Renée Ørsted 2']);
    expect(await suggest('speaker', '?')).toEqual(['Ann Poe 3', 'Elin Torvay 2', 'Volodymyr Zelensky 2', 'Zora Poe 1']);
    expect(await suggest('speaker', '', 2)).toEqual(['Ann Poe 3', 'Elin Torvay 2']);
  });

  test('of outlets and authors begin a word with what is typed, whatever case and accents; those that hold it come after', async () => {
    expect(await suggest('outlet', 'HER')).toEqual(['Heraldry Today 3', 'The Bay Herald 2']);
    expect(await suggest('outlet', 'bay her')).toEqual(['The Bay Herald 2']);
    expect(await suggest('outlet', 'sao jose')).toEqual(['São José Courier 1']);
    expect(await suggest('outlet', 'ay')).toEqual(['Heraldry Today 3', 'The Bay Herald 2']);
    expect(await suggest('outlet', 'to')).toEqual(['Heraldry Today 3']);
    expect(await suggest('author', 'renee')).toEqual(['Renée Ørsted 2']);
    expect(await suggest('author', 'nobody')).toEqual([]);
    expect(await suggest('outlet', 'her', 1)).toEqual(['Heraldry Today 3']);
  });

  test('of speakers bear their ids, and forgive slips', async () => {
    expect(await workspace.app.suggest('speaker', 'zelenksy', 5)).toEqual([
      { name: 'Volodymyr Zelensky', id: 'volodymyr-zelensky', count: 2 },
    ]);
    expect(await suggest('speaker', 'poe')).toEqual(['Ann Poe 3', 'Zora Poe 1']);
    expect(await suggest('speaker', 'z')).toEqual(['Volodymyr Zelensky 2', 'Zora Poe 1']);
    expect(await suggest('speaker', 'mr. zel')).toEqual(['Volodymyr Zelensky 2']);
    expect(await suggest('speaker', 'spokes')).toEqual([]);
  });

  test('are what looks most alike where nothing fits, and nothing for nonsense', async () => {
    expect(await suggest('speaker', 'vladimir selenski')).toEqual(['Volodymyr Zelensky 2']);
    expect(await suggest('speaker', 'qqqq')).toEqual([]);
  });

  test('know what a reindex brought', async () => {
    expect(await suggest('speaker', 'zachary')).toEqual([]);
    workspace.write({ 'news/seven.md': written('The Zachary Times', 'Ada Moore', 'Zachary Quill', 2) });
    await workspace.reindex();
    expect(await suggest('speaker', 'zachary')).toEqual(['Zachary Quill 2']);
    expect(await suggest('outlet', 'zach')).toEqual(['The Zachary Times 1']);
    await workspace.reindex({ full: true });
    expect(await suggest('author', 'ada')).toEqual(['Ada Moore 5']);
  });
});

test('names are taken apart once, and again when somebody else has resolved the speakers', async () => {
  const generation = (await workspace.app.status()).index!.generation;
  const [reader, writer] = await Promise.all(
    [1, 2].map(() => openSqliteStore(storeFile(workspace.dataDir, generation))),
  );
  const names = createNameBooks();
  const first = await names(reader!);
  expect(await names(reader!)).toBe(first);
  const speakers = await writer!.listSpeakers();
  await writer!.putSpeakers(speakers.slice(1), () => [], 'other rules');
  const second = await names(reader!);
  expect(second).not.toBe(first);
  expect(second.speakers.speakers).toEqual(speakers.slice(1));
  expect([...second.byId.keys()]).toEqual(speakers.slice(1).map(({ id }) => id));
  await Promise.all([reader!.close(), writer!.close()]);
});

test('a reindex, even a full one, leaves conversations alone', async () => {
  const kept = exchangeOf({ id: 'kept' });
  await workspace.app.conversations.saveExchange(kept);
  await workspace.reindex({ full: true });
  await workspace.reopen({});
  expect(await workspace.app.conversations.findExchange('kept')).toEqual(kept);
});
