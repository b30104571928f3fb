import type { Article } from '../domain/article.js';
import type { ErrorCode } from '../errors.js';
import type { Validators } from '../ports.js';

/** A file, page or feed item that was found and may be loaded. */
export interface SourceDocument {
  /** The source as configured. */
  source: string;
  /** A file path relative to the working directory, in the words of the source, or a URL. Unique over one listing. */
  document: string;
  /**
   * The bytes. Rejects with an `AppError` (`FILE_UNREADABLE`, `FILE_TOO_LARGE`, `HTTP_FAILED` with `cause.status`, ...), or with
   * the signal's reason when aborted. May be called again after a failure. `unchanged` for a page or file that is still as it was
   * read before, by what its server or file system says; not when the memory has nothing to compare it by.
   */
  load(signal?: AbortSignal): Promise<LoadedDocument | 'unchanged'>;
}

/** The bytes of a document and what its server or feed said about them. */
export interface LoadedDocument {
  document: string;
  /** The address after redirects; null for files. */
  url: string | null;
  contentType: string | null;
  bytes: Uint8Array;
  /** What a server or file system will know this version by. */
  validators?: Validators | null;
  /** What the feed that named this page says of it; used where the page itself is silent. */
  announced?: Announcement;
}

/** What a feed says of one of its items. */
export interface Announcement {
  title: string | null;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
}

/** Something that could not be listed or read, in words for the person who runs On Record. */
export interface SourceFailure {
  location: string;
  code: ErrorCode;
  message: string;
}

/** What a source holds at the moment. */
export interface Listing {
  documents: SourceDocument[];
  failures: SourceFailure[];
  /**
   * `whole`: a document that is not listed is gone. `partial`: it may only be out of sight (a server that does not answer, a
   * feed that shows its newest items, a folder that cannot be opened).
   */
  completeness: 'whole' | 'partial';
  /** The feed that was read, with what its server will know this version by. */
  feed?: { address: string; validators: Validators | null };
}

/** What an index remembers of its sources when they are looked at again. */
export interface SourceMemory {
  /** What to ask for the document with; undefined when it has to be read whole, whether it has changed or not. */
  findValidators(document: string): Validators | undefined;
  /** The feed of a source, when nothing that it listed is missing from the index; undefined when it has to be read whole. */
  findFeed(source: string): { address: string; validators: Validators } | undefined;
  /** All documents that were read from a source. */
  listDocuments(source: string): readonly string[];
  /** Whether documents of other addresses than its own have come from a source, also into the generation before. */
  hasLedElsewhere(source: string): boolean;
}

/** What an index remembers that is empty. */
export const nothingRemembered: SourceMemory = {
  findValidators: () => undefined,
  findFeed: () => undefined,
  listDocuments: () => [],
  hasLedElsewhere: () => false,
};

/** The articles of one document, in its order, and the records of it that could not be read. */
export interface ReadResult {
  /** `location`: the document itself for its only article, `document#12` for the record on line 12 or the 12th item. */
  articles: { location: string; article: Article }[];
  failures: SourceFailure[];
}
