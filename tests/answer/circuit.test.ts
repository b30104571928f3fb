import { expect, it } from 'vitest';
import { withCircuit } from '../../src/answer/circuit.js';
import { AppError, type ErrorCode } from '../../src/errors.js';
import type { Generated, Generator } from '../../src/ports.js';
import { collect, request } from '../contracts/generator.js';

/** A generator that answers or fails as it is told, and a clock that stands still. */
function createServer() {
  const server = {
    fault: null as ErrorCode | 'abort' | null,
    /** Whether there is text before the fault. */
    begins: false,
    calls: 0,
    nowMs: 1000,
    gate: Promise.resolve(),
  };
  const generator: Generator = {
    model: 'm@server',
    contextTokens: 1000,
    countTokens: (text) => text.length,
    async *generate({ signal }): AsyncGenerator<Generated> {
      server.calls++;
      await server.gate;
      if (server.fault === 'abort') throw signal?.reason;
      if (server.begins) yield { kind: 'text', text: 'Yes' };
      if (server.fault !== null) throw new AppError(server.fault, 'down');
      yield { kind: 'text', text: 'Yes.' };
      yield { kind: 'end', reason: 'done', usage: null };
    },
    close: async () => undefined,
  };
  const limits = { failures: 3, restMs: 100, longestMs: 350 };
  const circuit = withCircuit(generator, () => server.nowMs, limits);
  const ask = ({ signal, task = {} }: { signal?: AbortSignal; task?: object } = {}): Promise<string> =>
    collect(circuit.generator.generate({ ...request, task, ...(signal && { signal }) })).then(
      () => 'answered',
      (error: unknown) => (error instanceof AppError ? error.code : 'aborted'),
    );
  return { server, ask, ...circuit };
}

it('a server that failed three times in succession is left alone, so that no question waits for it', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_REFUSED';
  await ask();
  await ask();
  expect(findState()).toEqual({ state: 'closed', failures: 2, retryInMs: null });
  await ask();
  expect(findState()).toEqual({ state: 'open', failures: 3, retryInMs: 100 });
  // Whoever asks is told why, and not that it was slow.
  expect(await ask()).toBe('GENERATOR_REFUSED');
  expect(server.calls).toBe(3);
});

it('failures that an answer came between do not add up', async () => {
  const { server, ask, findState } = createServer();
  for (const fault of ['GENERATOR_REFUSED', 'GENERATOR_UNAVAILABLE', null, 'GENERATOR_UNAVAILABLE'] as const) {
    server.fault = fault;
    await ask();
  }
  expect(findState()).toMatchObject({ state: 'closed', failures: 1 });
});

it('after its rest one call tries it, while the others still go without', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  for (let i = 0; i < 3; i++) await ask();
  server.nowMs += 100;
  server.fault = null;
  let open = (): void => undefined;
  server.gate = new Promise((resolve) => (open = resolve));
  const probe = ask();
  expect(await ask()).toBe('GENERATOR_UNAVAILABLE');
  expect(findState()).toMatchObject({ state: 'probing' });
  open();
  expect(await probe).toBe('answered');
  expect(findState()).toEqual({ state: 'closed', failures: 0, retryInMs: null });
  expect(server.calls).toBe(4);
});

it('a server that is still down rests twice as long each time, up to a limit', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  for (let i = 0; i < 3; i++) await ask();
  const rests: (number | null)[] = [];
  for (let i = 0; i < 4; i++) {
    server.nowMs += findState().retryInMs!;
    await ask();
    rests.push(findState().retryInMs);
  }
  expect(rests).toEqual([200, 350, 350, 350]);
});

it.each(['CONTEXT_TOO_LONG', 'GENERATION_FAILED'] as const)(
  'a call that fails by what was asked (%s) shows that the server is there',
  async (fault) => {
    const { server, ask, findState } = createServer();
    server.fault = 'GENERATOR_UNAVAILABLE';
    await ask();
    server.fault = fault;
    for (let i = 0; i < 4; i++) await ask();
    expect(findState()).toMatchObject({ state: 'closed', failures: 0 });
  },
);

it('so does one that brought text, whatever happened then', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  server.begins = true;
  for (let i = 0; i < 4; i++) await ask();
  expect(findState()).toMatchObject({ state: 'closed', failures: 0 });
});

it('a call that nobody wants any more shows nothing', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  await ask();
  server.fault = 'abort';
  for (let i = 0; i < 4; i++) await ask({ signal: AbortSignal.abort(new Error('enough')) });
  expect(findState()).toMatchObject({ state: 'closed', failures: 1 });
});

it('calls of one task that fail count as one, because one person waited for them', async () => {
  const { server, ask, findState } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  const task = {};
  for (let i = 0; i < 4; i++) await ask({ task });
  expect(findState()).toMatchObject({ state: 'closed', failures: 1 });
  await ask();
  expect(findState()).toMatchObject({ failures: 2 });
});

it('an answer that is left in the middle shows that the server is there', async () => {
  const { server, ask, findState, generator } = createServer();
  server.fault = 'GENERATOR_UNAVAILABLE';
  await ask();
  await ask();
  server.fault = null;
  for await (const part of generator.generate(request)) if (part.kind === 'text') break;
  expect(findState()).toMatchObject({ failures: 0 });
});
