import { describe, expect, test } from 'vitest';
import { createPinoLog } from '../../src/adapters/pino-log.js';

function createRecordedLog(level: 'info' | 'debug' = 'info', secrets: string[] = []) {
  const lines: string[] = [];
  const log = createPinoLog({ level, secrets, write: (line) => lines.push(line) });
  return { log, lines };
}

describe('the log', () => {
  test('is a line of JSON for each thing that happened, with its level, time and fields', () => {
    const { log, lines } = createRecordedLog();
    log.child({ request: 'r1' }).warn({ missing: ['Embed Links'] }, 'Permissions are missing');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\n$/);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      request: 'r1',
      missing: ['Embed Links'],
      msg: 'Permissions are missing',
    });
  });

  test('leaves out what is below its level', () => {
    const { log, lines } = createRecordedLog('info');
    log.debug({}, 'detail');
    expect(lines).toEqual([]);
  });

  test('writes an error with its causes', () => {
    const { log, lines } = createRecordedLog();
    log.error({ error: new Error('outer', { cause: new TypeError('inner') }) }, 'Failed');
    const { error } = JSON.parse(lines[0]!) as { error: { message: string; stack: string; cause: { type: string } } };
    expect(error).toMatchObject({ message: 'outer', cause: { type: 'TypeError', message: 'inner' } });
    expect(error.stack).toContain('pino-log.test');
  });

  test('never holds a secret, wherever it turns up', () => {
    const { log, lines } = createRecordedLog('debug', ['MTIz.abc.def', 'sk-key', '']);
    const error = new Error('401 for MTIz.abc.def');
    log.error({ error, headers: { authorization: 'Bot MTIz.abc.def' }, list: ['sk-key'] }, 'Refused sk-key');
    expect(lines.join('')).not.toMatch(/MTIz\.abc\.def|sk-key/);
    expect(lines.join('')).toContain('[secret]');
  });

  test('never holds a secret that JSON has to escape, also within JSON in an error', () => {
    const secret = 'q8z"x7\\wörd\t1';
    const { log, lines } = createRecordedLog('debug', [secret]);
    const inner = JSON.stringify({ key: secret });
    log.error({ key: secret, error: new Error(`refused ${inner}: ${JSON.stringify({ inner })}`) }, `Refused ${secret}`);
    log.info({ url: `https://wire.example/${encodeURIComponent(secret)}` }, 'Asked');
    for (const part of ['q8z', 'x7', 'wörd', '%C3%B6rd']) expect(lines.join('')).not.toContain(part);
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(['object', 'object']);
  });

  test('never holds credentials of an address', () => {
    const { log, lines } = createRecordedLog();
    const source = 'https://ada:pa55@wire.example/feed.xml?key=s3cret';
    log.warn({ source, error: new Error(`Expected a feed at ${source}`) }, `Looking after ${source}`);
    expect(lines[0]).not.toMatch(/pa55|s3cret/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ source: 'https://[secret]@wire.example/feed.xml?key=[secret]' });
  });

  test('never holds the token of an interaction', () => {
    const { log, lines } = createRecordedLog();
    const url = 'https://discord.com/api/v10/webhooks/123/aW50ZXJh.Y3Rpb24-_x/messages/@original';
    log.error({ error: Object.assign(new Error('Unknown interaction'), { url, code: 10062 }) }, 'Late');
    expect(lines[0]).toContain('/webhooks/123/[token]/messages/@original');
  });
});
