import { createAnswerChecker } from '../src/answer/verify/check-answer.js';
import { preparePassages } from '../src/answer/verify/prepare.js';
import type { GivenPassage } from '../src/answer/verify/types.js';
import { dot } from '../src/domain/vector.js';
import { answering } from '../src/retrieve/tuning.js';
import { loadSample, type Sample } from '../tests/answer/verify/sample.js';
import { checkLine, halfOf, readLines, type AnswerLine, type Outcome } from '../tests/answer/verify/table.js';
import { median, percentile, timeMs, type Row } from './table.js';

const files = ['answers.jsonl', 'answers-held-out.jsonl'];
/** Written without sight of the rules. The misses of the first two were looked at since then, those of the last never: it tells what to expect. */
const laterFiles = {
  'second table': 'answers-second.jsonl',
  'third table': 'answers-third.jsonl',
  'blind table': 'answers-blind.jsonl',
};
const sentencesOfAnswer = 8;

/**
 * What the checks of a language model's answers let through and take away, over the tables of tests/answer/verify: all of it, the half
 * that nothing was tuned on, and by kind of sentence. And what checking costs, with the passages embedded before and as many of them as an
 * answer is written from; each sentence of the answer is embedded within the time.
 */
export async function benchChecking(): Promise<Row[]> {
  const sample = await loadSample();
  const read = (file: string): AnswerLine[] => readLines(`tests/answer/verify/${file}`);
  const lines = files.flatMap(read);
  const outcomes = await checkLines(lines, sample);
  const later: Row[] = [];
  const laterByKind: Row[] = [];
  for (const [name, file] of Object.entries(laterFiles)) {
    const checked = await checkLines(read(file), sample);
    later.push({ question: `${name}, faulty sentences`, figure: share(checked.filter(isFaulty)), bar: '' });
    later.push({ question: `${name}, right sentences`, figure: share(checked.filter(isRight)), bar: '' });
    laterByKind.push(...byKind(checked.filter(isFaulty), `${name}, fault`));
    laterByKind.push(...byKind(checked.filter(isRight), `${name}, right`));
  }
  const cost = await timeAnswers(lines, sample);
  await sample.embedder.close();
  const heldOut = outcomes.filter(({ half }) => half === 'held out');
  return [
    ...sum('faulty sentences removed or re-cited', isFaulty, outcomes, heldOut, '95 %'),
    ...sum('right sentences kept', isRight, outcomes, heldOut, '95 %'),
    ...later,
    ...byKind(outcomes.filter(isFaulty), 'fault'),
    ...byKind(outcomes.filter(isRight), 'right'),
    ...laterByKind,
    {
      question: `checking ${sentencesOfAnswer} sentences against ${answering.passagesForModel} passages, p50 / p95`,
      figure: `${median(cost).toFixed(1)} / ${percentile(cost, 0.95).toFixed(1)} ms`,
      bar: '50 ms',
    },
  ];
}

async function checkLines(lines: readonly AnswerLine[], sample: Sample): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [i, line] of lines.entries()) outcomes.push(...(await checkLine(line, i + 1, sample)));
  return outcomes;
}

const isRight = ({ sentence }: Outcome): boolean => sentence.expect === 'kept';
const isFaulty = (outcome: Outcome): boolean => !isRight(outcome);

function sum(
  question: string,
  of: (outcome: Outcome) => boolean,
  outcomes: readonly Outcome[],
  heldOut: readonly Outcome[],
  bar: string,
): Row[] {
  return [
    { question, figure: share(outcomes.filter(of)), bar },
    { question: `${question}, half not tuned on`, figure: share(heldOut.filter(of)), bar: '' },
  ];
}

function byKind(outcomes: readonly Outcome[], what: string): Row[] {
  const kinds = [...new Set(outcomes.map(({ sentence }) => sentence.kind))].sort();
  return kinds.map((kind) => ({
    question: `${what}: ${kind}`,
    figure: share(outcomes.filter(({ sentence }) => sentence.kind === kind)),
    bar: '',
  }));
}

function share(outcomes: readonly Outcome[]): string {
  const right = outcomes.filter((outcome) => outcome.isRight).length;
  return `${right} of ${outcomes.length} (${((100 * right) / outcomes.length).toFixed(1)} %)`;
}

/** The passages of a line, and those nearest to its question until there are as many as a model gets. */
async function givePassages({ question, passages }: AnswerLine, sample: Sample): Promise<GivenPassage[]> {
  const given = passages.map(([headline, words]) => sample.passageWith(headline, words));
  const others = sample.passages.filter((passage) => !given.includes(passage));
  const [asked, ...vectors] = await sample.tools.embed([question, ...others.map(({ text }) => text)]);
  const nearest = others
    .map((passage, i) => ({ passage, similarity: dot(asked!, vectors[i]!) }))
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ passage }) => passage);
  return [...given, ...nearest].slice(0, answering.passagesForModel);
}

/** Milliseconds for each answer; its own sentences, over and over until there are enough. */
async function timeAnswers(lines: readonly AnswerLine[], sample: Sample): Promise<number[]> {
  const times: number[] = [];
  for (const line of lines.filter((one) => halfOf(one) === 'held out')) {
    const prepared = await preparePassages(await givePassages(line, sample), sample.tools);
    const texts = line.sentences.map(({ text }) => text);
    const answer = Array.from({ length: sentencesOfAnswer }, (_, i) => texts[i % texts.length]).join(' ');
    const tools = { ...sample.tools, embed: (texts: readonly string[]) => sample.embedder.embed(texts, 'passage') };
    const checker = createAnswerChecker(prepared, tools, line.question);
    times.push(
      await timeMs(async () => {
        await checker.push(answer);
        await checker.end();
      }),
    );
  }
  return times;
}
