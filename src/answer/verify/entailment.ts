import type { PreparedPassage } from './prepare.js';
import { checking } from '../../retrieve/tuning.js';
import type { CheckTools, KeptSentence } from './types.js';

/** What is told about a sentence that is removed for it. */
export const notEntailed = 'The entailment model does not read it in the words that it cites.';

/**
 * Whether the words that a sentence cites say it, as far as the model of `tools` can tell; true without a model. Each citation is read
 * by itself under its headline, and several also together; one that says the sentence is enough. One scoring of a few pairs.
 */
export async function isEntailed(
  { text, citations }: KeptSentence,
  passages: readonly PreparedPassage[],
  tools: CheckTools,
): Promise<boolean> {
  if (tools.entails === undefined) return true;
  const cited = citations.map(({ passage, start, end }) => {
    const { text: words, article } = passages[passage]!.given;
    return `${article.title}\n${words.slice(start, end)}`;
  });
  const scores = await tools.entails(text, cited.length > 1 ? [...cited, cited.join('\n')] : cited);
  return scores.some((score) => score >= checking.leastEntailment);
}
