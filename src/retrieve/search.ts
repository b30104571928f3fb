import type { FoundPassage, Question, Searched } from '../domain/answer.js';
import { byScore } from '../domain/order.js';
import type { Span } from '../domain/span.js';
import { dot } from '../domain/vector.js';
import type { Embedder, LexicalHit, PairScorer, Store, StoredPassage } from '../ports.js';
import { weaknessOf, weighTerms, type WeightedTerm } from './evidence.js';
import type { LiveVectors } from './live-vectors.js';
import { parseQuestion, type ParsedQuestion } from './question.js';
import { createWordReader, rankCandidates, takeInTurn, type Candidate, type Ranked } from './rank.js';
import { readOn } from './read-on.js';
import { rerank } from './rerank.js';
import { splitQuestion } from './split-question.js';
import { ranking, type RankingNumbers } from './tuning.js';
import { searchForms, stemOf } from './words.js';

/** What a search works on. */
export interface Coverage {
  store: Store;
  vectors: LiveVectors;
  embedder: Embedder;
  /** Orders the best passages anew; without one they stay as words and vectors order them. */
  reranker?: PairScorer;
  /** Says how much words say what a sentence states; without one, sentences are checked by rules alone. */
  entailment?: PairScorer;
}

/** Milliseconds that the steps of one search took. */
export interface SearchTimes {
  embedMs: number;
  lexicalMs: number;
  vectorMs: number;
  rankMs: number;
}

type FoundCandidate = Candidate & { passage: StoredPassage; article: FoundPassageDetails };
/** A passage in its place; `shown` is the passage with what follows it. */
export type RetrievedPassage = Ranked<FoundCandidate> & { shown: Span & { text: string } };
type FoundPassageDetails = Pick<FoundPassage, 'url' | 'title' | 'outlet' | 'authors' | 'publishedAt'>;

/** What a search found, with what the answer needs to know of it. */
export interface Retrieval {
  question: ParsedQuestion;
  searched: Searched;
  /** Those that are no repeats, best first. */
  passages: RetrievedPassage[];
  /** The question's words with what each says. */
  terms: WeightedTerm[];
  /** How little those words tell one passage from another, 0..1; see `weaknessOf`. */
  weakness: number;
  /** In how many passages each of `question.terms` occurs. */
  frequencies: number[];
  /** The highest cosine of any candidate; 0 without candidates. */
  bestCosine: number;
  times: SearchTimes;
}

/**
 * Finds the passages for a question: by words (BM25 over headline and passage) and by vector, within the filters, fused and
 * ordered by `rankCandidates`, and anew by the coverage's reranker where it has one; the best `count` of them. `numbers` are those of `tuning.ts` unless other ones are tried. One embedding and a few queries; no passage is read that is not a
 * candidate.
 */
export async function retrieve(coverage: Coverage, asked: Question, options: RetrieveOptions): Promise<Retrieval> {
  for (let tries = 1; ; tries++) {
    const { retrieval, isOvertaken } = await retrieveOnce(coverage, asked, options);
    if (!isOvertaken || tries === mostTries) return retrieval;
    await coverage.vectors.refresh();
  }
}

interface RetrieveOptions {
  count: number;
  clock: () => number;
  numbers?: RankingNumbers;
}

/**
 * How often is searched, when another process replaces an article between its being found and its being read: what it was is gone, and what
 * it is now has not been found. One time more is enough as long as not everything changes all the time.
 */
const mostTries = 5;

async function retrieveOnce(
  coverage: Coverage,
  asked: Question,
  { count, clock, numbers = ranking }: RetrieveOptions,
): Promise<{ retrieval: Retrieval; isOvertaken: boolean }> {
  const { store, embedder, reranker } = coverage;
  let isOvertaken = false;
  const overtake = (): void => {
    isOvertaken = true;
  };
  const outlets = (await store.listOutlets()).map(({ outlet }) => outlet);
  const { newest: newestOfAll, passages: passagesOfAll } = await store.totals();
  const question = parseQuestion(asked, { outlets, newest: newestOfAll });
  const { filters } = question;

  const candidatesPerList = Math.max(numbers.candidatesPerList, count);

  const started = clock();
  const [queryVector] = await embedder.embed([question.text], 'query');
  const embedded = clock();
  const frequencies = await store.passageFrequencies(question.terms);
  const words = await searchWords(question.terms);
  const searchedWords = clock();
  const allowed = await store.matchingPassages(filters);
  const nearest = await nearestPassages(coverage, queryVector!, allowed);
  const cosines = new Map(nearest.map(({ id, score }) => [id, score]));
  await addCosines(words);
  const searchedVectors = clock();

  const loaded = new Map<number, StoredPassage & { article: FoundPassageDetails }>();
  const wordReader = createWordReader();
  const candidates = await loadCandidates(words);
  const terms = weighTerms(question.terms, frequencies, passagesOfAll);
  const weakness = weaknessOf(terms, passagesOfAll, numbers.rareWord);
  const { askedOn, period, newestDay } = question;
  // Twice as many, because some will be shown with others.
  const most = Math.max(2 * count, reranker === undefined ? 0 : numbers.rerankCandidates);
  const whole = rankCandidates({ askedOn, period, newestDay, terms, weakness }, candidates, numbers, most, wordReader);
  const parts: (typeof whole)[] = [];
  for (const part of splitQuestion(question, numbers)) parts.push(await rankPart(part));
  const fused = parts.length === 0 ? whole : takeInTurn([whole, ...parts], numbers, most, wordReader);
  const ranked = reranker === undefined ? fused : await rerank(reranker, question.text, fused, numbers);
  const passages = await showPassages(store, ranked, count, numbers, overtake);
  const { articles, newest } = await store.countMatching(filters);
  const retrieval = {
    question,
    searched: { question: question.text, filters, articles, newest },
    passages,
    terms,
    weakness,
    frequencies,
    bestCosine: Math.max(0, ...cosines.values()),
    times: {
      embedMs: embedded - started,
      lexicalMs: searchedWords - embedded,
      vectorMs: searchedVectors - searchedWords,
      rankMs: clock() - searchedVectors,
    },
  };
  return { retrieval, isOvertaken };

  async function searchWords(topic: readonly string[]): Promise<LexicalHit[]> {
    const { headlineWeight } = numbers;
    const telling = topic.filter((term) => isTelling(frequencies[question.terms.indexOf(term)]!));
    // Words of most passages order hardly anything, and finding every passage of them is most of what a search costs.
    const searched = telling.length < 2 ? topic : telling;
    return store.lexicalSearch(searched.flatMap(searchForms), { count: candidatesPerList, filters, headlineWeight });
  }

  function isTelling(frequency: number): boolean {
    return frequency > 0 && frequency <= numbers.commonShare * passagesOfAll;
  }

  async function addCosines(hits: readonly LexicalHit[]): Promise<void> {
    const unscored = hits.map(({ id }) => id).filter((id) => !cosines.has(id));
    for (const [id, vector] of await store.getVectors(unscored)) cosines.set(id, dot(queryVector!, vector));
  }

  /** What the vectors found, and these hits. */
  async function loadCandidates(hits: readonly LexicalHit[]): Promise<FoundCandidate[]> {
    const bm25 = new Map(hits.map(({ id, score }) => [id, score]));
    const ids = [...new Set([...nearest.map(({ id }) => id), ...bm25.keys()])];
    for (const row of await store.getPassages(ids.filter((id) => !loaded.has(id)))) loaded.set(row.id, row);
    return ids.flatMap((id) => {
      const row = loaded.get(id);
      if (row === undefined) {
        overtake();
        return [];
      }
      const { article, ...passage } = row;
      const { articleId, text } = passage;
      const { title, publishedAt } = article;
      return [{ id, articleId, title, text, publishedAt, cosine: cosines.get(id)!, bm25: bm25.get(id) ?? 0, passage, article }]; // prettier-ignore
    });
  }

  /** The candidates for one of several questions, by its own words and the vector of all of them. */
  async function rankPart(part: readonly string[]): Promise<Ranked<FoundCandidate>[]> {
    const hits = await searchWords(part);
    await addCosines(hits);
    const stems = new Set(part.map(stemOf));
    const own = terms.filter(({ stem }) => stems.has(stem));
    return rankCandidates(
      { askedOn, period, newestDay, terms: own, weakness: weaknessOf(own, passagesOfAll, numbers.rareWord) },
      await loadCandidates(hits),
      numbers,
      most,
      wordReader,
    );
  }

  async function nearestPassages(
    { store, vectors }: Coverage,
    vector: Float32Array,
    ids: ReadonlySet<number> | null,
  ): Promise<{ id: number; score: number }[]> {
    if (ids === null) return vectors.nearest(vector, candidatesPerList);
    if (ids.size > numbers.exactUpTo) return vectors.nearest(vector, candidatesPerList, (id) => ids.has(id));
    const scored = Array.from(await store.getVectors([...ids]), ([id, other]) => ({ id, score: dot(vector, other) }));
    return scored.sort(byScore).slice(0, candidatesPerList);
  }
}

/**
 * The best `count`, each with what follows it in its article; one that an earlier one shows for the most part is left out, and so is one whose
 * article is another by now, of which `onOvertaken` is told.
 */
async function showPassages(
  store: Store,
  ranked: readonly Ranked<FoundCandidate>[],
  count: number,
  numbers: RankingNumbers,
  onOvertaken: () => void,
): Promise<RetrievedPassage[]> {
  const bodies = new Map<string, string>();
  const passages: RetrievedPassage[] = [];
  for (const candidate of ranked) {
    if (passages.length >= count) break;
    const { articleId, passage } = candidate;
    const isShown = passages.some(
      (other) =>
        other.articleId === articleId &&
        Math.min(other.shown.end, passage.end) - Math.max(other.shown.start, passage.start) >=
          numbers.shownAlready * (passage.end - passage.start),
    );
    if (isShown) continue;
    const body = bodies.get(articleId) ?? (await store.findArticle(articleId))?.body;
    if (body?.slice(passage.start, passage.end) !== passage.text) {
      onOvertaken();
      continue;
    }
    bodies.set(articleId, body);
    const span = readOn(body, passage, numbers.shownCharacters);
    passages.push({ ...candidate, shown: { ...span, text: body.slice(span.start, span.end) } });
  }
  return passages;
}

/** The row of the JSON contract for a passage that was found. */
export function toFoundPassage({ articleId, shown, article, score }: RetrievedPassage): FoundPassage {
  const { text, start, end } = shown;
  const { url, title, outlet, authors, publishedAt } = article;
  return {
    articleId,
    url,
    title,
    outlet,
    authors,
    publishedAt,
    text,
    start,
    end,
    score: Math.round(score * 1e4) / 1e4,
  };
}
