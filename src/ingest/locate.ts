import type { Fetcher } from '../ports.js';
import type { Listing, SourceMemory } from './source-document.js';
import { locateFiles } from './locate-files.js';

/** What locating needs from outside. */
export interface LocateContext {
  fetcher: Fetcher;
  /** The largest file that is read, in bytes. Pages are held to their own limits by the fetcher. */
  limits: { fileBytes: number };
  /** The folder that relative paths start from; absolute. */
  cwd: string;
  memory: SourceMemory;
  /** Milliseconds since 1970, by the clock that files are dated by. */
  now?: () => number;
  signal?: AbortSignal | undefined;
}

/**
 * What a source holds: the files of a folder, one file, or the pages of a website. Files are listed without being read (feeds
 * excepted), in an order that depends on their names alone; a page or feed is fetched once, and what was fetched serves the first
 * `load`. Never rejects for what is found or missing: that is in `failures`. Rejects with the signal's reason when aborted.
 */
export async function locateSource(source: string, context: LocateContext): Promise<Listing> {
  context.signal?.throwIfAborted();
  if (/^https?:\/\//i.test(source)) return (await import('./locate-web.js')).locateWeb(source, context);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    const message = `Expected a file, a folder or an http(s) address, got ${source}.`;
    return {
      documents: [],
      failures: [{ location: source, code: 'SOURCE_UNSUPPORTED', message }],
      completeness: 'partial',
    };
  }
  return locateFiles(source, context);
}
