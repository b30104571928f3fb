import { lookup as lookupName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, request, type Dispatcher } from 'undici';
import { AppError, systemCode } from '../errors.js';
import type { Fetched, Fetcher, Validators } from '../ports.js';
import { findRefusal } from './fetch-addresses.js';

/** What a fetcher keeps to. */
export interface FetcherOptions {
  /** The largest page, after decompression. */
  pageBytes: number;
  /** For the whole of one `fetch`: names, connections, redirects and body. */
  timeoutMs: number;
  redirects: number;
  /** Whether private, loopback, link-local and metadata addresses are allowed. */
  privateAddresses: boolean;
  userAgent: string;
}

/**
 * A fetcher over HTTP/1.1. Every connection, the ones after a redirect included, goes to an address that was checked after its name was
 * resolved: the check is part of the connection, so a name that resolves differently a moment later gains nothing. `judge` says why an
 * address is refused; null allows it. `resolveName` looks names up.
 */
export function createFetcher(
  options: FetcherOptions,
  judge: Judge = findRefusal,
  resolveName: typeof lookupName = lookupName,
): Fetcher {
  const check = options.privateAddresses ? null : judge;
  const agent = new Agent({
    connect: {
      timeout: options.timeoutMs,
      ...(check === null ? {} : { lookup: checkedLookup(check, resolveName) }),
    },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    maxResponseSize: -1,
  });
  return {
    async fetch(url, signal, known) {
      signal?.throwIfAborted();
      const deadline = AbortSignal.timeout(options.timeoutMs);
      const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      let address = parseAddress(url, check);
      try {
        for (let redirects = 0; ; redirects++) {
          const response = await request(address, {
            dispatcher: agent,
            signal: ended,
            headers: {
              'user-agent': options.userAgent,
              accept:
                'text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5',
              'accept-encoding': 'gzip, deflate, br',
              ...conditionOf(known),
            },
          });
          const next = findRedirect(response, address);
          if (response.statusCode === 304 && known !== undefined) return unchanged(response, address, known);
          if (next === null) return await readPage(response, address, options);
          discard(response);
          if (redirects === options.redirects) {
            throw new AppError(
              'HTTP_FAILED',
              `Expected at most ${options.redirects} redirects, got more from ${address.host}.`,
            );
          }
          address = parseAddress(next, check);
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw toFetchError(error, address.host, deadline.aborted, options);
      }
    },
    close: () => agent.destroy(),
  };
}

type Judge = (address: string) => string | null;

function parseAddress(text: string, check: Judge | null): URL {
  if (!URL.canParse(text)) throw new AppError('HTTP_FAILED', `Expected an http(s) address, got ${text.slice(0, 200)}`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('HTTP_FAILED', `Expected an http(s) address, got one of ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError(
      'ADDRESS_REFUSED',
      `Expected an address without a user name and password, got one for ${url.host}.`,
      {
        hint: 'Leave them out; pages that need them cannot be read.',
      },
    );
  }
  // A literal address is never looked up; its odd forms (0x7f.1, 2130706433) are already written out by URL.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (check !== null && isIP(literal) !== 0) refuseAddress(literal, url.hostname, check);
  return url;
}

function refuseAddress(address: string, host: string, check: Judge): void {
  const refusal = check(address);
  if (refusal === null) return;
  throw new AppError('ADDRESS_REFUSED', `Expected a public address, got ${host} at ${address} (${refusal}).`, {
    hint: 'If you trust it, set ONRECORD_ALLOW_PRIVATE_ADDRESSES=true.',
  });
}

/** Resolves names, and refuses one when any of its addresses is not public. */
function checkedLookup(check: Judge, resolveName: typeof lookupName): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      try {
        for (const { address } of addresses) refuseAddress(address, hostname, check);
      } catch (refusal) {
        callback(refusal as NodeJS.ErrnoException, '', 0);
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

function findRedirect({ statusCode, headers }: Dispatcher.ResponseData, from: URL): string | null {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return null;
  const location = headerOf(headers, 'location');
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from).href : null;
}

function conditionOf(known: Validators | undefined): Record<string, string> {
  const { etag = null, lastModified = null } = known ?? {};
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

function unchanged(response: Dispatcher.ResponseData, address: URL, known: Validators): Fetched {
  discard(response);
  const contentType = headerOf(response.headers, 'content-type');
  return { url: address.href, contentType, bytes: new Uint8Array(0), validators: known, isUnchanged: true };
}

/** Longer ones are no validators but an attempt to fill the index. */
const longestValidator = 1000;

function validatorsOf({ headers }: Dispatcher.ResponseData): Validators | null {
  const find = (name: string): string | null => {
    const value = headerOf(headers, name);
    return value === null || value.length > longestValidator || !/^[\x20-\x7e]+$/.test(value) ? null : value;
  };
  const validators = { etag: find('etag'), lastModified: find('last-modified') };
  return validators.etag === null && validators.lastModified === null ? null : validators;
}

async function readPage(response: Dispatcher.ResponseData, address: URL, options: FetcherOptions): Promise<Fetched> {
  const { statusCode, headers } = response;
  if (statusCode < 200 || statusCode > 299) {
    discard(response);
    throw statusError(statusCode, address);
  }
  const length = Number(headerOf(headers, 'content-length'));
  if (length > options.pageBytes) {
    discard(response);
    throw tooLarge(address, options);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The limit is on what comes out of the decoder: a small file can be made to unpack to any size.
  for await (const chunk of decoded(response.body, headerOf(headers, 'content-encoding'), address)) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > options.pageBytes) throw tooLarge(address, options);
    chunks.push(bytes);
  }
  return {
    url: address.href,
    contentType: headerOf(headers, 'content-type'),
    bytes: Buffer.concat(chunks),
    validators: validatorsOf(response),
    isUnchanged: false,
  };
}

function decoded(body: Readable, encoding: string | null, address: URL): Readable {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return through(body, createGunzip());
    case 'deflate':
      return through(body, createInflate());
    case 'br':
      return through(body, createBrotliDecompress());
    default:
      body.on('error', ignore).destroy();
      throw new AppError(
        'HTTP_FAILED',
        `Expected a page in gzip, deflate or br, got ${address.host}'s in ${encoding!}.`,
      );
  }
}

function through<T extends NodeJS.ReadWriteStream & Readable>(body: Readable, decoder: T): T {
  body.on('error', (error) => decoder.destroy(error));
  // When reading stops early, the connection must not stay open.
  decoder.on('close', () => body.destroy());
  body.pipe(decoder);
  return decoder;
}

function discard({ body }: Dispatcher.ResponseData): void {
  body.on('error', ignore).destroy();
}

// A stream that is destroyed on purpose reports that as an error.
function ignore(): void {}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function tooLarge(address: URL, { pageBytes }: FetcherOptions): AppError {
  const limit = (pageBytes / 1024 / 1024).toFixed(1);
  return new AppError('FILE_TOO_LARGE', `Expected a page of at most ${limit} MB, got more from ${address.host}.`, {
    hint: 'Raise ONRECORD_MAX_PAGE_MB if this is an article.',
  });
}

function statusError(status: number, { host }: URL): AppError {
  const hint =
    status === 401 || status === 403
      ? 'The site lets no programs in; save the page as a file and add that.'
      : status === 404 || status === 410
        ? 'Check the address; the page may be gone.'
        : 'Try again later.';
  return new AppError('HTTP_FAILED', `Expected a page from ${host}, got status ${status}.`, {
    hint,
    cause: { status },
  });
}

function toFetchError(error: unknown, host: string, timedOut: boolean, { timeoutMs }: FetcherOptions): AppError {
  if (error instanceof AppError) return error;
  const code = systemCode(error) ?? '';
  if (timedOut || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new AppError('HTTP_TIMEOUT', `Expected a page from ${host} within ${timeoutMs / 1000} s, got none.`, {
      hint: 'Try again later, or raise ONRECORD_PAGE_TIMEOUT_S.',
      cause: error,
    });
  }
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new AppError('HTTP_FAILED', `Expected a page from ${host}, got none: ${reason}.`, {
    hint: 'Check the address and the network connection.',
    cause: error,
  });
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name could not be looked up for now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken off',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_SOCKET: 'the connection was broken off',
  Z_DATA_ERROR: 'its compressed data is damaged',
  Z_BUF_ERROR: 'its compressed data ends too early',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by anyone known',
};
