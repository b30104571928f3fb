import type { ArticleName } from '../domain/article.js';
import type { Question } from '../domain/answer.js';
import type { Examination } from '../domain/examination.js';
import type { EvaluationCase } from './cases.js';
import { judge, type CaseResult } from './judge.js';
import { createArticleFinder } from './references.js';

/** What is evaluated. */
export interface Evaluated {
  examine(question: Question): Promise<Examination>;
  listArticles(): Promise<readonly ArticleName[]>;
  /** The body of an indexed article. */
  bodyOf(articleId: string): Promise<string>;
}

/**
 * Asks every case, one after the other, and judges what it got, in the order of the cases. The first question is asked once
 * before, so that loading the model is in no time. `today` is the day of cases that do not say when they were asked.
 */
export async function runCases(
  evaluated: Evaluated,
  cases: readonly EvaluationCase[],
  { today, onDone = () => undefined }: { today: string; onDone?: (done: number) => void },
): Promise<CaseResult[]> {
  const findArticles = createArticleFinder(await evaluated.listArticles());
  const bodies = new Map<string, Promise<string>>();
  const bodyOf = (articleId: string): Promise<string> => {
    const known = bodies.get(articleId) ?? evaluated.bodyOf(articleId);
    bodies.set(articleId, known);
    return known;
  };
  const ask = ({ question, askedOn = today }: EvaluationCase): Promise<Examination> =>
    evaluated.examine({ text: question, filters: {}, askedOn });

  const results: CaseResult[] = [];
  if (cases[0] !== undefined) await ask(cases[0]);
  for (const one of cases) {
    results.push(await judge(one, await ask(one), { findArticles, bodyOf }));
    onDone(results.length);
  }
  return results;
}
