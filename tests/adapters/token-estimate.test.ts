import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { createEmbedder } from '../../src/adapters/embedding/create-embedder.js';
import { cutToEstimate, estimateTokens } from '../../src/adapters/token-estimate.js';
import { parseConfig } from '../../src/config.js';
import { variedTexts } from './embedding/varied-texts.js';

describe('an estimate of tokens', () => {
  it('is not below the count of a real tokenizer for texts of all kinds', async () => {
    const embedder = await createEmbedder(parseConfig({}));
    for (const text of variedTexts) {
      expect.soft(estimateTokens(text), text.slice(0, 60)).toBeGreaterThanOrEqual(embedder.countTokens(text));
    }
    await embedder.close();
  });

  it.each([
    ['', 0],
    ['The harbour', 4],
    ['1,200', 5],
    ['Straße', 4],
    ['港务局', 6],
    ['🚢', 3],
  ])('of %j is %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });

  it('cuts to the longest beginning within a limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(30), (text, limit) => {
        const cut = cutToEstimate(text, limit);
        expect(text.startsWith(cut)).toBe(true);
        expect(estimateTokens(cut)).toBeLessThanOrEqual(limit);
        const [next] = text.slice(cut.length);
        if (next !== undefined) expect(estimateTokens(cut + next)).toBeGreaterThan(limit);
      }),
    );
  });
});
