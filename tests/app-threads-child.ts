/*
 * A process of its own for app-threads.test.ts, with the settings in its environment: indexes and asks on threads while its own thread
 * is blocked, then prints what of the slow modules its own thread has loaded.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createThreadedApp } from '../src/app-threads.js';
import { parseConfig } from '../src/config.js';

const [dataDir = '', text = ''] = process.argv.slice(2);
const app = await createThreadedApp(parseConfig({ ...process.env, ONRECORD_DATA: dataDir }));
// Awaited, so that the thread has started; what it has begun must go on by itself.
await new Promise<void>((resolve) => {
  const run = app.reindex({ full: false, onProgress: () => resolve() });
  run.then(() => resolve(), () => resolve()); // prettier-ignore
});
const deadline = Date.now() + 100_000;
while (!existsSync(join(dataDir, 'CURRENT')) && Date.now() < deadline) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}
const finishedWhileBlocked = existsSync(join(dataDir, 'CURRENT'));
const outcome = await app.ask({ text, filters: {}, askedOn: '2025-06-01' }, { limit: 3 });
const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) =>
  /better-sqlite3|hnswlib|onnxruntime/.test(path),
);
await app.close();
process.stdout.write(JSON.stringify({ finishedWhileBlocked, outcome, loaded }));
