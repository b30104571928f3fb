import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPromMetrics } from '../../src/adapters/prom-metrics.js';
import { observeApp, toGauges } from '../../src/app-telemetry.js';
import type { App } from '../../src/app.js';
import type { Gauges, Telemetry } from '../../src/domain/telemetry.js';
import { AppError } from '../../src/errors.js';
import { startHttpServer, type HttpServer } from '../../src/http/server.js';
import { createFakeApp, report, status } from '../fakes/app.js';

let server: HttpServer;
let telemetry: Telemetry;
let obstacles: string[];
let look: () => Promise<Gauges>;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silent };

beforeEach(async () => {
  obstacles = [];
  look = async () => ({ ...toGauges(status), gateway: 'ready' });
  const figures = createPromMetrics({ look: () => look() });
  telemetry = figures.telemetry;
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    metrics: figures.metrics,
    findObstacles: async () => obstacles,
    log: silent,
  });
});
afterEach(async () => {
  await server.close();
});

const get = async (path: string, method = 'GET') => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
/** The value of a line of figures, by the part before it. */
const figure = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

describe('health', () => {
  test('is 200 as long as the process answers', async () => {
    obstacles = ['not connected to Discord'];
    expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  });

  test('readiness is 503 with the reasons while something stands in the way', async () => {
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    obstacles = ['not connected to Discord', 'no index yet'];
    expect(await get('/readyz')).toMatchObject({ status: 503, text: 'not connected to Discord\nno index yet\n' });
  });
});

describe('figures of a language model', () => {
  const figuresOf = async (state: 'closed' | 'open', spent: { tokens: number; cost: number } | null) => {
    const languageModel = {
      model: 'some-model',
      circuit: { state, failures: 0, retryInMs: null },
      spent,
      limits: { everyone: { tokens: null, cost: null }, user: { tokens: null, cost: null } },
    };
    look = async () => toGauges({ ...status, languageModel });
    return (await get('/metrics')).text;
  };

  test('say what it read and wrote in this process, what was used today by all, and whether it is being asked', async () => {
    telemetry.tokens('read', 900);
    telemetry.tokens('read', 100);
    telemetry.tokens('written', 45);
    const text = await figuresOf('closed', { tokens: 5000, cost: 0.25 });
    expect(figure(text, 'onrecord_tokens_total{direction="read"}')).toBe(1000);
    expect(figure(text, 'onrecord_tokens_total{direction="written"}')).toBe(45);
    expect(figure(text, 'onrecord_language_model_tokens_today')).toBe(5000);
    expect(figure(text, 'onrecord_language_model_cost_today')).toBe(0.25);
    expect(figure(text, 'onrecord_language_model_asked')).toBe(1);
    expect(figure(await figuresOf('open', null), 'onrecord_language_model_asked')).toBe(0);
  });
});

describe('figures', () => {
  test('are in the form of Prometheus, with the process and its event loop', async () => {
    const { status: code, type, text } = await get('/metrics');
    expect([code, type]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
    expect(figure(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(figure(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
    for (const line of text.split('\n')) expect(line).toMatch(/^(?:#.*|[a-zA-Z_:][\w:]*(?:\{.*\})? \S+|)$/u);
  });

  test('count questions by outcome and mode, also those that fail, and time the stages', async () => {
    const failing: Partial<App> = { verify: () => Promise.reject(new AppError('QUOTATION_EMPTY', 'empty')) };
    let nowMs = 0;
    const app = observeApp(createFakeApp(failing), telemetry, () => (nowMs += 20));
    const question = { text: 'How many died?', filters: {}, askedOn: '2025-06-01' };
    await app.ask(question, { limit: 4 });
    await app.ask(question, { limit: 4 });
    await app.ask({ ...question, text: 'Who won?' }, { limit: 4 });
    await expect(app.verify('', {})).rejects.toMatchObject({ code: 'QUOTATION_EMPTY' });
    telemetry.stage('embed', 0.004);
    telemetry.tokens('read', 1200);
    const { text } = await get('/metrics');
    const count = (labels: string) => figure(text, `onrecord_question_seconds_count{${labels}}`);
    expect(count('asking="ask",outcome="answer",mode="extractive"')).toBe(2);
    expect(count('asking="ask",outcome="abstention",mode="extractive"')).toBe(1);
    expect(count('asking="verify",outcome="QUOTATION_EMPTY",mode=""')).toBe(1);
    expect(figure(text, 'onrecord_question_seconds_sum{asking="ask",outcome="answer",mode="extractive"}')).toBe(0.04);
    expect(figure(text, 'onrecord_stage_seconds_count{stage="embed"}')).toBe(1);
    expect(figure(text, 'onrecord_tokens_total{direction="read"}')).toBe(1200);
  });

  test('show a run of indexing while it goes on, and how it ended', async () => {
    let before = '';
    let during = '';
    const reindex: App['reindex'] = async ({ onProgress }) => {
      const nothing = { ratePerSecond: null, secondsLeft: null, failures: 0 };
      onProgress?.({ phase: 'reading', done: 0, total: null, ...nothing });
      before = (await get('/metrics')).text;
      onProgress?.({ phase: 'embedding', done: 3, total: 10, ratePerSecond: 23.5, secondsLeft: 180, failures: 2 });
      during = (await get('/metrics')).text;
      return report;
    };
    await observeApp(createFakeApp({ reindex }), telemetry, () => 0).reindex({ full: false });
    expect(figure(during, 'onrecord_reindex_running')).toBe(1);
    expect(figure(during, 'onrecord_reindex_progress_done{phase="embedding"}')).toBe(3);
    expect(figure(during, 'onrecord_reindex_progress_total{phase="embedding"}')).toBe(10);
    expect(figure(during, 'onrecord_reindex_passages_per_second{phase="embedding"}')).toBe(23.5);
    expect(figure(during, 'onrecord_reindex_seconds_left{phase="embedding"}')).toBe(180);
    expect(figure(during, 'onrecord_reindex_failures{phase="embedding"}')).toBe(2);
    expect(figure(before, 'onrecord_reindex_failures{phase="reading"}')).toBe(0);
    expect(before).not.toMatch(/onrecord_reindex_(?:progress_total|passages_per_second|seconds_left)\{/);
    const { text } = await get('/metrics');
    expect(figure(text, 'onrecord_reindex_running')).toBe(0);
    expect(figure(text, 'onrecord_reindex_progress_done{phase="embedding"}')).toBeUndefined();
    expect(figure(text, 'onrecord_reindex_seconds_count{end="done"}')).toBe(1);
  });

  test('go on showing a run while another one is refused', async () => {
    let during = '';
    const reindex: App['reindex'] = async ({ full, onProgress }) => {
      if (full) throw new AppError('INDEX_LOCKED', 'locked');
      onProgress?.({ phase: 'embedding', done: 3, total: 10, ratePerSecond: null, secondsLeft: null, failures: 0 });
      await app.reindex({ full: true }).catch(() => undefined);
      during = (await get('/metrics')).text;
      return report;
    };
    const app = observeApp(createFakeApp({ reindex }), telemetry, () => 0);
    await app.reindex({ full: false });
    expect(figure(during, 'onrecord_reindex_running')).toBe(1);
    expect(figure(during, 'onrecord_reindex_progress_done{phase="embedding"}')).toBe(3);
    expect(figure(during, 'onrecord_reindex_seconds_count{end="INDEX_LOCKED"}')).toBe(1);
    expect(figure((await get('/metrics')).text, 'onrecord_reindex_running')).toBe(0);
  });

  test('tell which process indexes since when, also when it is another one', async () => {
    const writer = { pid: 4711, since: '2025-06-01T10:00:00.000Z' };
    look = async () => toGauges({ ...status, writer });
    const name = 'onrecord_index_writer_since_timestamp_seconds{pid="4711"}';
    expect(figure((await get('/metrics')).text, name)).toBe(Date.parse(writer.since) / 1000);
    look = async () => toGauges(status);
    expect(figure((await get('/metrics')).text, name)).toBeUndefined();
  });

  test('tell the size and age of the index, each source without what its address may hide, and the gateway', async () => {
    const secret = { ...status.sources[1]!, source: 'https://user@packet.example/feed.xml?key=s3cret' };
    look = async () => ({ ...toGauges({ ...status, sources: [status.sources[0]!, secret] }), gateway: 'connecting' });
    const { text } = await get('/metrics');
    expect(figure(text, 'onrecord_index_articles')).toBe(25);
    expect(figure(text, 'onrecord_index_bytes')).toBe(1_234_567);
    expect(figure(text, 'onrecord_index_updated_timestamp_seconds')).toBe(Date.parse(report.finishedAt) / 1000);
    expect(figure(text, 'onrecord_source_failures{source="articles"}')).toBe(1);
    expect(figure(text, 'onrecord_source_failed_tries{source="https://packet.example/feed.xml"}')).toBe(2);
    expect(figure(text, 'onrecord_discord_gateway_ready')).toBe(0);
    expect(text).not.toMatch(/s3cret|user@/u);
  });

  test('come without the index when that cannot be looked up', async () => {
    look = () => Promise.reject(new Error('damaged'));
    const { status: code, text } = await get('/metrics');
    expect(code).toBe(200);
    expect(figure(text, 'onrecord_look_failures_total')).toBe(1);
    expect(figure(text, 'onrecord_index_articles')).toBe(0);
  });
});

describe('everything else', () => {
  test.each(['/', '/metrics/x', '/../etc/passwd', '/healthz%00'])('is not found: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('that would change something is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/metrics', method)).status).toBe(405);
    expect(await get('/healthz', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  test('that is no HTTP leaves the server as it was', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.end('\x16\x03\x01 nonsense\r\n\r\n'));
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.resume();
    });
    expect((await get('/healthz')).status).toBe(200);
  });
});

test('an address that is taken is told with what to set', async () => {
  const { metrics } = createPromMetrics({ look: () => look(), ofProcess: false });
  const parts = { host: '127.0.0.1', port: server.port, metrics, findObstacles: async () => [], log: silent };
  await expect(startHttpServer(parts)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('ONRECORD_HTTP'),
  });
});
