import { describe, expect, it } from 'vitest';
import type { FoundPassage } from '../../src/domain/answer.js';
import type { Examination } from '../../src/domain/examination.js';
import { compareReports, parseReport } from '../../src/evaluation/compare.js';
import { says, type Indexed } from '../../src/evaluation/expectation.js';
import { judge } from '../../src/evaluation/judge.js';
import { mistakeKinds, worstCases } from '../../src/evaluation/mistakes.js';
import { createArticleFinder } from '../../src/evaluation/references.js';
import { createReport } from '../../src/evaluation/report.js';
import { runCases } from '../../src/evaluation/run.js';
import { createCase, createExamination, createPassage } from './results.js';

const ann = createPassage({ articleId: 'ann', text: 'Ann resigned in May.', outlet: 'Herald' });
const other = createPassage({ articleId: 'other', text: 'Somebody resigned.', outlet: 'Packet' });

const body = 'Ann resigned in May. More followed.\n\nBeatrix came after her, on 5 May.\n\nNothing else was said.';
const bodyOf = async (): Promise<string> => body;
const names = ['ann', 'other', 'wrong'].map((id) => ({
  id,
  title: `Headline of ${id}`,
  titles: [`Headline of ${id}`, `Elsewhere they printed ${id}`],
  urls: [`https://example.org/${id}`, `https://elsewhere.example/${id}`],
}));
const indexed: Indexed = { findArticles: createArticleFinder(names), bodyOf };

describe('a judged question', () => {
  it('has the rank of the first passage that says a fact and is of one of its articles', async () => {
    const elsewhere = createPassage({ articleId: 'wrong', text: 'Ann resigned in May.' });
    const result = await judge(
      createCase({ articles: ['ann'], answer: 'Ann' }),
      createExamination({ passages: [elsewhere, other, ann], answer: 'Ann resigned in May.' }),
      indexed,
    );
    expect(result).toMatchObject({
      passageRank: 3,
      articleRank: 3,
      missed: [],
      articles: 3,
      outlets: 3,
      isRight: true,
    });
  });

  it('counts the rank of an article among articles, and names those not found', async () => {
    const result = await judge(
      createCase({ articles: ['ann', 'missing'], answer: 'Beatrix' }),
      createExamination({ passages: [other, other, ann] }),
      indexed,
    );
    expect(result).toMatchObject({ passageRank: 0, articleRank: 2, articleHits: [false, true], missed: ['missing'] });
  });

  it.each([
    'ann',
    'https://example.org/ann',
    'Headline of a',
    'https://elsewhere.example/ann',
    'Elsewhere they printed a',
  ])('knows an article by %s', async (reference) => {
    const result = await judge(createCase({ articles: [reference] }), createExamination({ passages: [ann] }), indexed);
    expect(result).toMatchObject({ articleRank: 1, passageRank: 1 });
  });

  it('is right when every fact is said in one of its wordings, whatever case and punctuation', async () => {
    const facts = createCase({ articles: ['ann'], answer: [['ANN'], ['on 5 May', 'in “May”']] });
    const outcome = (answer: string) => judge(facts, createExamination({ passages: [ann], answer }), indexed);
    expect((await outcome('Ann resigned in May.')).isRight).toBe(true);
    expect((await outcome('Ann resigned in June.')).isRight).toBe(false);
    expect(says('It cost 3.4 million.', ['3.4 million'])).toBe(true);
    expect(says('Forty', ['four'])).toBe(false);
  });

  it('without facts is right when it cites one of its articles', async () => {
    const examination = createExamination({ passages: [ann], answer: 'Ann resigned in May.' });
    expect((await judge(createCase({ articles: ['ann'] }), examination, indexed)).isRight).toBe(true);
    expect((await judge(createCase({ articles: ['other'] }), examination, indexed)).isRight).toBe(false);
  });

  it('is told by passages where its case names some: found is what shows at least half of one', async () => {
    const text = 'Beatrix came after her, on 5 May.';
    const start = body.indexOf(text);
    const at = (from: number, to: number) =>
      createPassage({ articleId: 'ann', start: from, end: to, text: body.slice(from, to) });
    const rankOf = async (record: object, ...passages: FoundPassage[]) =>
      (await judge(createCase(record), createExamination({ passages }), indexed)).passageRank;
    const byWords = { passages: [{ article: 'ann', text }], answer: 'May' };
    const byPlace = { passages: [{ article: 'Headline of ann', start, end: start + text.length }] };
    for (const record of [byWords, byPlace]) {
      // "May" stands in the first paragraph too, which is not the one that is meant.
      expect(await rankOf(record, at(0, 35), at(start, body.length))).toBe(2);
      expect(await rankOf(record, at(start + 20, body.length))).toBe(0);
      expect(await rankOf(record, at(start + 15, body.length))).toBe(1);
      expect(await rankOf(record, { ...at(start, body.length), articleId: 'other' })).toBe(0);
    }
  });

  it('by passages and without facts is right when it cites one of them', async () => {
    const examination = createExamination({ passages: [ann], answer: 'Ann resigned in May.' });
    const isRight = async (text: string) =>
      (await judge(createCase({ passages: [{ article: 'ann', text }] }), examination, indexed)).isRight;
    expect(await isRight('Ann resigned in May. More followed.')).toBe(true);
    expect(await isRight('Nothing else was said.')).toBe(false);
  });

  it('shows what answers and was not found, in the words of its article', async () => {
    const missedOf = async (record: object, ...passages: FoundPassage[]) =>
      (await judge(createCase(record), createExamination({ passages }), indexed)).missedPassages;
    const facts = { articles: ['other', 'ann'], answer: ['Ann', ['in June', 'on 5 May'], 'nowhere at all'] };
    expect(await missedOf(facts, ann)).toEqual([
      { fact: ['in June', 'on 5 May'], articleId: 'other', title: 'Headline of other', text: 'Beatrix came after her, on 5 May.' }, // prettier-ignore
    ]);
    // What is said across paragraphs is shown with both.
    const [across] = await missedOf({ articles: ['ann'], answer: 'followed. Beatrix' });
    expect(across!.text).toBe('Ann resigned in May. More followed.\n\nBeatrix came after her, on 5 May.');
    const passages = [{ article: 'ann', text: 'Nothing else was said.' }];
    expect(await missedOf({ passages }, ann)).toEqual([
      { fact: null, articleId: 'ann', title: 'Headline of ann', text: 'Nothing else was said.' },
    ]);
  });

  it('names what its case names and the index does not have, which is never found', async () => {
    const passages = [
      { article: 'ann', text: 'Words of nobody.' },
      { article: 'ann', start: 0, end: 5000 },
    ];
    const examination = createExamination({ passages: [ann], answer: 'Ann resigned in May.' });
    const result = await judge(createCase({ articles: ['gone'], passages }), examination, indexed);
    expect(result.unknown).toEqual(['gone', 'ann, “Words of nobody.”', 'ann, 0 to 5000']);
    expect(result).toMatchObject({ passageRank: 0, isRight: false });
    expect(createReport([result]).unknown).toEqual([{ id: 'one', references: result.unknown }]);
  });

  it('comes no nearer than the best list where one headline begins several articles', async () => {
    const examination = createExamination({ passages: [ann, other] });
    const measured = createReport([await judge(createCase({ articles: ['Headline of '] }), examination, indexed)]).all;
    // Three articles begin so, and two are found.
    expect(measured.means.ndcg10).toBeCloseTo((1 + 1 / Math.log2(3)) / (1 + 1 / Math.log2(3) + 1 / 2), 12);
  });

  it('counts citations that are not word for word, and sentences without one', async () => {
    const examination = createExamination({ passages: [ann], answer: 'Ann resigned in May!' });
    const [sentence] = examination.best.sentences;
    const bare: Examination = {
      ...examination,
      outcome: {
        ...examination.outcome,
        sentences: [sentence!, { text: 'And so on.', citations: [] }],
      } as Examination['outcome'],
    };
    expect(await judge(createCase({ articles: ['ann'] }), bare, indexed)).toMatchObject({
      citations: 1,
      verbatim: 0,
      sentences: 2,
      uncited: 1,
    });
  });
});

describe('a run', () => {
  it('asks the cases in order on the day they name, the first once before so that loading is in no time', async () => {
    const asked: string[] = [];
    const done: number[] = [];
    const cases = [
      createCase({ id: 'a', articles: ['ann'], askedOn: '2025-01-02' }),
      createCase({ id: 'b', answerable: false }),
    ];
    const results = await runCases(
      {
        examine: async ({ askedOn }) => {
          asked.push(askedOn);
          return createExamination({ passages: [ann], answer: 'Ann resigned in May.' });
        },
        listArticles: async () => names,
        bodyOf,
      },
      cases,
      { today: '2025-06-01', onDone: (count) => done.push(count) },
    );
    expect(asked).toEqual(['2025-01-02', '2025-01-02', '2025-06-01']);
    expect(results.map((result) => result.case.id)).toEqual(['a', 'b']);
    expect(done).toEqual([1, 2]);
  });
});

const judgeAll = (examined: [record: object, examination: Examination][]) =>
  Promise.all(examined.map(([record, examination]) => judge(createCase(record), examination, indexed)));

const say = 'Ann resigned in May.';
const found = createExamination({ passages: [ann, other], answer: say, confidence: 0.9 });
const withheld = createExamination({ passages: [other, ann], answer: say, isAnswered: false, confidence: 0.4 });
const nothing = createExamination({ confidence: 0.1 });
const mistaken = createExamination({ passages: [other], answer: 'Somebody resigned.', confidence: 0.85 });
const results = judgeAll([
  [{ id: 'found', articles: ['ann'], answer: 'Ann', kind: 'who' }, found],
  [{ id: 'withheld', articles: ['ann'], answer: 'Ann', kind: 'who', trait: 'hard' }, withheld],
  [{ id: 'refused', answerable: false, kind: 'why' }, nothing],
  [{ id: 'mistaken', answerable: false, kind: 'why', trait: 'near miss' }, mistaken],
]);

describe('a report', () => {
  it('has the means of all questions, of each kind and of each trait, over those that have a say', async () => {
    const { all, kinds, traits } = createReport(await results);
    expect(all).toMatchObject({
      questions: 4,
      answerable: 2,
      means: { hits1: 0.5, hits4: 1, mrr10: 0.75, answered: 0.5, right: 0.5, refused: 0.5, abstained: 0.5, wrong: 0.5 },
    });
    expect(kinds.map(({ name, questions }) => [name, questions])).toEqual([
      ['who', 2],
      ['why', 2],
    ]);
    expect(kinds[0]!.means.refused).toBeNull();
    expect(kinds[1]!.means.hits1).toBeNull();
    expect(traits.map(({ name }) => name)).toEqual(['hard', 'near miss']);
  });

  it('says what every setting would have done with the same questions', async () => {
    expect(createReport(await results).settings).toEqual([
      { setting: 'careful', threshold: 0.8, answered: 0.5, refused: 0.5, wrong: 0.5 },
      { setting: 'balanced', threshold: 0.5, answered: 0.5, refused: 0.5, wrong: 0.5 },
      { setting: 'eager', threshold: 0.3, answered: 1, refused: 0.5, wrong: 1 / 3 },
    ]);
  });

  it('measures the risk of withheld answers too, so that the curve reaches all questions', async () => {
    const { curve } = createReport(await results).risk;
    expect(curve.map(({ confidence, risk }) => [confidence, risk])).toEqual([
      [0.9, 0],
      [0.85, 0.5],
      [0.4, 1 / 3],
      [0.1, 0.5],
    ]);
  });

  it('measures how far that risk is above the one of the best order, and how far the confidence is from the truth', async () => {
    const { risk, reliability } = createReport(await results);
    // By hand: risks 0, 1/2, 1/3, 1/2 as they stand; 0, 0, 1/3, 1/2 at best.
    expect(risk.area).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 12);
    expect(risk.excess).toBeCloseTo(1 / 2 / 4, 12);
    expect(reliability.brier).toBeCloseTo((0.1 ** 2 + 0.6 ** 2 + 0.1 ** 2 + 0.85 ** 2) / 4, 12);
  });

  it('counts a wrong answer among the worst cases though its passage stood first, and no right one whose passage stood second', async () => {
    const wrongly = createExamination({ passages: [ann, other], answer: 'Somebody resigned.', confidence: 0.6 });
    const second = createExamination({ passages: [other, ann], answer: say, confidence: 0.9 });
    const { cases } = createReport(
      await judgeAll([
        [{ id: 'wrongly', articles: ['ann'], answer: 'Ann' }, wrongly],
        [{ id: 'second', articles: ['ann'], answer: 'Ann' }, second],
      ]),
    );
    expect(worstCases(cases, 10).map(({ id }) => id)).toEqual(['wrongly']);
  });

  it('puts refusals that were answered first among the worst cases, and leaves good ones out', async () => {
    const worst = worstCases(createReport(await results).cases, 10);
    expect(worst.map(({ id }) => id)).toEqual(['mistaken', 'withheld']);
  });
});

describe('mistakes', () => {
  it('stand by how the question went wrong, the worst first', async () => {
    const unfound = createExamination({ passages: [other], answer: 'Somebody resigned.', confidence: 0.7 });
    const doubted = createExamination({ passages: [ann], answer: say, isAnswered: false, confidence: 0.3 });
    const asked = { articles: ['ann'], answer: 'Ann' };
    const { cases } = createReport(
      await judgeAll([
        [{ id: 'found', ...asked }, found],
        [{ id: 'withheld', ...asked }, withheld],
        [{ id: 'doubted', ...asked }, doubted],
        [{ id: 'unfound', ...asked }, unfound],
        [{ id: 'nothing', ...asked }, nothing],
        [{ id: 'refused', answerable: false }, nothing],
        [{ id: 'mistaken', answerable: false }, mistaken],
        [
          { id: 'surer', answerable: false },
          { ...mistaken, confidence: 0.95 },
        ],
      ]),
    );
    const ids = Object.fromEntries(mistakeKinds.map(({ name, of }) => [name, of(cases).map(({ id }) => id)]));
    expect(ids).toEqual({
      'Answered, to be refused': ['surer', 'mistaken'],
      'Answered otherwise': ['unfound'],
      'Refused, to be answered': ['doubted', 'withheld', 'nothing'],
      'Not found': ['unfound', 'nothing'],
    });
  });
});

describe('two reports', () => {
  it('differ by nothing when they are the same', async () => {
    const report = createReport(await results);
    const { changes, moved, unmatched } = compareReports(report, parseReport(JSON.stringify(report), 'a'));
    expect(changes.length).toBeGreaterThan(5);
    for (const { difference, verdict } of changes) {
      expect(difference).toEqual({ mean: 0, low: 0, high: 0 });
      expect(verdict).toBe('same');
    }
    expect([moved, unmatched]).toEqual([[], []]);
    expect(changes.map(({ measure }) => measure)).toEqual(expect.arrayContaining(['riskArea', 'riskExcess', 'brier']));
  });

  it('are better or worse where the interval leaves out 0, question by question', async () => {
    const many = async (examination: Examination) =>
      createReport(
        await judgeAll(
          Array.from({ length: 30 }, (_, i) => [{ id: `q${i}`, articles: ['ann'], answer: 'Ann' }, examination]),
        ),
      );
    const { changes, moved } = compareReports(await many(withheld), await many(found));
    const verdicts = Object.fromEntries(changes.map(({ measure, verdict }) => [measure, verdict]));
    expect(verdicts).toMatchObject({ hits1: 'better', hits4: 'same', answered: 'better' });
    expect(moved).toHaveLength(30);
    const back = compareReports(await many(found), await many(withheld));
    expect(back.changes.find(({ measure }) => measure === 'hits1')!.verdict).toBe('worse');
  });

  it('leave one changed question of thirty to chance', async () => {
    const cases = (last: Examination) =>
      judgeAll(
        Array.from({ length: 30 }, (_, i) => [
          { id: `q${i}`, articles: ['ann'], answer: 'Ann' },
          i === 29 ? last : withheld,
        ]),
      );
    const { changes } = compareReports(createReport(await cases(withheld)), createReport(await cases(found)));
    expect(changes.find(({ measure }) => measure === 'hits1')!.verdict).toBe('same');
  });

  it('name the questions that only one of them has', async () => {
    const report = createReport(await results);
    const { unmatched, differing } = compareReports(report, { ...report, cases: report.cases.slice(1) });
    expect(unmatched).toEqual(['found']);
    expect(differing).toEqual([]);
  });

  it.each([
    ['question', { question: 'Who else resigned?' }, ['question']],
    ['day', { askedOn: '2025-03-04' }, ['day']],
    ['answer', { answer: ['Beatrix'] }, ['expected answer']],
    ['articles', { articles: ['other'] }, ['articles']],
    ['having an answer at all', { answerable: false, articles: [], answer: [] }, ['whether there is an answer', 'expected answer', 'articles']], // prettier-ignore
  ])('do not compare questions that have the same id and another %s', async (_, changed, what) => {
    const record = { id: 'q', articles: ['ann'], answer: ['Ann'] };
    const same: [object, Examination] = [{ id: 'same', articles: ['ann'], answer: ['Ann'] }, found];
    const before = createReport(await judgeAll([[record, found], same]));
    const after = createReport(await judgeAll([[{ ...record, ...changed }, withheld], same]));
    const { changes, moved, unmatched, differing } = compareReports(before, after);
    expect({ unmatched, differing }).toEqual({ unmatched: ['q'], differing: [{ id: 'q', what }] });
    expect(moved).toEqual([]);
    for (const { questions } of changes) expect(questions).toBe(1);
  });

  it('tell of a change of confidence alone, by figures of all questions: less is better', async () => {
    // Half of the answers are right; in one report they are the surer ones, in the other the less sure ones.
    const sure = async (right: number, wrong: number) =>
      createReport(
        await judgeAll(
          Array.from({ length: 40 }, (_, i) => [
            { id: `q${i}`, articles: ['ann'], answer: 'Ann' },
            i % 2 === 0
              ? createExamination({ passages: [ann], answer: say, confidence: right })
              : createExamination({ passages: [other], answer: 'Somebody resigned.', confidence: wrong }),
          ]),
        ),
      );
    const { changes, moved } = compareReports(await sure(0.6, 0.9), await sure(0.9, 0.6));
    const of = (name: string) => changes.find(({ measure }) => measure === name)!;
    expect(moved).toEqual([]);
    expect(of('hits1')).toMatchObject({ verdict: 'same', difference: { mean: 0 } });
    for (const name of ['riskArea', 'riskExcess', 'brier']) {
      const { verdict, before, after, difference } = of(name);
      expect([name, verdict]).toEqual([name, 'better']);
      expect(difference.mean).toBeCloseTo(after - before, 12);
      expect(difference.low).toBeLessThanOrEqual(difference.mean);
      expect(difference.high).toBeGreaterThanOrEqual(difference.mean);
    }
    const back = compareReports(await sure(0.9, 0.6), await sure(0.6, 0.9));
    expect(back.changes.find(({ measure }) => measure === 'brier')!.verdict).toBe('worse');
  });

  it('of an earlier version, without days and articles, are compared by what they have', async () => {
    const report = createReport(await results);
    const earlier = JSON.stringify(report, (key, value: unknown) =>
      key === 'askedOn' || (key === 'articles' && Array.isArray(value)) ? undefined : value,
    );
    expect(earlier).not.toContain('"articles":[');
    expect(compareReports(parseReport(earlier, 'a'), report)).toMatchObject({
      unmatched: [],
      differing: [],
    });
  });

  it.each(['', '{}', '{"version": 1, "cases": [{}]}', '{"version": 2, "cases": []}'])(
    'are not read from %s',
    (text) => {
      expect(() => parseReport(text, 'r.json')).toThrow('r.json: expected a report of "eval --json"');
    },
  );
});
