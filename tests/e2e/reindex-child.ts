/*
 * A process of its own for reindex-kill.test.ts, to be killed: a reindex of the folder "news" in a folder. Arguments: the folder
 * and "full" or "changed". The SHA-256 of every text goes to embedded.log before it is embedded.
 * Prints a line at the start, at every step of the run, and its report at the end.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { sha256 } from '../../src/domain/article.js';
import { createFakeEmbedder } from '../fakes/embedder.js';

const [cwd = '', mode] = process.argv.slice(2);

const onTexts = async (texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    appendFileSync(join(cwd, 'embedded.log'), `${sha256(text)}\n`);
    process.stdout.write('embedding\n');
  }
  // Next to nothing, so that a kill falls into what is done with the vectors as often as into the wait for them.
  await wait(1);
};

const app = await createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
  cwd,
  embedder: async () => createFakeEmbedder({ maxBatch: 8, onTexts }),
});
process.stdout.write('started\n');
const report = await app.reindex({
  full: mode === 'full',
  onProgress: ({ phase }) => process.stdout.write(`${phase}\n`),
});
process.stdout.write(`${JSON.stringify(report)}\n`);
await app.close();
