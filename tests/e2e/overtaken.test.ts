import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCurrentGeneration, storeFile } from '../../src/adapters/generations.js';
import { createApp, type App } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { contentHash } from '../../src/domain/article.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

let workspace: Workspace;
let app: App | undefined;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await app?.close();
  await workspace.close();
});

const question = { text: 'Which council met in room pier0 for a pier vote?', filters: {}, askedOn: '2025-01-01' };

/** An app under which the article is replaced whenever it has been read for the `times` first times. */
async function startOvertaken(times: number): Promise<void> {
  workspace.write({ 'news/a.jsonl': jsonLines({ id: 'a', title: 'The pier', body: story('pier') }) });
  await workspace.reindex();
  const [article] = await workspace.articles();
  await workspace.app.close();
  const db = new Database(storeFile(workspace.dataDir, (await findCurrentGeneration(workspace.dataDir))!));
  let reads = 0;
  app = await createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
    cwd: workspace.cwd,
    embedder: async () => workspace.embedder,
    onStage: (stage) => {
      if (stage !== 'articles' || ++reads > times) return;
      const changed = { ...article!, body: `${'So it was. '.repeat(reads)}${article!.body}` };
      db.prepare('UPDATE articles SET body = ?, content_hash = ?').run(changed.body, contentHash(changed));
      db.prepare('UPDATE passages SET "end" = ?').run(changed.body.length);
    },
  });
}

test('an answer whose article is replaced before its last check is made anew, from the article as it is then', async () => {
  await startOvertaken(1);
  const { outcome, citations } = await app!.ask(question, { limit: 2 });
  expect(outcome).toBe('answer');
  const { body } = await app!.article('a');
  expect(body).toMatch(/^So it was\. The pier/u);
  for (const { quote, start, end } of citations) expect(body.slice(start, end)).toBe(quote);
});

test('one whose article is replaced again and again ends as INDEX_CHANGED, with what to do', async () => {
  await startOvertaken(Infinity);
  await expect(app!.ask(question, { limit: 2 })).rejects.toMatchObject({ code: 'INDEX_CHANGED', hint: 'Ask again.' });
});
