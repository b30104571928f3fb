import { readFileSync } from 'node:fs';
import { checkAnswer } from '../../../src/answer/verify/check-answer.js';
import { createAnswerChecker } from '../../../src/answer/verify/check-answer.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import type { CheckedSentence } from '../../../src/answer/verify/types.js';
import { sha256 } from '../../../src/domain/article.js';
import type { Sample } from './sample.js';

export { checkAnswer };

/** One line of `answers.jsonl`. */
export interface AnswerLine {
  question: string;
  /** A part of the headline and words of the passage, in the order in which the model was given them. */
  passages: [headline: string, words: string][];
  /** The model's answer, sentence by sentence, with what has to become of each: a number is the passage to be cited instead. */
  sentences: { text: string; expect: 'kept' | 'removed' | 'abstains' | number; kind: string }[];
}

/** What became of a sentence of the table. */
export interface Outcome {
  line: number;
  half: 'tuning' | 'held out';
  sentence: AnswerLine['sentences'][number];
  checked: CheckedSentence;
  isRight: boolean;
}

export function readLines(file: string): AnswerLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AnswerLine);
}

/** Which half a line is in: by a hash, so that it stays there when lines are added. */
export function halfOf({ question, passages }: AnswerLine): Outcome['half'] {
  return parseInt(sha256(JSON.stringify([question, passages])).slice(0, 2), 16) % 2 === 0 ? 'tuning' : 'held out';
}

export async function checkLine(line: AnswerLine, number: number, sample: Sample): Promise<Outcome[]> {
  const given = line.passages.map(([headline, words]) => sample.passageWith(headline, words));
  const prepared = await preparePassages(given, sample.tools);
  const checker = createAnswerChecker(prepared, sample.tools, line.question);
  const answer = line.sentences.map(({ text }) => text).join(' ');
  const checked: CheckedSentence[] = [];
  for (let at = 0; at < answer.length; at += 7) checked.push(...(await checker.push(answer.slice(at, at + 7))));
  checked.push(...(await checker.end()));
  if (checked.length !== line.sentences.length)
    throw new Error(
      `Line ${number}: expected ${line.sentences.length} sentences, got ${checked.length}: ${checked.map(({ text }) => text).join(' | ')}`,
    );
  return line.sentences.map((sentence, i) => ({
    line: number,
    half: halfOf(line),
    sentence,
    checked: checked[i]!,
    isRight: isRight(sentence, checked[i]!),
  }));
}

function isRight({ expect }: AnswerLine['sentences'][number], checked: CheckedSentence): boolean {
  if (expect === 'kept') return checked.verdict === 'kept';
  if (expect === 'removed') return checked.verdict === 'removed';
  if (expect === 'abstains') return checked.verdict === 'removed' && checked.reason === 'not-in-passages';
  return checked.verdict === 'kept' && checked.citations.every(({ passage }) => passage === expect - 1);
}
