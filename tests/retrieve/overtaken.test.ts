import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from '../../src/answer/ask.js';
import type { Store } from '../../src/ports.js';
import { retrieve } from '../../src/retrieve/search.js';
import { createCoverage, harbourTown, type TestCoverage } from './small-coverage.js';

/*
 * Another process replaces an article while a question is answered: what was found of it is gone by the time it is read.
 */

let coverage: TestCoverage;
beforeEach(async () => {
  coverage = await createCoverage(harbourTown);
});
afterEach(() => coverage.close());

const clock = (): number => 0;
const question = { text: 'How many stalls were lost in the fire?', filters: {}, askedOn: '2025-05-20' };
const fire = harbourTown.find(({ id }) => id === 'fire')!;
const corrected = { ...fire, body: `A correction.\n\n${fire.body.replace('14 stalls', 'sixteen stalls')}` };

/** The coverage, whose store replaces the article before what `when` says. */
function replacedBefore(when: keyof Store, times: number, skip = 0): TestCoverage {
  let calls = 0;
  const work = coverage.store[when] as (...args: unknown[]) => Promise<unknown>;
  const overtaking = async (...args: unknown[]): Promise<unknown> => {
    calls++;
    // Another text each time, so that what was found before is gone each time.
    if (calls > skip && calls <= skip + times)
      await coverage.put({ ...corrected, body: `${'A correction. '.repeat(calls)}${corrected.body}` });
    return work(...args);
  };
  return { ...coverage, store: { ...coverage.store, [when]: overtaking } };
}

test.each<[string, keyof Store]>([
  ['after it was found', 'getPassages'],
  ['after its passage was read', 'findArticle'],
])('an article that is replaced %s is shown as it is then, and neither twice nor not at all', async (_, when) => {
  const overtaken = replacedBefore(when, 1);
  let searches = 0;
  const passageFrequencies: Store['passageFrequencies'] = (terms) => {
    searches++;
    return coverage.store.passageFrequencies(terms);
  };
  const { passages } = await retrieve({ ...overtaken, store: { ...overtaken.store, passageFrequencies } }, question, {
    count: 3,
    clock,
  });
  // The vectors have heard of it by then, so that once more is enough.
  expect(searches).toBe(2);
  const ofFire = passages.filter(({ articleId }) => articleId === 'fire');
  expect(ofFire.map(({ shown }) => shown.text).join()).toContain('sixteen stalls');
  expect(JSON.stringify(passages)).not.toContain('14 stalls');
  const again = await retrieve(coverage, question, { count: 3, clock });
  expect(passages.map(({ id }) => id)).toEqual(again.passages.map(({ id }) => id));
});

test('where one is replaced again and again, the search ends with what there is besides', async () => {
  const { passages } = await retrieve(replacedBefore('getPassages', 100), question, { count: 3, clock });
  expect(passages.length).toBeGreaterThan(0);
  for (const { articleId } of passages) expect(articleId).not.toBe('fire');
});

test('an answer whose article is replaced at the last moment is INDEX_CHANGED, and not shown', async () => {
  const options = { limit: 1, abstention: 'eager', clock } as const;
  const reads = { count: 0 };
  const findArticle: Store['findArticle'] = (id) => {
    reads.count++;
    return coverage.store.findArticle(id);
  };
  const outcome = await ask({ ...coverage, store: { ...coverage.store, findArticle } }, question, options);
  expect(outcome.citations).toMatchObject([{ articleId: 'fire' }]);
  // The last of the reads is the last look.
  const late = replacedBefore('findArticle', 1, reads.count - 1);
  await expect(ask(late, question, options)).rejects.toMatchObject({ code: 'INDEX_CHANGED' });
});
