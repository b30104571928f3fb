import type { QuotationToken } from './quotation-words.js';
import { toMatch, type PrintedMatch, type Source } from './printed-words.js';

/** A part of a splice has at least this many words: three in a row are found by chance, four hardly. */
const leastPart = 4;

const mostParts = 4;

/** Parts of the quotation that are printed word for word in different places, covering all of it; null when there are none. */
export function findParts(
  keys: readonly string[],
  words: readonly QuotationToken[],
  sources: readonly Source[],
  quotation: string,
  by: readonly string[] | undefined,
): { asked: string; match: PrintedMatch }[] | null {
  const index = new Map<string, { source: number; at: number }[]>();
  sources.forEach((source, s) => {
    for (let i = 0; i + leastPart <= source.keys.length; i++) {
      const gram = source.keys.slice(i, i + leastPart).join(' ');
      const list = index.get(gram);
      if (list === undefined) index.set(gram, [{ source: s, at: i }]);
      else if (list.length < 32) list.push({ source: s, at: i });
    }
  });
  const parts: { asked: string; match: PrintedMatch; source: number; from: number; to: number }[] = [];
  let i = 0;
  while (i < keys.length) {
    const starts = index.get(keys.slice(i, i + leastPart).join(' ')) ?? [];
    let longest = 0;
    let found: { source: number; at: number } | null = null;
    for (const start of starts) {
      const source = sources[start.source]!;
      let length = leastPart;
      while (i + length < keys.length && source.keys[start.at + length] === keys[i + length]) length++;
      if (length > longest) {
        longest = length;
        found = start;
      }
    }
    if (found === null || parts.length === mostParts) return null;
    const source = sources[found.source]!;
    parts.push({
      asked: quotation.slice(words[i]!.start, words[i + longest - 1]!.end),
      match: toMatch(source, found.at, found.at + longest, by),
      source: found.source,
      from: found.at,
      to: found.at + longest,
    });
    i += longest;
  }
  return parts.length >= 2 ? parts.map(({ asked, match }) => ({ asked, match })) : null;
}
