import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSample, type Sample } from './sample.js';
import { checkLine, readLines, type Outcome } from './table.js';

/*
 * Answers as language models write them, right and faulty, over the sample coverage. Anyone can add a line to answers.jsonl: a question, the
 * passages that the model was given, and its sentences with what has to become of each. `npm run bench -- checks` prints the figures by
 * kind of fault.
 */

let sample: Sample;
let outcomes: Outcome[];
let later: Outcome[];
const check = async (file: string): Promise<Outcome[]> => {
  const checked: Outcome[] = [];
  for (const [i, line] of readLines(`tests/answer/verify/${file}`).entries())
    checked.push(...(await checkLine(line, i + 1, sample)));
  return checked;
};
beforeAll(async () => {
  sample = await loadSample();
  outcomes = [...(await check('answers.jsonl')), ...(await check('answers-held-out.jsonl'))];
  later = [];
  for (const file of ['answers-second.jsonl', 'answers-third.jsonl', 'answers-blind.jsonl'])
    later.push(...(await check(file)));
}, 300_000);
afterAll(() => sample.embedder.close());

const share = (of: readonly Outcome[]): number => of.filter(({ isRight }) => isRight).length / of.length;
const faultyOf = (kinds?: readonly string[]): Outcome[] =>
  outcomes.filter(({ sentence }) => sentence.expect !== 'kept' && (kinds?.includes(sentence.kind) ?? true));

describe('of the answers of the table', () => {
  test('no right sentence is lost beyond one in twenty', () => {
    expect(share(outcomes.filter(({ sentence }) => sentence.expect === 'kept'))).toBeGreaterThanOrEqual(0.95);
  });

  test('most faulty ones are removed, or cite what does say it', () => {
    expect(share(faultyOf())).toBeGreaterThanOrEqual(0.95);
  });

  test('of those that were written later and without sight of the rules, fewer are told right, and no fewer than were', () => {
    const isRight = ({ sentence }: Outcome): boolean => sentence.expect === 'kept';
    expect(share(later.filter(isRight))).toBeGreaterThanOrEqual(0.88);
    expect(share(later.filter((outcome) => !isRight(outcome)))).toBeGreaterThanOrEqual(0.81);
  });

  test.each([
    ['citation 0 and 99', 1],
    ['wrong citation', 1],
    ['changed quotation', 1],
    ['invented outlet', 1],
    ['invented name', 1],
    ['invented figure', 1],
    ['obeyed injection', 1],
    ['other language', 1],
    ['links', 1],
    ['outside knowledge', 1],
    ['swapped figure', 0.95],
  ])('sentences with the fault “%s” do not stand as they are: %d of them', (kind, least) => {
    const faulty = faultyOf([kind]);
    expect(faulty.length).toBeGreaterThanOrEqual(3);
    expect(share(faulty)).toBeGreaterThanOrEqual(least);
  });

  test('a sentence that is shown cites words of the passages, never none', () => {
    for (const { checked } of outcomes) {
      if (checked.verdict === 'removed') {
        expect(checked.detail).not.toBe('');
        continue;
      }
      expect(checked.citations.length).toBeGreaterThan(0);
      expect(checked.text).not.toMatch(/https?:|<@|@everyone|@here|\]\(/u);
    }
  });
});
