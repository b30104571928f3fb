/*
 * A process of its own for reindex-kill.test.ts, to be killed: a reindex of the folder "news" in a folder. Argument: the folder.
 * It loads the program and waits for a line with "full" or "changed"; without one it ends.
 * The SHA-256 of every text goes to embedded.log before it is embedded.
 * Prints a line at the start, at every step of the run, and its report at the end.
 */
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp, type App } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { sha256 } from '../../src/domain/article.js';
import { createFakeEmbedder } from '../fakes/embedder.js';

const [cwd = ''] = process.argv.slice(2);

const onTexts = async (texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    appendFileSync(join(cwd, 'embedded.log'), `${sha256(text)}\n`);
    process.stdout.write('embedding\n');
  }
  // Next to nothing, so that a kill falls into what is done with the vectors as often as into the wait for them.
  await wait(1);
};

// What a run would load on its way, so that the time until the kill is the run's own.
await Promise.all([
  import('../../src/adapters/exact-graph.js'),
  import('../../src/adapters/hnsw-graph.js').then(({ loadHnswGraphs }) => loadHnswGraphs()),
  import('../../src/adapters/sqlite/store.js'),
  import('../../src/adapters/sqlite/writer-lock.js'),
  import('../../src/ingest/locate.js'),
  import('../../src/ingest/read/read-articles.js'),
]);
const lines = createInterface(process.stdin);
const [mode] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
lines.close();
if (mode !== undefined) await run(mode);

async function run(asked: string): Promise<void> {
  const app: App = await createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
    cwd,
    embedder: async () => createFakeEmbedder({ maxBatch: 8, onTexts }),
  });
  process.stdout.write('started\n');
  const report = await app.reindex({
    full: asked === 'full',
    onProgress: ({ phase }) => process.stdout.write(`${phase}\n`),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  await app.close();
}
