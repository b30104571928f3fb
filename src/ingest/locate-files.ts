import { readFileSync, type BigIntStats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { AppError, systemCode, type ErrorCode } from '../errors.js';
import type { LocateContext } from './locate.js';
import { locateFeedItems } from './locate-feed.js';
import type { Validators } from '../ports.js';
import type { Listing, SourceDocument, SourceFailure } from './source-document.js';

/** The endings of files that are read. */
export const fileEndings = ['.txt', '.md', '.html', '.htm', '.json', '.jsonl', '.xml', '.rss', '.atom'] as const;

const feedEndings = new Set(['.xml', '.rss', '.atom']);

/**
 * The files of a folder and its subfolders, or one file. In folders, hidden files and folders, files named README and files of
 * other endings are passed over; a file that the source names itself must have one of the endings.
 */
export async function locateFiles(source: string, context: LocateContext): Promise<Listing> {
  const listing: Listing = { documents: [], failures: [], completeness: 'whole' };
  const path = resolve(context.cwd, source);
  try {
    const found = await stat(path);
    if (found.isDirectory()) await listFolder(source, path, listing, context);
    else if (!found.isFile())
      fail(listing, source, 'SOURCE_UNSUPPORTED', `Expected a file or folder, got a device: ${source}`);
    else if (!isReadable(path)) {
      const message = `Expected a file ending in ${fileEndings.join(' ')}, got ${source}`;
      fail(listing, source, 'SOURCE_UNSUPPORTED', message);
    } else await addFile(source, path, source, listing, context);
  } catch (error) {
    context.signal?.throwIfAborted();
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      fail(listing, source, 'SOURCE_NOT_FOUND', `Expected a file or folder, found nothing at ${source}`);
    } else fail(listing, source, 'FILE_UNREADABLE', `${source} could not be opened: ${reasonOf(error)}`);
  }
  return listing;
}

/** A failure that hides documents, so that none that is missing counts as gone. */
function fail(listing: Listing, location: string, code: ErrorCode, message: string): void {
  listing.failures.push({ location, code, message });
  listing.completeness = 'partial';
}

/** Walks a folder in the order of names, without recursion. A link to a folder that is being walked is reported and not followed. */
async function listFolder(source: string, root: string, listing: Listing, context: LocateContext): Promise<void> {
  const prefix = source.replace(/[\\/]+$/, '');
  const seen = new Set<string>([await realpath(root)]);
  // The next folder to walk is the last; entries are pushed in reverse so that files come in the order of names.
  const pending: { path: string; document: string }[] = [{ path: root, document: prefix === '' ? source : prefix }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    context.signal?.throwIfAborted();
    try {
      const found = entry.path === root ? 'folder' : await kindOf(entry.path);
      if (found === 'file') {
        if (isReadable(entry.path)) await addFile(entry.document, entry.path, source, listing, context);
        continue;
      }
      if (found === 'other') continue;
      const real = await realpath(entry.path);
      if (entry.path !== root && seen.has(real)) {
        listing.failures.push(cycle(entry.document, real));
        continue;
      }
      seen.add(real);
      const names = (await readdir(entry.path)).filter((name) => !isPassedOver(name)).sort();
      for (const name of names.reverse()) {
        pending.push({ path: join(entry.path, name), document: `${entry.document}/${name}` });
      }
    } catch (error) {
      context.signal?.throwIfAborted();
      fail(listing, entry.document, 'FILE_UNREADABLE', `${entry.document} could not be opened: ${reasonOf(error)}`);
    }
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'other'> {
  const found = await stat(path);
  if (found.isFile()) return 'file';
  return found.isDirectory() ? 'folder' : 'other';
}

function cycle(document: string, real: string): SourceFailure {
  const message = `${document} is a link to a folder that is listed already (${real}); it is not followed`;
  return { location: document, code: 'FILE_UNREADABLE', message };
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || /^readme(?:\.|$)/i.test(name);
}

function isReadable(path: string): boolean {
  return (fileEndings as readonly string[]).includes(extname(path).toLowerCase());
}

async function addFile(
  document: string,
  path: string,
  source: string,
  listing: Listing,
  context: LocateContext,
): Promise<void> {
  const isFeed = feedEndings.has(extname(path).toLowerCase());
  const file = fileDocument(document, path, source, context, isFeed);
  listing.documents.push(file);
  if (!isFeed) return;
  const loaded = await file.load(context.signal).catch(() => {
    context.signal?.throwIfAborted();
    return null;
  });
  // A file that cannot be read fails again when it is loaded, and is reported then; what it would have led to is out of sight.
  if (loaded === null || loaded === 'unchanged') listing.completeness = 'partial';
  else listing.documents.push(...(await locateFeedItems(loaded, source, context, 'pages')));
}

/**
 * A file that is read when it is loaded; its size is looked at before. One that is as it was when it was last read is not read again, unless
 * it has to be for what it lists (`isFeed`).
 */
function fileDocument(
  document: string,
  path: string,
  source: string,
  { limits: { fileBytes: maxBytes }, memory, now = Date.now }: LocateContext,
  isFeed: boolean,
): SourceDocument {
  return {
    source,
    document,
    async load(signal) {
      signal?.throwIfAborted();
      try {
        const found = await stat(path, { bigint: true });
        const size = Number(found.size);
        if (size > maxBytes) {
          throw new AppError('FILE_TOO_LARGE', `Expected at most ${megabytes(maxBytes)}, got ${megabytes(size)}.`, {
            hint: 'Split the file, or raise ONRECORD_MAX_FILE_MB.',
          });
        }
        const validators = isFeed ? null : versionOf(found, now());
        if (validators !== null && memory.findValidators(document)?.etag === validators.etag) return 'unchanged';
        // In one go: asynchronously, each of its four system calls waits for another thread, which for thousands of unchanged files
        // takes longer than the reading itself. The call before lets other work of this thread have its turn.
        const bytes = readFileSync(path);
        return { document, url: null, contentType: null, bytes, validators };
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof AppError) throw error;
        throw new AppError('FILE_UNREADABLE', `${document} could not be read: ${reasonOf(error)}`, { cause: error });
      }
    },
  };
}

/** A file that was changed this recently may be changed once more without a new time: FAT dates files to two seconds. */
const settledMs = 2_000;

/**
 * What a version of a file is known by: which file it is, how long, and when it and what is known of it were last changed, to the
 * nanosecond. The last of these cannot be set back by whoever copies files with their dates. Null for a file that is too new to
 * tell, or that the clock says is from the future.
 */
function versionOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats, nowMs: number): Validators | null {
  const newestMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  if (nowMs - newestMs < settledMs) return null;
  return { etag: `file:${[dev, ino, size, mtimeNs, ctimeNs].join('-')}`, lastModified: null };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function reasonOf(error: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist, or is a link to nothing',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ELOOP: 'a link that leads to itself',
    EISDIR: 'it is a folder',
    EIO: 'a fault of the disk',
    ENAMETOOLONG: 'its name is too long',
  };
  return reasons[systemCode(error) ?? ''] ?? (error instanceof Error ? error.message : String(error));
}
