import { valuesToTry, type TunedNumber } from './tuned-numbers.js';

/** Numbers that are tried in place of those of tuning.ts, by "group.name"; the rest stay as they are. */
export type Trial = Readonly<Record<string, number>>;

/** What is searched for. */
export interface Search {
  numbers: readonly TunedNumber[];
  /** What each question is worth with the numbers of a trial; the same questions in the same order at every call. More is better. */
  worthOf(trial: Trial): Promise<readonly number[]>;
  /** How much each question counts. */
  weights: readonly number[];
  /** The fold of each question, from 0. */
  folds: readonly number[];
}

/** What the search came to. */
export interface Found {
  /** Every number tried alone. */
  single: Trial[];
  /** The best numbers for all questions; empty when none is better than what is there. */
  best: Trial;
  /** The best for the questions outside of each fold. */
  byFold: Trial[];
}

/** So many numbers are changed at most. */
const mostChanges = 4;
/** What a change must gain of the total worth to be made: less is one question or none. */
const leastGain = 0.002;

/**
 * Tries both ends and the middle of every number's range by itself, and then puts together, for all questions and for those outside of
 * each fold, what gains most, one number at a time. Three tries a number, and at most some hundred more; tries with the same numbers are made once.
 */
export async function searchNumbers({ numbers, worthOf, weights, folds }: Search): Promise<Found> {
  const known = new Map<string, Promise<readonly number[]>>();
  const tried = (trial: Trial): Promise<readonly number[]> => {
    const key = JSON.stringify(Object.entries(trial).sort());
    const worth = known.get(key) ?? worthOf(trial);
    known.set(key, worth);
    return worth;
  };
  const sum = async (trial: Trial, isMember: (i: number) => boolean): Promise<number> =>
    (await tried(trial)).reduce((total, worth, i) => total + (isMember(i) ? weights[i]! * worth : 0), 0);

  const single = numbers.flatMap((number) =>
    valuesToTry(number).map((value): Trial => ({ [`${number.group}.${number.name}`]: value })),
  );
  for (const trial of single) await tried(trial);

  const climb = async (isMember: (i: number) => boolean): Promise<Trial> => {
    let best: Trial = {};
    let highest = await sum(best, isMember);
    const gains = await Promise.all(
      single.map(async (trial) => ({ trial, gain: (await sum(trial, isMember)) - highest })),
    );
    const hopeful = gains.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain);
    for (const { trial } of hopeful) {
      if (Object.keys(best).length === mostChanges) break;
      const [name] = Object.keys(trial) as [string];
      if (name in best) continue;
      const next = { ...best, ...trial };
      const reached = await sum(next, isMember);
      if (reached > highest * (1 + leastGain)) [best, highest] = [next, reached];
    }
    return best;
  };
  const byFold: Trial[] = [];
  const best = await climb(() => true);
  for (let fold = 0; fold <= Math.max(...folds); fold++) byFold.push(await climb((i) => folds[i] !== fold));
  return { single, best, byFold };
}

/**
 * Runs `work` with the numbers of a trial written into the objects that the program reads at every question, and puts back what they were.
 * The program has no other way to be given them, and needs none.
 */
export async function withNumbers<Result>(
  groups: Readonly<Record<string, object>>,
  trial: Trial,
  work: () => Promise<Result>,
): Promise<Result> {
  const before: [object: Record<string, number>, name: string, value: number][] = [];
  for (const [path, value] of Object.entries(trial)) {
    const [group, name] = path.split('.') as [string, string];
    const object = groups[group] as Record<string, number>;
    before.push([object, name, object[name]!]);
    object[name] = value;
  }
  try {
    return await work();
  } finally {
    for (const [object, name, value] of before.reverse()) object[name] = value;
  }
}
