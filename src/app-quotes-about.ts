import type { Span } from './domain/span.js';
import type { OpenIndex } from './app-index.js';
import { dot } from './domain/vector.js';
import { AppError } from './errors.js';
import type { Embedder, QuoteChoice, StoredQuote } from './ports.js';
import { maxQuestionLength } from './retrieve/question.js';
import { quoting, ranking } from './retrieve/tuning.js';
import { searchForms, stemOf, topicWords, wordsOf } from './retrieve/words.js';

/**
 * The quotes that are about something, most so first. Candidates are quotes with its words and quotes in passages near it in
 * meaning; then each one's own paragraph is compared. (A passage's vector says the same of all quotes in it, and so does a headline;
 * vectors of quotes kept in the index would make a reindex longer for a search that can do without.)
 */
export async function findQuotesAbout(
  { store, vectors, embedder }: OpenIndex & { embedder: Embedder },
  about: string,
  choice: QuoteChoice,
  limit: number,
): Promise<{ quotes: StoredQuote[]; total: number }> {
  requireTopic(about);
  const [asked] = await embedder.embed([about], 'query');
  const terms = topicWords(about);
  const byWords = await store.searchQuotes(terms.flatMap(searchForms), choice, quoting.candidatesPerList);
  const passages = await findPassages(asked!);
  const byMeaning = (await store.quotesInPassages(passages, choice)).slice(0, quoting.candidatesPerList);
  const candidates = [
    ...new Map([...byWords, ...byMeaning.map(({ quote }) => quote)].map((quote) => [quote.id, quote])).values(),
  ];
  const texts = candidates.map((quote) => paragraphOf(quote.article.body, quote));
  const embedded: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += embedder.maxBatch)
    embedded.push(...(await embedder.embed(texts.slice(from, from + embedder.maxBatch), 'passage')));

  const stems = [...new Set(terms.map(stemOf))];
  const fitting = candidates
    .map((quote, i) => {
      const own = new Set(wordsOf(texts[i]!).map(stemOf));
      const share = stems.length === 0 ? 0 : stems.filter((stem) => own.has(stem)).length / stems.length;
      return { quote, relevance: dot(asked!, embedded[i]!) + quoting.wordWeight * share };
    })
    .filter(({ relevance }) => relevance >= quoting.leastRelevance)
    .sort((a, b) => b.relevance - a.relevance || (a.quote.id < b.quote.id ? -1 : 1));
  return { quotes: fitting.slice(0, limit).map(({ quote }) => quote), total: fitting.length };

  async function findPassages(vector: Float32Array): Promise<number[]> {
    const isOpen = choice.speakers === undefined && Object.keys(choice.filters).length === 0;
    if (isOpen) return vectors.nearest(vector, quoting.nearestOfAll).map(({ id }) => id);
    const allowed = await store.passagesWithQuotes(choice);
    if (allowed.size > ranking.exactUpTo)
      return vectors.nearest(vector, quoting.nearestPassages, (id) => allowed.has(id)).map(({ id }) => id);
    return Array.from(await store.getVectors([...allowed]), ([id, other]) => ({ id, score: dot(vector, other) }))
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, quoting.nearestPassages)
      .map(({ id }) => id);
  }
}

/** Longer paragraphs are compared by what stands around the beginning of the quote. */
const longestText = 600;

/** The paragraph that a quote begins in, or what of it is near the quote. */
function paragraphOf(body: string, { start }: Span): string {
  const from = Math.max(body.lastIndexOf('\n', start - 1) + 1, start - longestText / 2);
  const newline = body.indexOf('\n', start);
  return body.slice(from, Math.min(newline === -1 ? body.length : newline, start + longestText)).trim();
}

function requireTopic(about: string): void {
  if (!/[\p{L}\p{N}]/u.test(about)) {
    throw new AppError(
      'QUESTION_EMPTY',
      `Expected words to look for in quotes, got ${JSON.stringify(about.slice(0, 40))}`,
      {
        hint: 'Name what the quotes are to be about, for example: the ferry inquiry.',
      },
    );
  }
  if (about.length > maxQuestionLength) {
    throw new AppError('QUESTION_TOO_LONG', `Expected at most ${maxQuestionLength} characters, got ${about.length}`, {
      hint: 'Say in a few words what the quotes are to be about.',
    });
  }
}
