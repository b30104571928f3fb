import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createReindexing } from '../src/app-reindexing.js';
import { createService, type Service } from '../src/app-service.js';
import { parseConfig } from '../src/config.js';
import { startHttpServer, type HttpServer } from '../src/http/server.js';
import { createRecordedLog } from './discord/bot-workspace.js';
import { createWorkspace, story, type Workspace } from './e2e/reindex-workspace.js';

let workspace: Workspace;
let service: Service;
let server: HttpServer;
beforeEach(async () => {
  workspace = await createWorkspace();
  workspace.write({ 'news/a.md': `# Alder\n\n${story('alder')}\n` });
  const { log } = createRecordedLog();
  service = await createService(parseConfig({}), { cwd: workspace.cwd, log });
  const app = service.observe(workspace.app);
  const reindexing = createReindexing(app, { now: () => new Date(), newId: () => 'x' });
  service.follow({ gateway: () => 'ready' }, reindexing);
  server = await startHttpServer({ host: '127.0.0.1', port: 0, ...service, log });
});
afterEach(async () => {
  await server.close();
  await service.stop();
  await workspace.close();
});

const get = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, text: await response.text() };
};

describe('readiness', () => {
  test('is refused until there is an index', async () => {
    expect(await get('/readyz')).toEqual({ status: 503, text: 'no index yet\n' });
    await workspace.reindex();
    expect(await get('/readyz')).toEqual({ status: 200, text: 'ready\n' });
  });

  test('is refused with the reason while the index is damaged, and the process stays healthy', async () => {
    await workspace.reindex();
    writeFileSync(join(workspace.dataDir, 'CURRENT'), 'rubbish\n');
    const { status, text } = await get('/readyz');
    expect(status).toBe(503);
    expect(text).toMatch(/CURRENT.* \(INDEX_CORRUPT\)\n$/);
    expect(await get('/healthz')).toEqual({ status: 200, text: 'ok\n' });
    await workspace.app.rollback();
    expect((await get('/readyz')).status).toBe(200);
  });
});
