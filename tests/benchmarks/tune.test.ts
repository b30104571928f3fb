import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitConfidence, type Observed } from '../../benchmarks/fit-confidence.js';
import { groupedFolds } from '../../benchmarks/grouped-folds.js';
import { searchNumbers, withNumbers, type Trial } from '../../benchmarks/try-numbers.js';
import { renderReliability } from '../../benchmarks/tune-report.js';
import { tuneConfidence, tuneNumbers } from '../../benchmarks/tune-run.js';
import { openSet, type TuneSet } from '../../benchmarks/tune-set.js';
import type { TunedNumber } from '../../benchmarks/tuned-numbers.js';
import { storeFile, findCurrentGeneration } from '../../src/adapters/generations.js';
import { confidenceOf, type Evidence } from '../../src/answer/confidence.js';
import { createRandom } from '../../src/evaluation/statistics.js';
import * as tuning from '../../src/retrieve/tuning.js';
import { createWorkspace, story, type Workspace } from '../e2e/reindex-workspace.js';
import { createFakeEmbedder } from '../fakes/embedder.js';

describe('folds', () => {
  it('hold variants of a question together, also through a third one, and are as equal as that allows', () => {
    const questions = [
      'Why did Ann Poe resign in March?',
      'How many cellos was the school given?',
      'Why did Beth Poe resign in March?',
      'When was the tram opened?',
      'Who found the ballots?',
      'Why did Beth Poe resign in April?',
    ];
    const folds = groupedFolds(questions, 2);
    expect(folds).toEqual(groupedFolds(questions, 2));
    expect([folds[2], folds[5]]).toEqual([folds[0], folds[0]]);
    expect(folds.filter((fold) => fold === 0)).toHaveLength(3);
  });

  it('give every question one, of those there are', () => {
    const folds = groupedFolds(
      Array.from({ length: 23 }, (_, i) => `topic${i} subject${i}`),
      5,
    );
    expect(folds).toHaveLength(23);
    expect(new Set(folds)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

describe('numbers', () => {
  const numbers: TunedNumber[] = [
    { group: 'g', name: 'a', value: 1, doc: '', range: [0, 4] },
    { group: 'g', name: 'b', value: 1, doc: '', range: [0, 4] },
    { group: 'g', name: 'noise', value: 1, doc: '', range: [0, 4] },
  ];
  /** Questions like a at 4 and b at 0; the last one alone likes noise at 4. */
  const worthOf = async (trial: Trial): Promise<number[]> => {
    const { 'g.a': a = 1, 'g.b': b = 1, 'g.noise': noise = 1 } = trial;
    return Array.from({ length: 10 }, (_, i) => 100 + a - b + (i === 9 ? 40 * noise : 0));
  };
  const folds = Array.from({ length: 10 }, (_, i) => i % 5);
  const weights = new Array<number>(10).fill(1);

  it('are put together from what is best alone, and without the fold that a change is for, not made', async () => {
    const { single, best, byFold } = await searchNumbers({ numbers, worthOf, weights, folds });
    expect(single).toContainEqual({ 'g.a': 4 });
    expect(single).toHaveLength(9);
    expect(best).toEqual({ 'g.noise': 4, 'g.a': 4, 'g.b': 0 });
    expect(byFold[4]).toEqual({ 'g.a': 4, 'g.b': 0 });
    expect(byFold[0]).toEqual(best);
  });

  it('stay as they are when nothing is better, and are tried once each', async () => {
    const tried: string[] = [];
    const { best } = await searchNumbers({
      numbers,
      worthOf: async (trial) => {
        tried.push(JSON.stringify(trial));
        return weights.map(() => 5 - Object.keys(trial).length);
      },
      weights,
      folds,
    });
    expect(best).toEqual({});
    expect(tried).toHaveLength(new Set(tried).size);
  });

  it('count a question of a small set more than one of a large one', async () => {
    const forOne = async (trial: Trial): Promise<number[]> => {
      const { 'g.a': a = 1 } = trial;
      return Array.from({ length: 10 }, (_, i) => (i === 0 ? 100 + 10 * a : 100 - 2 * a));
    };
    const first = async (given: number[]): Promise<Trial> =>
      (await searchNumbers({ numbers: numbers.slice(0, 1), worthOf: forOne, weights: given, folds })).best;
    expect(await first(weights)).toEqual({ 'g.a': 0 });
    expect(await first([5, ...new Array<number>(9).fill(0.5)])).toEqual({ 'g.a': 4 });
  });

  it('are in the program while they are tried, and what they were afterwards, whatever happens', async () => {
    const groups = { g: { a: 1, b: 2 } };
    expect(await withNumbers(groups, { 'g.a': 7 }, async () => ({ ...groups.g }))).toEqual({ a: 7, b: 2 });
    await expect(withNumbers(groups, { 'g.b': 7 }, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    expect(groups.g).toEqual({ a: 1, b: 2 });
  });
});

describe('the weights of the confidence', () => {
  const evidence = (togetherness: number, changes: Partial<Evidence> = {}): Evidence => ({
    bestCosine: 0.5,
    passageCoverage: 0.5,
    answerCosine: 0.5,
    nameCoverage: 0.5,
    togetherness,
    typedTogetherness: 0.5,
    knownWords: 1,
    unsaidPremise: null,
    isWithoutTopic: false,
    isSmallTalk: false,
    isFarOff: false,
    isOutsidePeriod: false,
    ...changes,
  });
  const random = createRandom(5);
  const observed = Array.from({ length: 200 }, (_, i): Observed => {
    const togetherness = random();
    return { evidence: evidence(togetherness), isTrue: random() < togetherness, weight: 1, fold: i % 5 };
  });

  it('are found without what a rule decides, which the cross-validated confidence of a question has all the same', () => {
    const before = { ...tuning.confidenceWeights };
    const ruled: Observed[] = Array.from({ length: 40 }, (_, i) => ({
      evidence: evidence(1, { isSmallTalk: true }),
      isTrue: false,
      weight: 1,
      fold: i % 5,
    }));
    const { model, confidences, fitted, area } = fitConfidence([...observed, ...ruled]);
    expect(fitted).toBe(200);
    expect(model).toEqual(fitConfidence(observed).model);
    expect(confidences.slice(200)).toEqual(new Array<number>(40).fill(0));
    expect(area).toBeGreaterThan(0.7);
    expect(tuning.confidenceWeights).toEqual(before);
    // The program itself has other weights again.
    expect(confidenceOf(observed[0]!.evidence)).not.toBe(confidences[0]);
  });

  it('do not know the questions of the fold that is judged by them', () => {
    const isIn = ({ fold }: Observed): boolean => fold === 2;
    const turned = observed.map((one) => (isIn(one) ? { ...one, isTrue: !one.isTrue } : one));
    const [a, b] = [fitConfidence(observed).confidences, fitConfidence(turned).confidences];
    const inFold = (values: readonly number[]) => values.filter((_, i) => isIn(observed[i]!));
    expect(inFold(b)).toEqual(inFold(a));
    expect(b).not.toEqual(a);
  });
});

describe('tuning on a small index', () => {
  let workspace: Workspace;
  let set: TuneSet;
  const topics = ['alder', 'birch', 'cedar', 'dahlia', 'elm', 'fir'];
  /** Questions that are no variants of each other. */
  const questions: ((t: string) => string)[] = [
    (t) => `Where did the ${t} council meet?`,
    (t) => `What is due before the ${t} fair?`,
    (t) => `Who said that the plan costs more than ${t} can pay?`,
    (t) => `In which room was the ${t} vote?`,
    (t) => `Which members of ${t} spoke of part 1?`,
    (t) => `When is the second ${t} hearing on ${t}1 due?`,
  ];
  const refused = [
    'Who won the cup of Ryde?',
    'How old is Quimper?',
    'Why did Sam Orping resign?',
    'What does bread cost?',
  ];
  const today = '2025-06-01';
  let before: { numbers: object; index: Buffer };
  const look = async () => ({
    numbers: structuredClone({ ...tuning }) as object,
    index: readFileSync(storeFile(workspace.dataDir, (await findCurrentGeneration(workspace.dataDir))!)),
  });

  beforeAll(async () => {
    workspace = await createWorkspace();
    workspace.write(
      Object.fromEntries(topics.map((t) => [`news/${t}.md`, `# The ${t} vote of the year\n\n${story(t, 8)}\n`])),
    );
    await workspace.reindex();
    const cases = join(workspace.cwd, 'cases.jsonl');
    const records = [
      ...topics.map((t, i) => ({
        id: t,
        question: questions[i]!(t),
        articles: [`The ${t} vote of`],
        answer: `room ${t}1`,
      })),
      ...refused.map((question) => ({ id: question, question, answerable: false })),
    ];
    writeFileSync(cases, records.map((record) => JSON.stringify(record)).join('\n'));
    before = await look();
    set = await openSet(`${cases}@${workspace.dataDir}`, 'unused', workspace.embedder);
  });
  afterAll(async () => {
    await set.close();
    await workspace.close();
  });

  it('tells what every number does at the ends of its range and what holds in cross-validation, and changes nothing', async () => {
    const lines: string[] = [];
    const numbers: TunedNumber[] = [
      { group: 'ranking', name: 'vectorShare', value: 0.3, doc: '', range: [0, 1] },
      { group: 'answering', name: 'fewestWords', value: 4, doc: '', range: [2, 90] },
      { group: 'ranking', name: 'rerankShare', value: 0.7, doc: '', range: [0, 1] },
      { group: 'checking', name: 'leastCosine', value: 0.3, doc: '', range: [0, 1] },
    ];
    await tuneNumbers([set], numbers, { today, write: (line) => lines.push(line) });
    expect(lines[0]).toMatch(/^as it is: cases \d+\.\d\/100\.0\/100\.0, right \d+\.\d$/);
    expect(lines.filter((line) => line.startsWith('  ranking.vectorShare '))).toHaveLength(3);
    // No sentence has so many words, so that the number has been in the program.
    expect(lines.find((line) => line.includes('answering.fewestWords 90'))).toMatch(/, right 0\.0$/);
    expect(lines[0]).not.toMatch(/right 0\.0$/);
    expect(lines.join('\n')).not.toMatch(/rerankShare|leastCosine/);
    expect(lines.at(-1)).toMatch(/^cross-validated: cases /);
    expect(await look()).toEqual(before);
  });

  it('fits weights, tells what thresholds would do, and draws how far the confidence can be believed', async () => {
    const lines: string[] = [];
    const judgements = await tuneConfidence([set], { today, write: (line) => lines.push(line) });
    expect(lines.join('\n')).toMatch(
      /^confidence: \d+ of 10 questions fitted on.*\n {2}intercept: -?\d+\.\d\d,\n {2}bestCosine: /,
    );
    expect(lines.join('\n')).toContain('% of the others refused');
    expect(judgements.map(({ isHeld }) => isHeld)).toEqual([...topics.map(() => true), false, false, false, false]);
    const svg = renderReliability(judgements);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox=/);
    expect(svg).toMatch(/cases \(10, error 0\.\d{3}\)/);
    expect(svg).toMatch(/<circle /);
    // A legend of several sets has lines of its own below the plot, instead of leaving it at the side.
    const both = renderReliability([
      ...judgements,
      ...judgements.map((one) => ({ ...one, set: 'another set of cases' })),
    ]);
    expect([svg, both].map((text) => /viewBox="0 0 440 (\d+)"/.exec(text)![1])).toEqual(['300', '316']);
    expect(await look()).toEqual(before);
  });

  it('refuses an index of another model', async () => {
    const other = createFakeEmbedder({ model: 'other@1' });
    const cases = join(workspace.cwd, 'cases.jsonl');
    await expect(openSet(`${cases}@${workspace.dataDir}`, 'unused', other)).rejects.toThrow(
      'expected an index of other@1',
    );
    await expect(openSet(cases, join(workspace.cwd, 'none'), other)).rejects.toMatchObject({ code: 'INDEX_MISSING' });
  });
});
