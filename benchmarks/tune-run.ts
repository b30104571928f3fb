import { premises, ranking, answering } from '../src/retrieve/tuning.js';
import { fitConfidence } from './fit-confidence.js';
import { groupedFolds } from './grouped-folds.js';
import { searchNumbers, withNumbers, type Trial } from './try-numbers.js';
import { describeScores, describeTrial, renderFit, worthOf, type Judgement, type Score } from './tune-report.js';
import { lookAt, type Look, type TuneSet } from './tune-set.js';
import type { TunedNumber } from './tuned-numbers.js';

export const folds = 5;

/** What is tuned by trying. */
const groups = { ranking, answering, premises };
/** Numbers that change nothing here, and why. */
const withoutEffect: readonly string[] = [
  // Of filters, of which cases have none, and of a graph against an exact search.
  'exactUpTo',
  // Of a reranking or a language model.
  'rerankCandidates',
  'rerankShare',
  'passagesForModel',
  // Of what is shown without an answer.
  'relatedHeadlines',
];

/** The sets' questions one after the other; each set counts as much as any other, whatever its size. */
function weightsOf(sets: readonly TuneSet[]): number[] {
  const all = sets.reduce((sum, { cases }) => sum + cases.length, 0);
  return sets.flatMap(({ cases }) => cases.map(() => all / (sets.length * cases.length)));
}

/** Variants of a question are in one fold, in whichever set they are. */
function foldsOf(sets: readonly TuneSet[]): number[] {
  return groupedFolds(
    sets.flatMap(({ cases }) => cases.map(({ question }) => question)),
    folds,
  );
}

async function lookAtAll(sets: readonly TuneSet[], today: string): Promise<Look[]> {
  const looks: Look[] = [];
  for (const set of sets) looks.push(...(await lookAt(set, today)));
  return looks;
}

/** Tries every number of ranking and answering that has a range, and tells what it came to. Changes nothing. */
export async function tuneNumbers(
  sets: readonly TuneSet[],
  known: readonly TunedNumber[],
  { today, write }: { today: string; write: (line: string) => void },
): Promise<void> {
  const numbers = known.filter(
    ({ group, name }) => ['ranking', 'answering'].includes(group) && !withoutEffect.includes(name),
  );
  const scores = new Map<string, Promise<Score[]>>();
  const scoresOf = (trial: Trial): Promise<Score[]> => {
    const key = JSON.stringify(Object.entries(trial).sort());
    const found =
      scores.get(key) ??
      withNumbers(groups, trial, async () =>
        (await lookAtAll(sets, today)).map(({ set, result: { case: one, passageRank, isRight } }) => ({
          set: set.name,
          case: one,
          passageRank,
          isRight,
        })),
      );
    scores.set(key, found);
    return found;
  };
  write(`as it is: ${describeScores(await scoresOf({}))}`);
  const foldOf = foldsOf(sets);
  const { best, byFold } = await searchNumbers({
    numbers,
    worthOf: async (trial) => {
      const found = await scoresOf(trial);
      if (Object.keys(trial).length === 1) write(`  ${describeTrial(trial)}: ${describeScores(found)}`);
      return found.map(worthOf);
    },
    weights: weightsOf(sets),
    folds: foldOf,
  });
  write(`best for all: ${describeTrial(best)}: ${describeScores(await scoresOf(best))}`);
  const held = [...(await scoresOf({}))];
  for (const [fold, trial] of byFold.entries()) {
    write(`  without fold ${fold + 1}: ${describeTrial(trial)}`);
    (await scoresOf(trial)).forEach((score, i) => {
      if (foldOf[i] === fold) held[i] = score;
    });
  }
  write(`cross-validated: ${describeScores(held)}`);
}

/** Fits the weights of the confidence, tells what they would do, and gives every question with its cross-validated confidence. */
export async function tuneConfidence(
  sets: readonly TuneSet[],
  { today, write }: { today: string; write: (line: string) => void },
): Promise<Judgement[]> {
  const looks = await lookAtAll(sets, today);
  const [weights, foldOf] = [weightsOf(sets), foldsOf(sets)];
  const isHeld = ({ result }: Look): boolean => result.case.isAnswerable && result.passageRank > 0;
  const fit = fitConfidence(
    looks.map((look, i) => ({ evidence: look.evidence, isTrue: isHeld(look), weight: weights[i]!, fold: foldOf[i]! })),
  );
  const judgements = looks.map((look, i): Judgement => {
    const { isRight, answer } = look.result;
    return {
      set: look.set.name,
      // Whatever the confidence, nothing is answered without a sentence.
      confidence: answer === '' ? 0 : fit.confidences[i]!,
      isHeld: isHeld(look),
      isAnswerable: look.result.case.isAnswerable,
      isRight,
    };
  });
  write(renderFit(fit, judgements));
  return judgements;
}
