import type { lookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { findRefusal } from '../../src/adapters/fetch-addresses.js';
import { createFetcher, type FetcherOptions } from '../../src/adapters/fetch.js';
import type { Fetcher } from '../../src/ports.js';

const megabyte = 1024 * 1024;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A server on 127.0.0.1; the base address it answers at. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetcherOf(options: Partial<FetcherOptions> = {}): Fetcher {
  const fetcher = createFetcher({
    pageBytes: megabyte,
    timeoutMs: 10_000,
    redirects: 2,
    privateAddresses: true,
    userAgent: 'OnRecord/test',
    ...options,
  });
  cleanups.push(() => fetcher.close());
  return fetcher;
}

describe('a page that a server gives', () => {
  it('comes with its bytes, its content type and the address it was found at', async () => {
    const base = await serve((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(`<p>${request.headers['user-agent']}</p>`);
    });
    const page = await fetcherOf().fetch(`${base}/news`);
    expect(page.url).toBe(`${base}/news`);
    expect(page.contentType).toBe('text/html; charset=utf-8');
    expect(new TextDecoder().decode(page.bytes)).toBe('<p>OnRecord/test</p>');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is unpacked from %s', async (encoding, compress) => {
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', encoding).end(compress(Buffer.from('the ferry sailed')));
    });
    const page = await fetcherOf().fetch(base);
    expect(new TextDecoder().decode(page.bytes)).toBe('the ferry sailed');
  });

  it('is followed through redirects, relative ones too, and has the last address', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end();
      else response.end('found');
    });
    const page = await fetcherOf().fetch(`${base}/old`);
    expect(page.url).toBe(`${base}/new`);
  });

  it('is given up after more redirects than allowed', async () => {
    const base = await serve((_, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'HTTP_FAILED', message: /2 redirects/ });
  });

  it.each([404, 410, 403, 500])('that is answered with status %i is a failure with that status', async (status) => {
    const base = await serve((_, response) => {
      response.writeHead(status).end('no');
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'HTTP_FAILED', cause: { status } });
  });
});

describe('a page that is asked for again', () => {
  const etag = '"v1"';
  const lastModified = 'Mon, 02 Jun 2025 07:30:00 GMT';

  it('is not sent when it has not changed', async () => {
    const asked: unknown[] = [];
    const base = await serve((request, response) => {
      asked.push([request.headers['if-none-match'], request.headers['if-modified-since']]);
      const status = request.headers['if-none-match'] === etag ? 304 : 200;
      response.writeHead(status, { etag, 'last-modified': lastModified }).end(status === 200 ? 'text' : '');
    });
    const fetcher = fetcherOf();
    const first = await fetcher.fetch(base);
    expect(first).toMatchObject({ validators: { etag, lastModified }, isUnchanged: false });
    const second = await fetcher.fetch(base, undefined, first.validators!);
    expect(second).toMatchObject({ validators: { etag, lastModified }, isUnchanged: true, bytes: new Uint8Array(0) });
    expect(asked).toEqual([
      [undefined, undefined],
      [etag, lastModified],
    ]);
  });

  it('has no validators where the server gives none, or such as could not be sent back', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/long') response.setHeader('etag', `"${'x'.repeat(2000)}"`);
      response.end('text');
    });
    expect((await fetcherOf().fetch(`${base}/none`)).validators).toBeNull();
    expect((await fetcherOf().fetch(`${base}/long`)).validators).toBeNull();
  });

  it('that is answered with 304 although nothing was compared is a failure', async () => {
    const base = await serve((_, response) => {
      response.writeHead(304).end();
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'HTTP_FAILED', cause: { status: 304 } });
  });
});

describe('a page that is too much', () => {
  it('is refused by its announced length without being read', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { 'content-length': String(2 * megabyte) }).write('x');
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('is cut off when it announces nothing and does not end', async () => {
    const base = await serve((_, response) => {
      const block = 'x'.repeat(65_536);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('is measured after unpacking, so that a small bomb does no harm', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * megabyte));
    expect(bomb.length).toBeLessThan(megabyte);
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(bomb);
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('is given up after the time limit, although bytes keep trickling in', async () => {
    const base = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    await expect(fetcherOf({ timeoutMs: 300 }).fetch(base)).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' });
  });
});

describe('a server that means ill', () => {
  it('and sends its header byte by byte is left after the time limit', async () => {
    const server = createTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      let n = 0;
      const timer = setInterval(() => socket.write(`X-${n++}: a\r\n`), 20);
      socket.on('error', () => undefined).on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(fetcherOf({ timeoutMs: 300 }).fetch(address)).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' });
  });

  it('and sends a header without end is left', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined).write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(200_000)}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(fetcherOf().fetch(address)).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  });

  it('and packs its bomb twice is refused unopened', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(50 * megabyte)));
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip, gzip').end(bomb);
    });
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({ code: 'HTTP_FAILED', message: /gzip, gzip/ });
  });

  it('and leads in a circle is left after as many redirects as allowed, each asked for once', async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url!);
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end();
    });
    await expect(fetcherOf({ redirects: 3 }).fetch(`${base}/a`)).rejects.toMatchObject({ message: /3 redirects/ });
    expect(asked).toEqual(['/a', '/b', '/a', '/b']);
  });

  it('and whose name leads inside the second time it is looked up is refused then', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked++;
      response.setHeader('connection', 'close').end('text');
    });
    // 127.0.0.1 plays the public address, 127.0.0.2 the one inside.
    const judge = (address: string): string | null => (address === '127.0.0.1' ? null : findRefusal(address));
    let lookups = 0;
    const resolve = ((_name: string, _options: object, callback: (error: null, found: object[]) => void) => {
      callback(null, [{ address: lookups++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    }) as unknown as typeof lookup;
    const options = { pageBytes: megabyte, timeoutMs: 10_000, redirects: 2, privateAddresses: false, userAgent: 'x' };
    const fetcher = createFetcher(options, judge, resolve);
    cleanups.push(() => fetcher.close());
    const address = base.replace('127.0.0.1', 'news.example');
    expect(new TextDecoder().decode((await fetcher.fetch(address)).bytes)).toBe('text');
    await expect(fetcher.fetch(address)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', message: /127\.0\.0\.2/ });
    expect([asked, lookups]).toEqual([1, 2]);
  });
});

describe('a server that cannot be had', () => {
  it('is told by name and reason', async () => {
    const base = await serve((_, response) => response.end());
    for (const cleanup of cleanups.splice(0)) await cleanup();
    await expect(fetcherOf().fetch(base)).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      message: /127\.0\.0\.1.*refused/,
    });
  });

  it('that breaks off or sends damaged data is a failure, not a short page', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/short') {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        setImmediate(() => response.destroy());
      } else response.setHeader('content-encoding', 'gzip').end('not gzip');
    });
    const fetcher = fetcherOf();
    await expect(fetcher.fetch(`${base}/short`)).rejects.toMatchObject({ code: 'HTTP_FAILED' });
    await expect(fetcher.fetch(`${base}/damaged`)).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  });

  it('is left at once with the reason of the signal', async () => {
    const controller = new AbortController();
    const base = await serve(() => {
      controller.abort(new Error('enough'));
    });
    await expect(fetcherOf().fetch(base, controller.signal)).rejects.toThrow('enough');
  });
});

describe('an address that is not public', () => {
  const fetcher = () => fetcherOf({ privateAddresses: false });

  it.each([
    'http://127.0.0.1:1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://10.1.2.3/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0/',
  ])('is refused: %s', async (address) => {
    await expect(fetcher().fetch(address)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('is refused after its name is resolved, before anything is sent', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked++;
      response.end();
    });
    const named = base.replace('127.0.0.1', 'localhost');
    await expect(fetcher().fetch(named)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', message: /localhost/ });
    expect(asked).toBe(0);
  });

  it('is refused after a redirect as well', async () => {
    let asked = 0;
    const inner = await serve((_, response) => {
      asked++;
      response.end();
    });
    const outer = await serve((_, response) => {
      response.writeHead(302, { location: inner.replace('127.0.0.1', '127.0.0.2') }).end();
    });
    // There is no public server to redirect from here, so 127.0.0.1 plays one.
    const judged = createFetcher(
      { pageBytes: megabyte, timeoutMs: 10_000, redirects: 2, privateAddresses: false, userAgent: 'OnRecord/test' },
      (address) => (address === '127.0.0.1' ? null : findRefusal(address)),
    );
    cleanups.push(() => judged.close());
    await expect(judged.fetch(outer)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', message: /127\.0\.0\.2/ });
    expect(asked).toBe(0);
  });

  it('that carries a password is refused without repeating it', async () => {
    const rejected = fetcherOf().fetch('http://user:secret@127.0.0.1/');
    await expect(rejected).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await expect(rejected).rejects.not.toThrow(/secret/);
  });

  it('is told by range', () => {
    const refused: Record<string, string> = {
      '100.64.0.1': 'carrierGradeNat',
      '192.168.1.1': 'private',
      '172.31.255.255': 'private',
      '224.0.0.1': 'multicast',
      '255.255.255.255': 'broadcast',
      '168.63.129.16': 'metadata',
      'fe80::1': 'linkLocal',
      'fec0::1': 'deprecatedSiteLocal',
      '::7f00:1': 'ipv4Compatible',
      '64:ff9b:1::7f00:1': 'rfc6052',
      '2002:7f00:1::': '6to4',
      '::ffff:8.8.8.8': 'ipv4Mapped',
    };
    for (const [address, range] of Object.entries(refused))
      expect([address, findRefusal(address)]).toEqual([address, range]);
    for (const address of ['8.8.8.8', '93.184.215.14', '2606:4700::6810:84e5']) expect(findRefusal(address)).toBeNull();
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'no address'])(
    'of another kind is refused: %s',
    async (address) => {
      await expect(fetcherOf().fetch(address)).rejects.toMatchObject({ code: 'HTTP_FAILED' });
    },
  );
});
