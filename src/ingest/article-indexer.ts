import { contentHash, sha256, type Article, type Place } from '../domain/article.js';
import { AppError } from '../errors.js';
import type { ArticleRecord, EmbeddedPassage, Embedder, Store } from '../ports.js';
import { findQuotes } from './article-quotes.js';
import { embeddingText } from './embedding-text.js';
import { minhashBands, resemblance, sameArticleResemblance, wordRuns } from './resemblance.js';
import { splitPassages, type SplitBudget } from './split.js';

/** What became of an article that was offered for indexing. */
export type Verdict = 'added' | 'changed' | 'unchanged' | 'duplicate';

/** Indexes articles one after the other, embedding the passages of several at once. */
export interface ArticleIndexer {
  /**
   * Takes an article; it is stored at the latest by the next `flush`. Returns what it was, and the id it is indexed under: its
   * own, or that of the article it duplicates. `held` are the content hashes, by id, of all articles that the place's document
   * holds now: what it showed before and no longer holds gives way and is nobody's duplicate. Rejects with `ID_CONFLICT` when
   * another article has its id.
   */
  offer(article: Article, place: Place, held: ReadonlyMap<string, string>): Promise<{ verdict: Verdict; id: string }>;
  /** Embeds and stores all that has been taken. Rejects with the signal's reason when aborted; finished articles stay. */
  flush(): Promise<void>;
  /** Passages embedded so far; those whose vectors were cached are not among them. */
  readonly embedded: number;
  /** Articles stored so far. */
  readonly stored: number;
  /** What was taken and not stored, after `flush` or `offer` rejected: how many of it were said to be added and changed. */
  readonly unstored: Readonly<Record<'added' | 'changed', number>>;
}

interface Offered extends Pick<ArticleRecord, 'article' | 'place' | 'bands'> {
  verdict: 'added' | 'changed';
}

interface Pending extends Offered, Pick<ArticleRecord, 'quotes' | 'speakers'> {
  passages: (Omit<EmbeddedPassage, 'vector'> & { text: string; vector: Float32Array | undefined })[];
}

/** Passages embedded together. The embedder sorts them by length, and 64 are enough to find others of nearly equal length. */
const passagesPerRound = 64;

/** The store, the embedder, where cached vectors may be found besides the store, and what to call after each round. */
export interface IndexerOptions {
  store: Store;
  embedder: Embedder;
  budget: SplitBudget;
  /** A vector of the same model from elsewhere, such as the generation before. */
  findVector: (textHash: string) => Promise<Float32Array | undefined>;
  onProgress: () => void;
  signal?: AbortSignal | undefined;
}

export function createArticleIndexer(options: IndexerOptions): ArticleIndexer {
  const { store, embedder, budget, signal } = options;
  let pending: Pending[] = [];
  let waiting = 0;
  let embedded = 0;
  let stored = 0;
  const unstored = { added: 0, changed: 0 };

  const flush = async (): Promise<void> => {
    const batch = pending;
    pending = [];
    waiting = 0;
    const missing = new Map(
      batch.flatMap(({ passages }) => passages.filter((p) => p.vector === undefined).map((p) => [p.textHash, p.text])),
    );
    const hashes = [...missing.keys()];
    const vectors = new Map<string, Float32Array>();
    for (let from = 0; from < hashes.length; from += embedder.maxBatch) {
      const some = hashes.slice(from, from + embedder.maxBatch);
      const result = await embedder.embed(
        some.map((hash) => missing.get(hash)!),
        'passage',
        signal,
      );
      some.forEach((hash, i) => vectors.set(hash, result[i]!));
      embedded += some.length;
      options.onProgress();
    }
    for (const { verdict, passages, ...record } of batch) {
      signal?.throwIfAborted();
      await store.putArticle({
        ...record,
        contentHash: contentHash(record.article),
        passages: passages.map(({ ordinal, start, end, textHash, vector }) => ({
          ordinal,
          start,
          end,
          textHash,
          vector: vector ?? vectors.get(textHash)!,
        })),
      });
      stored++;
      unstored[verdict]--;
    }
    options.onProgress();
  };

  const enqueue = async ({ article, place, bands, verdict }: Offered): Promise<void> => {
    const spans = splitPassages(article.body, embedder.countTokens, budget);
    const passages = await Promise.all(
      spans.map(async ({ start, end }, ordinal) => {
        const text = embeddingText(article, article.body.slice(start, end));
        const textHash = sha256(text);
        const vector = (await store.findVector(textHash)) ?? (await options.findVector(textHash));
        return { ordinal, start, end, text, textHash, vector };
      }),
    );
    pending.push({ verdict, article, place, bands, passages, ...findQuotes(article) });
    unstored[verdict]++;
    waiting += passages.filter((passage) => passage.vector === undefined).length;
    // Articles without anything to embed wait too, but not for ever.
    if (waiting >= passagesPerRound || pending.length >= passagesPerRound) await flush();
  };

  /** The stored article that this one duplicates: one with the same URL, or else one with a near-identical body. */
  const findTwin = async (
    { article, place, bands }: Pick<Pending, 'article' | 'place' | 'bands'>,
    runs: ReadonlySet<number>,
    held: ReadonlyMap<string, string>,
  ): Promise<string | undefined> => {
    const isSameUrl = (other: Article): boolean => article.url !== null && other.url === article.url;
    if (pending.some((other) => isSameUrl(other.article) || other.bands.some((band) => bands.includes(band))))
      await flush();
    // What the document showed before, under an id or with a text that it no longer has, is what this article may replace.
    const stays = async (id: string): Promise<boolean> => {
      const [shown] = await store.listPlaces(id);
      return shown?.document !== place.document || held.get(id) === (await store.findContentHash(id));
    };
    const sameUrl = article.url === null ? undefined : await store.findArticleByUrl(article.url);
    if (sameUrl !== undefined && sameUrl.id !== article.id && (await stays(sameUrl.id))) return sameUrl.id;
    for (const id of await store.findByBands(bands)) {
      if (id === article.id || !(await stays(id))) continue;
      const other = await store.findArticle(id);
      if (other !== undefined && resemblance(runs, wordRuns(other.body)) >= sameArticleResemblance) return id;
    }
    return undefined;
  };

  const offer: ArticleIndexer['offer'] = async (article, place, held) => {
    if (pending.some((other) => other.article.id === article.id)) await flush();
    const known = await store.findContentHash(article.id);
    if (known !== undefined) {
      const [shown] = await store.listPlaces(article.id);
      if (known === contentHash(article)) {
        await store.putPlace(article.id, place);
        return { verdict: shown?.document === place.document ? 'unchanged' : 'duplicate', id: article.id };
      }
      if (shown?.document !== place.document) {
        await requireSameArticle(article, place, shown);
        await store.putPlace(article.id, place);
        return { verdict: 'duplicate', id: article.id };
      }
    }
    const runs = wordRuns(article.body);
    const bands = minhashBands(runs);
    const twin = await findTwin({ article, place, bands }, runs, held);
    if (twin !== undefined) {
      await store.putPlace(twin, place);
      return { verdict: 'duplicate', id: twin };
    }
    const verdict = known === undefined ? 'added' : 'changed';
    await enqueue({ article, place, bands, verdict });
    return { verdict, id: article.id };
  };

  const requireSameArticle = async (article: Article, place: Place, shown: Place | undefined): Promise<void> => {
    const other = await store.findArticle(article.id);
    if (other === undefined || (article.url !== null && article.url === other.url)) return;
    if (resemblance(wordRuns(article.body), wordRuns(other.body)) >= sameArticleResemblance) return;
    throw new AppError(
      'ID_CONFLICT',
      `${place.location} has the id ${JSON.stringify(article.id)}, which ${shown?.location ?? 'another article'} has already`,
      { hint: 'Give one of the two records another id.' },
    );
  };

  return {
    offer,
    flush,
    get embedded() {
      return embedded;
    },
    get stored() {
      return stored;
    },
    unstored,
  };
}
