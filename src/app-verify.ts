import { contextOf, originOf } from './app-found-quote.js';
import type { NameBook } from './app-name-book.js';
import { chooseByName, matchSurely } from './app-speaker-names.js';
import type { Article } from './domain/article.js';
import { foldName } from './domain/fold.js';
import type { Claim, QuotationMatch, Verification } from './domain/found-quote.js';
import type { Speaker } from './domain/quote.js';
import { AppError } from './errors.js';
import type { Store, StoredQuote } from './ports.js';
import { foldTypography } from './domain/typography.js';
import { verifyQuotation, type PrintedMatch, type PrintedWords, type Verdict } from './quotes/verify.js';
import { isStopWord } from './retrieve/words.js';

/** As long as the longest message in Discord; `verifyQuotation` compares 400 words, which this hardly ever exceeds. */
export const maxQuotationLength = 2000;
/** Passages that each of the searches for candidates brings, and articles that are compared in the end. */
const passagesPerSearch = 40;
const mostArticles = 60;
const rarestWords = 10;
/** Runs of three words find what rare words do not: a quotation of common words, and the parts of a splice. */
const runLength = 3;
const mostRuns = 40;
/** The article's text is shown rather than a quote when it is nearer to the quotation by this much. */
const textMargin = 0.1;

/**
 * Compares a quotation with the quotes of the coverage, and then with the text of its articles, since an article may have the
 * words without saying that anyone said them. Candidates come from the lexical index, so the cost hardly depends on the size of the
 * coverage. "Exact" is what `verifyQuotation` calls so.
 */
export async function verifyInCoverage(
  { store, names }: { store: Store; names: (store: Store) => Promise<NameBook> },
  quotation: string,
  by?: string,
): Promise<Verification> {
  requireQuotation(quotation);
  const claim = by === undefined ? null : readClaim(await names(store), by);
  const claimed = claim?.speakers.map(({ id }) => id);
  const { quotes, articles } = await findCandidates(store, quotation, claimed);
  const options = claimed === undefined ? {} : { by: claimed };
  const compare = (printed: readonly PrintedWords[]): Verdict => verifyQuotation(quotation, printed, options);

  const inQuotes = compare(quotes.map(toPrintedQuote));
  const inText = inQuotes.verdict === 'exact' ? undefined : compare(articles.map(toPrintedText));
  const toMatch = createMatcher(quotes, articles);
  const head = { quotation, claim, searched: { articles: (await store.totals()).articles } };
  const verdict = chooseVerdict(inQuotes, inText);
  switch (verdict.verdict) {
    case 'exact':
      return { ...head, verdict: 'exact', matches: sortMatches(verdict.matches.map(toMatch)) };
    case 'altered':
      return { ...head, ...verdict, match: toMatch(verdict.match) };
    case 'spliced':
      return {
        ...head,
        verdict: 'spliced',
        parts: verdict.parts.map(({ asked, match }) => ({ asked, match: toMatch(match) })),
      };
    case 'not-found':
      return { ...head, verdict: 'not-found' };
  }
}

function requireQuotation(quotation: string): void {
  if (!/[\p{L}\p{N}]/u.test(quotation)) {
    throw new AppError(
      'QUOTATION_EMPTY',
      `Expected a quotation in words, got ${JSON.stringify(quotation.slice(0, 40))}`,
      {
        hint: 'Give the words as they are said to have been spoken.',
      },
    );
  }
  if (quotation.length > maxQuotationLength) {
    throw new AppError(
      'QUOTATION_TOO_LONG',
      `Expected at most ${maxQuotationLength} characters, got ${quotation.length}`,
      {
        hint: 'Check it in parts.',
      },
    );
  }
}

/** From here on a name has the surname or another whole part of the speaker's, without a slip; see `findSpeakers`. */
const leastForClaim = 0.82;

/** Whoever may be meant: a name that fits several is right when any of them said the words. */
function readClaim({ speakers }: NameBook, name: string): Claim {
  const sure = matchSurely(name, speakers).filter(({ score }) => score >= leastForClaim - 0.001);
  const matches = sure.length > 0 ? sure : chooseByName(name, speakers);
  return { name, speakers: matches.map(({ speaker }) => speaker) };
}

async function findCandidates(
  store: Store,
  quotation: string,
  claimed: readonly string[] | undefined,
): Promise<{ quotes: StoredQuote[]; articles: Article[] }> {
  const words = foldName(foldTypography(quotation).folded).split(' ').filter(Boolean);
  const runs = spread(
    words.slice(0, Math.max(1, words.length - runLength + 1)).map((_, i) => words.slice(i, i + runLength).join(' ')),
    mostRuns,
  );
  const unique = [...new Set(words)];
  const topical = unique.filter((word) => !isStopWord(word));
  const asked = topical.length > 0 ? topical : unique;
  const frequencies = await store.passageFrequencies(asked);
  const rare = asked
    .map((word, i) => ({ word, count: frequencies[i]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, rarestWords)
    .map(({ word }) => word);

  const options = { count: passagesPerSearch, filters: {}, headlineWeight: 0 };
  const hits = [...(await store.lexicalSearch(runs, options)), ...(await store.lexicalSearch(rare, options))];
  const passages = await store.getPassages(hits.map(({ id }) => id));
  const terms = [...runs, ...rare];
  const spoken = await store.searchQuotes(terms, { filters: {} }, passagesPerSearch);
  const byClaimed =
    claimed === undefined || claimed.length === 0
      ? []
      : await store.searchQuotes(terms, { speakers: claimed, filters: {} }, passagesPerSearch);
  const ids = [
    ...new Set([
      ...byClaimed.slice(0, mostArticles / 3).map(({ article }) => article.id),
      ...spoken.slice(0, mostArticles / 3).map(({ article }) => article.id),
      ...passages.map(({ articleId }) => articleId),
    ]),
  ].slice(0, mostArticles);
  const articles = await Promise.all(ids.map((id) => store.findArticle(id)));
  return { quotes: await store.quotesOf(ids), articles: articles.filter((article) => article !== undefined) };
}

/** At most `count` of the items, evenly from first to last. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!);
}

// Told apart by how they begin, since an article may have any id.
const quoteRef = (id: string): string => `quote ${id}`;
const textRef = (id: string): string => `text ${id}`;

function toPrintedQuote({ id, article, segments, speaker }: StoredQuote): PrintedWords {
  return {
    ref: quoteRef(id),
    stretches: segments.map(({ start, end }) => ({ text: article.body.slice(start, end), start })),
    speakerId: speaker?.id ?? null,
  };
}

function toPrintedText({ id, body }: Article): PrintedWords {
  return { ref: textRef(id), stretches: [{ text: body, start: 0 }], speakerId: null };
}

function chooseVerdict(inQuotes: Verdict, inText: Verdict | undefined): Verdict {
  if (inText === undefined || inText.verdict === 'not-found') return inQuotes;
  if (inText.verdict === 'exact') return inText;
  if (inQuotes.verdict === 'not-found') return inText;
  const isNearer =
    inQuotes.verdict === 'altered' &&
    inText.verdict === 'altered' &&
    inText.similarity > inQuotes.similarity + textMargin;
  return isNearer ? inText : inQuotes;
}

/** Gives each match its quote and article back. */
function createMatcher(quotes: readonly StoredQuote[], articles: readonly Article[]) {
  const quoteById = new Map(quotes.map((quote) => [quoteRef(quote.id), quote]));
  const articleById = new Map(articles.map((article) => [textRef(article.id), article]));
  return ({ ref, spans, by }: PrintedMatch): QuotationMatch => {
    const quote = quoteById.get(ref);
    const article = quote?.article ?? articleById.get(ref)!;
    const start = spans[0]!.start;
    const end = spans[spans.length - 1]!.end;
    const speaker: Speaker | null = quote?.speaker ?? null;
    return {
      ...originOf(article),
      where: quote === undefined ? 'text' : 'quote',
      quoteId: quote?.id ?? null,
      speaker,
      by,
      text: article.body.slice(start, end),
      start,
      end,
      spans,
      context: contextOf(article.body, { start, end }),
    };
  };
}

const order = { claimed: 0, unclaimed: 1, unknown: 2, other: 3 };

/** Those by the claimed speaker first, then the oldest, because who printed the words first is what a checker looks for. */
function sortMatches(matches: QuotationMatch[]): QuotationMatch[] {
  const day = (match: QuotationMatch): string => match.publishedAt ?? '9999';
  return matches.sort(
    (a, b) => order[a.by] - order[b.by] || (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a.start - b.start),
  );
}
