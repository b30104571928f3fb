import { describeSeconds } from './describe.js';

/** What is told of a language model; see `LanguageModelState`. */
interface State {
  model: string;
  circuit: { retryInMs: number | null };
  spent: { tokens: number; cost: number } | null;
  limits: { everyone: { tokens: number | null; cost: number | null } };
}

/**
 * Who writes the answers, whether he is being asked, and what he used today of what he may. `hasUnusedKey`: there is a key, which is said
 * where no model is set.
 */
export function describeLanguageModel(state: State | null, { hasUnusedKey = false } = {}): string {
  if (state === null) {
    const key = hasUnusedKey ? ' (OPENAI_API_KEY is, OPENAI_MODEL is not)' : '';
    return `the articles’ own sentences; no language model is set${key}`;
  }
  const { model, circuit, spent, limits } = state;
  const { tokens, cost } = limits.everyone;
  const of = (limit: string | null): string => (limit === null ? '' : ` of ${limit}`);
  const parts = [model];
  if (circuit.retryInMs !== null)
    parts.push(`left alone because it failed, tried again in ${describeSeconds(circuit.retryInMs / 1000)}`);
  if (spent === null) parts.push('what it used today cannot be read');
  else {
    parts.push(`${count(spent.tokens)}${of(tokens === null ? null : count(tokens))} tokens today`);
    if (spent.cost > 0 || cost !== null)
      parts.push(`cost ${spent.cost.toFixed(2)}${of(cost === null ? null : cost.toFixed(2))}`);
  }
  return parts.join(', ');
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
