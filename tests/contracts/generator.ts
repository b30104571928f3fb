import { afterEach, describe, expect, it } from 'vitest';
import type { Generated, Generator, GenerateRequest } from '../../src/ports.js';

export const request = {
  messages: [
    { role: 'system', content: 'Say yes.' },
    { role: 'user', content: 'Now?' },
  ],
  maxTokens: 100,
  timeoutMs: 60_000,
} satisfies GenerateRequest;

/** All parts of an answer. */
export async function collect(parts: AsyncIterable<Generated>): Promise<Generated[]> {
  const all: Generated[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** The text of an answer, as it stands at its end. */
export function textOf(parts: readonly Generated[]): string {
  return parts.reduce((text, part) => {
    if (part.kind === 'restart') return '';
    return part.kind === 'text' ? text + part.text : text;
  }, '');
}

/** What every generator keeps to. `create` gives one whose model answers "Yes, now." */
export function describeGenerator(name: string, create: () => Promise<Generator>): void {
  describe(`${name}, as a generator`, () => {
    let generator: Generator | undefined;
    afterEach(() => generator?.close());

    it('gives texts that are not empty, then one end', async () => {
      generator = await create();
      const parts = await collect(generator.generate(request));
      expect(textOf(parts)).toBe('Yes, now.');
      expect(parts.slice(0, -1).every((part) => part.kind === 'text' && part.text !== '')).toBe(true);
      expect(parts.at(-1)).toMatchObject({ kind: 'end', reason: 'done' });
    });

    it('answers several requests at the same time', async () => {
      generator = await create();
      const answers = await Promise.all([1, 2, 3].map(() => collect(generator!.generate(request))));
      expect(answers.map(textOf)).toEqual(['Yes, now.', 'Yes, now.', 'Yes, now.']);
    });

    it('rejects with the reason of a signal that has aborted', async () => {
      generator = await create();
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await expect(collect(generator.generate({ ...request, signal }))).rejects.toBe(reason);
    });

    it('can be left in the middle, and asked again', async () => {
      generator = await create();
      for await (const part of generator.generate(request)) if (part.kind === 'text') break;
      expect(textOf(await collect(generator.generate(request)))).toBe('Yes, now.');
    });

    it('counts more tokens for longer texts, and none for an empty one', async () => {
      generator = await create();
      expect(generator.countTokens('')).toBe(0);
      expect(generator.countTokens('pier pier')).toBeGreaterThan(generator.countTokens('pier'));
      expect(generator.contextTokens).toBeGreaterThan(0);
      expect(generator.model).toMatch(/\S/);
    });

    it('gives nothing once it is closed, which may be done twice', async () => {
      generator = await create();
      await generator.close();
      await generator.close();
      await expect(collect(generator.generate(request))).rejects.toMatchObject({ code: 'GENERATOR_UNAVAILABLE' });
    });
  });
}
