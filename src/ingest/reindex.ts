import { contentHash, sha256, type Article, type Place } from '../domain/article.js';
import { AppError, toAppError } from '../errors.js';
import type { Embedder, Failure, KnownDocument, Progress, RunCounts, Store, Validators } from '../ports.js';
import { createArticleIndexer, type ArticleIndexer } from './article-indexer.js';
import { createProgressMeter, type ProgressMeter } from './progress-meter.js';
import type {
  Listing,
  LoadedDocument,
  ReadResult,
  SourceDocument,
  SourceFailure,
  SourceMemory,
} from './source-document.js';
import { createSourceRecords, type SourceRecords } from './source-records.js';
import type { SplitBudget } from './split.js';
import { createTallies } from './tallies.js';

/** A chain of places that each lead to the next is two or three long in practice. */
const mostRoundsOfRereading = 5;

/** What a run works on. */
export interface ReindexInput {
  sources: readonly string[];
  /** The sources to look at this time; what comes from the others stays as it is. Undefined for all. */
  only?: readonly string[] | undefined;
  store: Store;
  /** The generation that this one replaces: what its sources cannot give this time is carried over from it. */
  previous: Store | undefined;
  embedder: Embedder;
  budget: SplitBudget;
  locate: (source: string, memory: SourceMemory, signal: AbortSignal | undefined) => Promise<Listing>;
  read: (document: LoadedDocument) => Promise<ReadResult>;
  readerVersion: string;
  findVector: (textHash: string) => Promise<Float32Array | undefined>;
  /** ISO time of now, for the record of failures. */
  now: () => string;
  clock: () => number;
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal | undefined;
}

/** What a run did. A cancelled one has kept all that it finished. */
export interface ReindexResult {
  counts: RunCounts;
  failures: Failure[];
  cancelled: boolean;
}

/**
 * Brings a store up to date with its sources: reads what changed, indexes it article by article, and removes what its source no
 * longer has. A document that cannot be read is reported and keeps what was indexed of it; so does a source that cannot be
 * reached. Rejects only for faults of the store or the embedder.
 */
export async function reindexStore(input: ReindexInput): Promise<ReindexResult> {
  const run = createRun(input);
  try {
    const listed = await run.locateAll();
    await run.readDocuments(listed);
    await run.carryOver();
    await run.removeUnlisted();
    await run.readAgain();
    await run.finish();
    return run.result(false);
  } catch (error) {
    if (input.signal?.aborted !== true) throw error;
    return run.result(true);
  }
}

function createRun(input: ReindexInput) {
  const { store, signal } = input;
  const counts: RunCounts = { added: 0, changed: 0, unchanged: 0, removed: 0, duplicates: 0, failed: 0, embedded: 0 };
  const failures: Failure[] = [];
  const meter: ProgressMeter = createProgressMeter(input.onProgress, input.clock);
  const indexer: ArticleIndexer = createArticleIndexer({
    ...input,
    onProgress: () => {
      report();
    },
  });
  const documents = new Map<string, SourceDocument>();
  /** Documents to be read again, because an article they hold too has changed or gone elsewhere. */
  const reread = new Set<string>();
  /** Documents with an article whose id another one had; it may be free once all others are read. */
  const conflicted = new Set<string>();
  const tallies = createTallies(counts);
  const partialSources = new Set<string>();
  /** Documents of which nothing is missing. */
  const readWhole = new Set<string>();
  /** What was reported of each document, to be withdrawn when it is read again. */
  const failuresOf = new Map<string, Failure[]>();
  /** Pages whose server answered that they are no more. */
  const gone: string[] = [];
  let known = new Map<string, KnownDocument>();
  let records: SourceRecords;
  let done = 0;
  let total = 0;

  const report = (phase: Progress['phase'] = 'embedding'): void => {
    counts.embedded = indexer.embedded;
    meter.update({ phase, done: done + indexer.stored, total, failures: failures.length, embedded: indexer.embedded });
  };
  const fail = (source: string, failure: SourceFailure): Failure => {
    const noted = { source, ...failure, at: input.now() };
    counts.failed++;
    failures.push(noted);
    return noted;
  };

  const withdrawFailures = (document: string): void => {
    for (const failure of failuresOf.get(document) ?? []) {
      failures.splice(failures.indexOf(failure), 1);
      counts.failed--;
    }
  };

  const locateAll = async (): Promise<SourceDocument[]> => {
    known = new Map((await store.listDocuments()).map((document) => [document.document, document]));
    records = await createSourceRecords({ ...input, known });
    for (const source of input.sources) {
      signal?.throwIfAborted();
      if (input.only?.includes(source) === false) {
        partialSources.add(source);
        continue;
      }
      const listing = await input.locate(source, records.memory, signal);
      await records.noteListing(source, listing);
      for (const failure of listing.failures) fail(source, failure);
      if (listing.completeness === 'partial') partialSources.add(source);
      // A file that two sources name belongs to the first.
      for (const document of listing.documents)
        if (!documents.has(document.document)) documents.set(document.document, document);
    }
    total = documents.size;
    report('reading');
    return [...documents.values()];
  };

  const readDocuments = async (list: readonly SourceDocument[]): Promise<void> => {
    for (const document of list) {
      signal?.throwIfAborted();
      const isReplaced = await readDocument(document);
      if (!isReplaced) done++;
      report(indexer.embedded > 0 ? 'embedding' : 'reading');
    }
  };

  /** Reads a document and takes what is new in it. True when its articles have been counted in its place. */
  const readDocument = async (document: SourceDocument): Promise<boolean> => {
    const { source } = document;
    conflicted.delete(document.document);
    const isReadAgain = reread.delete(document.document);
    if (isReadAgain) {
      withdrawFailures(document.document);
      records.forget(document.document);
    }
    const faultsHere: Failure[] = [];
    failuresOf.set(document.document, faultsHere);
    const loaded = await document.load(signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      const { code, message, cause } = toAppError(error, 'FILE_UNREADABLE', `${document.document} could not be read`);
      faultsHere.push(fail(source, { location: document.document, code, message }));
      if (isGone(cause)) gone.push(document.document);
    });
    if (loaded === undefined) return false;
    if (loaded === 'unchanged') {
      tallies.addUnread(document.document, (await store.listArticlesOf(document.document)).length);
      return false;
    }
    const fingerprint = sha256(`${input.readerVersion}\n${loaded.url ?? ''}\n${sha256(loaded.bytes)}`);
    const before = known.get(document.document);
    const validators = loaded.validators ?? null;
    if (before?.fingerprint === fingerprint && !isReadAgain) {
      if (validators !== null && !isSame(validators, before.validators)) {
        await store.putDocument({ ...before, validators }, new Set(await store.listArticlesOf(document.document)));
      }
      tallies.addUnread(document.document, (await store.listArticlesOf(document.document)).length);
      return false;
    }
    const { articles, failures: faults } = await input.read(loaded);
    for (const fault of faults) faultsHere.push(fail(source, fault));
    if (articles.length === 0 && faults.length > 0) return false;
    total += articles.length - 1;
    const held = new Map<string, string>();
    for (const { article } of articles) if (!held.has(article.id)) held.set(article.id, contentHash(article));
    const keep = new Set<string>();
    for (const { location, article } of articles) {
      signal?.throwIfAborted();
      const { url, title, outlet, publishedAt } = article;
      const place: Place = { source, document: document.document, location, url, title, outlet, publishedAt };
      try {
        if (held.get(article.id) !== contentHash(article)) throw repeatedId(article.id, location);
        const { verdict, id } = await indexer.offer(article, place, held);
        keep.add(id);
        tallies.add(document.document, location, verdict);
        if (verdict === 'unchanged' || verdict === 'duplicate') done++;
        // Whether its other places still hold the same article is not known before they are read.
        if (verdict === 'changed')
          for (const other of await store.listPlaces(id))
            if (other.document !== document.document) reread.add(other.document);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'ID_CONFLICT') throw error;
        faultsHere.push(fail(source, { location, code: error.code, message: error.message }));
        conflicted.add(document.document);
        done++;
      }
      report();
    }
    await indexer.flush();
    // With faults, the fingerprint of nothing: the document is read again next time, and keeps what a faulty part may still hold.
    const read: KnownDocument = {
      source,
      document: document.document,
      fingerprint: faultsHere.length > 0 ? '' : fingerprint,
    };
    if (validators !== null) read.validators = validators;
    if (faults.length > 0) {
      await finishDocument(read, new Set([...keep, ...(await store.listArticlesOf(document.document))]));
    } else {
      await finishDocument(read, keep);
      readWhole.add(document.document);
    }
    return true;
  };

  const finishDocument = async (document: KnownDocument, keep: ReadonlySet<string>): Promise<void> => {
    const { removed, reread: others } = await store.putDocument(document, keep);
    counts.removed += removed;
    for (const other of others) reread.add(other);
  };

  const removeUnlisted = async (): Promise<void> => {
    for (const document of gone) documents.delete(document);
    for (const { document, source } of known.values()) {
      const isOutOfSight = input.sources.includes(source) && partialSources.has(source) && !gone.includes(document);
      if (documents.has(document) || isOutOfSight) continue;
      const { removed, reread: others } = await store.removeDocument(document);
      counts.removed += removed;
      for (const other of others) reread.add(other);
    }
  };

  /** Documents of the generation before that could not be read, or that their source just does not list any more. */
  const carryOver = async (): Promise<void> => {
    if (input.previous === undefined) return;
    for (const { document, fingerprint } of await store.listDocuments())
      if (fingerprint !== '') readWhole.add(document);
    for (const old of await input.previous.listDocuments()) {
      signal?.throwIfAborted();
      const isOutOfSight = input.sources.includes(old.source) && partialSources.has(old.source);
      const isKept = (documents.has(old.document) || isOutOfSight) && !gone.includes(old.document);
      if (isKept && !readWhole.has(old.document)) await carryOverDocument(old, input.previous);
    }
  };

  const carryOverDocument = async (old: KnownDocument, previous: Store): Promise<void> => {
    // What could be read of it this time stays as it is now.
    const keep = new Set(await store.listArticlesOf(old.document));
    const carried: { article: Article; place: Place }[] = [];
    const held = new Map<string, string>();
    for (const id of keep) held.set(id, (await store.findContentHash(id))!);
    for (const id of await previous.listArticlesOf(old.document)) {
      const place = (await previous.listPlaces(id)).find(({ document }) => document === old.document);
      const article = await previous.findArticle(id);
      if (place === undefined || article === undefined || keep.has(id)) continue;
      held.set(id, contentHash(article));
      carried.push({ article, place });
    }
    total += carried.length;
    for (const { article, place } of carried) {
      try {
        const { verdict, id } = await indexer.offer(article, place, held);
        keep.add(id);
        if (verdict === 'unchanged' || verdict === 'duplicate') done++;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'ID_CONFLICT') throw error;
        fail(old.source, { location: place.location, code: error.code, message: error.message });
        done++;
      }
    }
    await indexer.flush();
    await finishDocument({ ...old, fingerprint: '' }, keep);
    known.delete(old.document);
  };

  /**
   * Reads documents again whose article elsewhere changed or went: what they hold has to be shown from now on. Reading one may
   * ask for another once more; what a few rounds leave counts as unread, and the next run goes on with it.
   */
  const readAgain = async (): Promise<void> => {
    if (counts.removed > 0) for (const document of conflicted) reread.add(document);
    for (let round = 1; round <= mostRoundsOfRereading; round++) {
      const again = [...documents.values()].filter(({ document }) => reread.has(document));
      if (again.length === 0) return;
      total += again.length;
      await readDocuments(again);
    }
  };

  return {
    locateAll,
    readDocuments,
    carryOver,
    removeUnlisted,
    readAgain,
    finish: async () => {
      await indexer.flush();
      await records.save(input.sources, failures);
    },
    result: (cancelled: boolean): ReindexResult => ({
      counts: {
        ...counts,
        added: counts.added - indexer.unstored.added,
        changed: counts.changed - indexer.unstored.changed,
        embedded: indexer.embedded,
      },
      failures,
      cancelled,
    }),
  };
}

function isSame(a: Validators, b: Validators | undefined): boolean {
  return a.etag === b?.etag && a.lastModified === b.lastModified;
}

/** Whether a server said 404 or 410: the source was reached and no longer has the page. */
function isGone(cause: unknown): boolean {
  return (
    typeof cause === 'object' && cause !== null && 'status' in cause && (cause.status === 404 || cause.status === 410)
  );
}

function repeatedId(id: string, location: string): AppError {
  return new AppError(
    'ID_CONFLICT',
    `${location} has the id ${JSON.stringify(id)}, which an earlier record of the file has already`,
  );
}
