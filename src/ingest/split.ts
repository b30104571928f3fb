import type { Span } from '../domain/span.js';
import { paragraphSpans, sentenceSpans } from '../domain/text.js';

/** Changes when the same body would be split differently. */
export const splitterVersion = 'split-1';

/** How long passages are, in tokens of the embedding model without its special ones. */
export interface SplitBudget {
  /** What a passage should come near to. */
  targetTokens: number;
  /** What it never exceeds, unless a single word does. */
  maxTokens: number;
  /**
   * What a cut inside a paragraph costs, in the unit of the squared relative distance from the target: 0.25 is as much as a passage that is half
   * a target too short. So a paragraph is cut when keeping it whole would leave passages that are worse than that.
   */
  insideParagraphCost: number;
}

interface Unit extends Span {
  tokens: number;
  endsParagraph: boolean;
}

/**
 * Splits a body into passages: spans of whole sentences, in order, with nothing but white space between them, that come as
 * near to the target as they can and end where paragraphs end as often as they can. A sentence over the maximum is cut between
 * words. Among all ways to split, the one of least total cost is taken; about 20 sums a sentence.
 */
export function splitPassages(body: string, countTokens: (text: string) => number, budget: SplitBudget): Span[] {
  const units = toUnits(body, countTokens, budget.maxTokens);
  if (units.length === 0) return [];
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= units.length; end++) {
    let tokens = 0;
    let choice = { cost: Infinity, from: end - 1 };
    for (let from = end - 1; from >= 0; from--) {
      tokens += units[from]!.tokens;
      if (tokens > budget.maxTokens && from < end - 1) break;
      const distance = Math.min(tokens - budget.targetTokens, budget.targetTokens) / budget.targetTokens;
      const cost = best[from]!.cost + distance ** 2 + (units[end - 1]!.endsParagraph ? 0 : budget.insideParagraphCost);
      if (cost < choice.cost) choice = { cost, from };
    }
    best.push(choice);
  }
  const passages: Span[] = [];
  for (let end = units.length; end > 0; end = best[end]!.from) {
    passages.unshift({ start: units[best[end]!.from]!.start, end: units[end - 1]!.end });
  }
  return passages;
}

function toUnits(body: string, countTokens: (text: string) => number, maxTokens: number): Unit[] {
  const paragraphEnds = new Set(paragraphSpans(body).map((span) => span.end));
  return (
    sentenceSpans(body)
      .map((span) => ({ ...span, tokens: countTokens(body.slice(span.start, span.end)) }))
      .flatMap((sentence) =>
        sentence.tokens <= maxTokens ? [sentence] : cutBetweenWords(body, sentence, countTokens, maxTokens),
      )
      // A unit that the model has no token for counts as one, so that no passage takes in units without end.
      .map((unit) => ({ ...unit, tokens: Math.max(unit.tokens, 1), endsParagraph: paragraphEnds.has(unit.end) }))
  );
}

function cutBetweenWords(
  body: string,
  sentence: Span,
  countTokens: (text: string) => number,
  maxTokens: number,
): (Span & { tokens: number })[] {
  const pieces: (Span & { tokens: number })[] = [];
  let open: (Span & { tokens: number }) | undefined;
  for (const word of wordSpans(body, sentence)) {
    const tokens = countTokens(body.slice(word.start, word.end));
    if (open !== undefined && open.tokens + tokens <= maxTokens)
      open = { start: open.start, end: word.end, tokens: open.tokens + tokens };
    else {
      if (open !== undefined) pieces.push(open);
      open = { ...word, tokens };
    }
  }
  if (open !== undefined) pieces.push(open);
  return pieces;
}

/** Words by white space; one of more than 200 characters, which no language writes, is cut so that it fits a model. */
function wordSpans(body: string, span: Span): Span[] {
  const words = body.slice(span.start, span.end).matchAll(/\S{1,200}/gu);
  return Array.from(words, (word) => ({
    start: span.start + word.index,
    end: span.start + word.index + word[0].length,
  }));
}
