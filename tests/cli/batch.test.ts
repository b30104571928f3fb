import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/cli/lines.js';
import { createFakeApp } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

const parseRows = (text: string) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore

describe('a batch', () => {
  test('gives one row for each record, in order and under its id', async () => {
    const stdin = ['{"id":"a","question":"who died"}', '{"id":7,"question":"the cup"}', '{"question":"how many died"}'].join('\n'); // prettier-ignore
    const { exitCode, stdout, stderr } = await runWith(['ask', '--batch'], { stdin });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(parseRows(stdout).map((row) => [row['id'], row['outcome']])).toEqual([
      ['a', 'answer'],
      [7, 'abstention'],
      [undefined, 'answer'],
    ]);
  });

  test('puts an error in the place of a record that cannot be done, goes on, and ends with 1', async () => {
    const stdin = [
      '{"id":1,"question":"who died"}',
      '{"id":2,"question":',
      '',
      '[1]',
      '{"id":3}',
      '{"id":4,"question":""}',
      '{"id":5,"question":"who died","askedOn":"yesterday"}',
      '{"id":6,"question":"who died"}',
    ].join('\r\n');
    const { exitCode, stdout, stderr } = await runWith(['ask', '--batch'], { stdin });
    expect(exitCode).toBe(1);
    expect(stderr).toBe('5 of the records failed; their rows have an "error".\n');
    expect(parseRows(stdout).map((row) => [row['id'], row['outcome'] ?? row['error']])).toEqual([
      [1, 'answer'],
      [undefined, { code: 'CONTENT_MALFORMED', message: expect.stringMatching(/^Line 2: expected a JSON object/) }],
      [undefined, { code: 'CONTENT_MALFORMED', message: expect.stringMatching(/^Line 4: expected .* got "\[1\]"/) }],
      [3, { code: 'CONTENT_MALFORMED', message: 'Line 5: expected a text as "question", got nothing' }],
      [4, { code: 'QUESTION_EMPTY', message: 'Expected a question with words, got none' }],
      [5, { code: 'CONTENT_MALFORMED', message: 'Line 7: expected a day (2025-03-04) as "askedOn", got "yesterday"' }],
      [6, 'answer'],
    ]);
  });

  test('asks each question on the day its record names, and with the filters of the command line', async () => {
    const app = createFakeApp();
    const stdin = '{"question":"a","askedOn":"2021-03-04T10:00:00Z"}\n{"question":"b"}';
    await runWith(['search', '--batch', '--outlet', 'The Packet', '--since', 'last year', '--limit', '3'], {
      app,
      stdin,
    });
    expect(app.asked).toEqual([
      {
        question: { text: 'a', filters: { outlet: 'The Packet', since: '2020-01-01' }, askedOn: '2021-03-04' },
        limit: 3,
      },
      {
        question: { text: 'b', filters: { outlet: 'The Packet', since: '2024-01-01' }, askedOn: '2025-05-14' },
        limit: 3,
      },
    ]);
  });

  test('answers a record before the next one is there', async () => {
    const stdin = new PassThrough();
    const answered = new PassThrough();
    const app = createFakeApp({
      search: async ({ text }) => {
        answered.write(text);
        return [];
      },
    });
    const running = runWith(['search', '--batch'], { app, stdin });
    for (const question of ['one', 'two', 'three']) {
      stdin.write(`${JSON.stringify({ question })}\n`);
      const [seen] = (await once(answered, 'data')) as [Buffer];
      expect(seen.toString()).toBe(question);
    }
    stdin.end();
    expect(parseRows((await running).stdout)).toHaveLength(3);
  });

  test('never takes more records than it has answered, so that an endless stream needs no memory', async () => {
    let answered = 0;
    const ahead: number[] = [];
    const app = createFakeApp({
      search: async () => {
        answered++;
        return [];
      },
    });
    async function* stream() {
      for (let taken = 0; taken < 50; taken++) {
        ahead.push(taken - answered);
        yield '{"question":"who died"}\n';
      }
    }
    await runWith(['search', '--batch'], { app, stdin: stream() });
    expect(ahead).toEqual(Array.from({ length: 50 }, () => 0));
  });

  test('does not take a question as well', async () => {
    const { exitCode, stderr } = await runWith(['ask', '--batch', 'who', 'died']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected --batch without a question, got "who died".');
  });

  test('of nothing is nothing', async () => {
    expect(await runWith(['ask', '--batch'], { stdin: '\n \n' })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
});

describe('the lines of a stream', () => {
  const read = async (chunks: (Uint8Array | string)[], most = 100) => {
    const lines: (string | undefined)[] = [];
    const stream = (async function* () {
      yield* chunks;
    })();
    for await (const line of readLines(stream, most)) lines.push(line);
    return lines;
  };

  test('are the same however the bytes are cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ö', '😀', '\n', '\r\n', ' ') });
    await fc.assert(
      fc.asyncProperty(text, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async (whole, sizes) => {
        const bytes = new TextEncoder().encode(whole);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length;) {
          const size = sizes.next().value as number;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        const expected = whole.split('\n').map((line) => line.replace(/\r$/, ''));
        if (whole === '' || whole.endsWith('\n')) expected.pop();
        expect(await read(chunks, 1000)).toEqual(expected);
      }),
    );
  });

  test('that are too long come as undefined and cost the lines after them nothing', async () => {
    expect(await read(['abc\n', 'x'.repeat(60), 'x'.repeat(60), 'x\nde', 'f\n'])).toEqual(['abc', undefined, 'def']);
    expect(await read(['x'.repeat(101)])).toEqual([undefined]);
  });
});
