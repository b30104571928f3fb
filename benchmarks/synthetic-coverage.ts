import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Embedder } from '../src/ports.js';

/** Words of a made-up language, used as often as words of a real one are: the nth about 1/n times as often as the first. */
const vocabulary = 30_000;
const wordsPerParagraph = 75;
const paragraphsPerArticle = 10;

/** Writes articles of about five passages each, a file for each, 1,000 to a folder. `random` gives 0 up to 1. */
export function writeCoverage(dir: string, articles: number, random: () => number): void {
  for (let n = 0; n < articles; n++) {
    const folder = join(dir, String(Math.floor(n / 1000)));
    if (n % 1000 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${n}.md`), renderArticle(n, random));
  }
}

/** The file of an article. */
export function renderArticle(n: number, random: () => number): string {
  const paragraphs = Array.from({ length: paragraphsPerArticle }, (_, i) => {
    const words = Array.from({ length: wordsPerParagraph }, () => wordOf(Math.floor(vocabulary ** random())));
    // Sentences of fifteen words, so that there is something to cut at; the article's own name now and then.
    const text = words
      .map((word, at) => (at % 15 === 0 ? `${capital(word)}` : at % 15 === 14 ? `${word}.` : word))
      .join(' ');
    return i % 3 === 0 ? `Story${n} ${text}` : text;
  });
  return `# Story${n} ${wordOf(n % vocabulary)}\n\n${paragraphs.join('\n\n')}\n`;
}

function wordOf(rank: number): string {
  const syllables = ['ba', 'do', 'fi', 'gu', 'ka', 'lo', 'me', 'ni', 'po', 'ra', 'se', 'tu', 'vi', 'wo', 'ya', 'ze'];
  return rank
    .toString(16)
    .split('')
    .map((digit) => syllables[Number.parseInt(digit, 16)]!)
    .join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Gives each text a vector of its own around one of 500 centres, under the name of a real model, at next to no cost. */
export function createSyntheticEmbedder({ model, dimensions }: Pick<Embedder, 'model' | 'dimensions'>): Embedder {
  const seeded = (seed: number): Float32Array => {
    let state = seed | 0;
    return Float32Array.from({ length: dimensions }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state / 2 ** 31;
    });
  };
  const centres = Array.from({ length: 500 }, (_, i) => seeded(i * 7919 + 1));
  const vectorOf = (text: string): Float32Array => {
    const hash = createHash('sha256').update(text).digest();
    const centre = centres[hash.readUInt32BE(0) % centres.length]!;
    const noise = seeded(hash.readInt32BE(4));
    const sum = centre.map((value, i) => value + noise[i]!);
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  };
  return {
    model,
    dimensions,
    maxTokens: 256,
    maxBatch: 64,
    tokenCount: 'estimate',
    countTokens: (text) => Math.ceil(text.length / 4.5),
    embed: async (texts) => texts.map(vectorOf),
    close: async () => undefined,
  };
}
