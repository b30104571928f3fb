import { checkSentence, noContext, type Context } from './check-sentence.js';
import { nameWords } from './names.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { createAnswerReader } from './read-answer.js';
import type { CheckedSentence, CheckTools, KeptSentence, ModelSentence, RemovedSentence } from './types.js';

/** What is left of an answer. */
export interface CheckedAnswer {
  /** In order; empty when the answer is an abstention. */
  kept: KeptSentence[];
  removed: RemovedSentence[];
  /** Whether the model itself said that the passages do not tell. */
  saysNotInPassages: boolean;
}

/** Checks an answer as it arrives. */
export interface AnswerChecker {
  /** Takes the next stretch of the answer, cut anywhere; what was decided about the sentences that are now complete, in order. */
  push(chunk: string): Promise<CheckedSentence[]>;
  /** Decides about what is left; afterwards `result` is whole. */
  end(): Promise<CheckedSentence[]>;
  readonly result: CheckedAnswer;
}

/**
 * A checker of one answer against the passages that the model was given. Sentences are checked one after the other, because "she" means
 * whom the sentence before named, or the question. "Last year" counts from the ISO day `askedOn`. Calls must not overlap.
 */
export function createAnswerChecker(
  passages: readonly PreparedPassage[],
  tools: CheckTools,
  question = '',
  askedOn: string | null = null,
): AnswerChecker {
  const reader = createAnswerReader();
  const result: CheckedAnswer = { kept: [], removed: [], saysNotInPassages: false };
  let context: Context = noContext;
  const checkAll = async (sentences: readonly ModelSentence[]): Promise<CheckedSentence[]> => {
    const decided: CheckedSentence[] = [];
    for (const sentence of sentences) {
      const { checked, read } = await checkSentence(sentence, passages, tools, context, askedOn);
      context = contextAfter(context, checked, read, nameWords(question));
      if (checked.verdict === 'kept') result.kept.push(checked);
      else {
        result.removed.push(checked);
        result.saysNotInPassages ||= checked.reason === 'not-in-passages';
      }
      decided.push(checked);
    }
    return decided;
  };
  return {
    push: (chunk) => checkAll(reader.push(chunk)),
    end: () => checkAll(reader.end()),
    result,
  };
}

/** Checks an answer that is complete. */
export async function checkAnswer(
  answer: string,
  passages: readonly PreparedPassage[],
  tools: CheckTools,
  question = '',
  askedOn: string | null = null,
): Promise<CheckedAnswer> {
  const checker = createAnswerChecker(passages, tools, question, askedOn);
  await checker.push(answer);
  await checker.end();
  return checker.result;
}

/** Whom the question names is not lost with a sentence: a reader has the question before him. */
function contextAfter(
  context: Context,
  checked: CheckedSentence,
  { names, tokens }: ReadSentence,
  asked: readonly string[],
): Context {
  // A place or an outlet is nobody whom "she" could stand for.
  const subject =
    names.find(
      ({ from }) =>
        !tokens[from]!.quoted && !/^(?:in|at|of|to|from|on|near|for|by|with|the)$/u.test(tokens[from - 1]?.key ?? ''),
    ) ?? null;
  if (checked.verdict === 'kept') return { antecedent: subject ?? context.antecedent, lost: null };
  const isAsked = subject !== null && asked.includes(subject.words.at(-1)!);
  return { antecedent: context.antecedent, lost: isAsked ? context.lost : (subject ?? context.lost) };
}
