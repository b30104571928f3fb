import { expect, onTestFinished, test } from 'vitest';
import { listGenerations } from '../../src/adapters/generations.js';
import { createWorkspace, jsonLines } from '../e2e/reindex-workspace.js';
import { startInServer } from './bot-workspace.js';

const cited = 'Nadia Svoll, the second engineer, said that the alarm of the ferry had been taped over since May.';
const article = {
  id: 'taped',
  title: 'Alarm of the ferry was taped over',
  outlet: 'The Courier',
  publishedAt: '2025-04-08',
  url: 'https://courier.example/taped',
  body: `The inquiry sat for the third day in the hall of the harbour.\n\n${cited} Nobody had asked about it.\n\nIt goes on in June.`,
};
const corrected = {
  ...article,
  title: 'Correction: the alarm',
  url: 'https://courier.example/corrected',
  body: 'The alarm was tested every morning, the paper says now, and it regrets what it wrote about the tape in its earlier report.',
};
const other = {
  id: 'other',
  title: 'Harbour fees rise',
  body: 'Fees for the fishing boats rise in June, the council decided.',
};

test.each([
  ['changed', [corrected, other], [false]],
  ['changed, in a new generation', [corrected, other], [true]],
  ['changed, and the generation that was cited from is gone', [corrected, other], [true, true]],
  ['went', [other], [false]],
])(
  'an answer shows what was cited, with the words around it, after the article %s and the bot was restarted',
  async (_, later, fulls) => {
    const index = await createWorkspace();
    onTestFinished(() => index.close());
    index.write({ 'news/list.jsonl': jsonLines(article, other) });
    const { generation } = await index.reindex();
    const { app } = index;
    const { workspace, channel, anna } = await startInServer({
      app: { ask: app.ask, article: app.article, conversations: app.conversations },
    });
    const shown = await (
      await anna.runs(channel, 'ask', { question: 'Who said the alarm of the ferry was taped over?' })
    ).settled();
    expect(shown.text).toContain(cited);
    const before = await (await anna.clicks(shown, { label: 'Passages' })).settled();
    expect(before.text).toContain('Nobody had asked about it.');

    index.write({ 'news/list.jsonl': jsonLines(...later) });
    for (const full of fulls) await index.reindex({ full });
    expect((await listGenerations(index.dataDir)).includes(generation)).toBe(fulls.length < 2);
    expect(JSON.stringify(await index.articles())).not.toContain(cited);
    await workspace.restart();

    const after = await (await anna.clicks(shown, { label: 'Passages' })).settled();
    expect(after.embeds).toEqual(before.embeds);
    expect(JSON.stringify(after.embeds)).toContain('https://courier.example/taped');
  },
);
