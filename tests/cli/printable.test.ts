import fc from '../property.js';
import { expect, test } from 'vitest';
import type { App } from '../../src/app.js';
import { toPrintable } from '../../src/cli/printable.js';
import { AppError } from '../../src/errors.js';
import { abstention, answer, article, createFakeApp, passage, report, status } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

/** Sets a title, clears the screen, hides text, moves the cursor, turns the writing direction, rings. */
const hostile = '\u001b]0;owned\u0007\u001b[2J\u001b[8m\u009b1A\r\b\u202egnp\u2066\u007f\u0000\u{e0041}';

/** `value` with something hostile in the middle of every string. */
function poison<T>(value: T): T {
  if (typeof value === 'string') return `${value.slice(0, 3)}${hostile}${value.slice(3)}` as T;
  if (Array.isArray(value)) return value.map(poison) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner)])) as T;
}

/** Only what decides how something is shown stays as it was. */
const hostileApp: Partial<App> = {
  ask: async ({ text }) =>
    text.includes('died')
      ? { ...poison(answer), outcome: 'answer', mode: 'extractive' }
      : { ...poison(abstention), outcome: 'abstention', mode: 'extractive' },
  search: async () => [poison(passage)],
  article: async () => poison(article),
  listSources: async () => poison(status.sources),
  reindex: async () => poison(report),
  status: async () => poison(status),
  doctor: async () => [{ ...poison({ name: 'index', detail: 'old', next: 'reindex' }), verdict: 'fault' }],
};

test.each([
  [['ask', `died ${hostile}`]],
  [['ask', `the cup ${hostile}`]],
  [['ask', '--fresh', 'died']],
  [['search', 'x']],
  [['article', 'x']],
  [['sources']],
  [['sources', 'add', hostile]],
  [['reindex']],
  [['status']],
  [['doctor']],
  [[hostile]],
  [['ask', `--${hostile}`]],
])('nothing that an article, a file name or an argument holds acts on the terminal: %j', async (argv) => {
  const { stdout, stderr } = await runWith(argv, { app: createFakeApp(hostileApp) });
  expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u);
  expect(stdout + stderr).toContain('�');
});

test('neither does an error', async () => {
  const createApp = () => Promise.reject(new AppError('CONFIG_INVALID', hostile, { hint: hostile }));
  const { stderr } = await runWith(['status'], { createApp });
  expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('ordinary text of any script stays as it is', () => {
  const ordinary = 'Zoë said “no” – naïve; 調査 עברית हिन्दी 👩‍👩‍👧‍👦\nnext';
  expect(toPrintable({ deep: [ordinary, 1, null, true] })).toEqual({ deep: [ordinary, 1, null, true] });
});

test('what is printable stays so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printable = toPrintable(text);
      return toPrintable(printable) === printable && !/(?!\n)\p{Cc}/u.test(printable);
    }),
  );
});
