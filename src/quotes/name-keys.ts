const honorifics = new Set(
  `mr mrs ms miss dr sir dame lord lady prof professor sen senator rep representative gov governor president chancellor
  minister secretary judge justice mayor king queen prince princess pope general gen colonel col captain capt major lt sgt rev father
  congressman congresswoman ambassador the former late vice prime`.split(/\s+/),
);
const suffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

/** A name taken apart for comparing: lower case, without accents, points, titles. */
export interface NameKey {
  /** Name words in order, at least one unless the name holds no letters. */
  words: string[];
  suffix: string;
}

/** Lower case, without accents and points, apostrophes unified. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/ø/gi, 'o')
    .replace(/ł/gi, 'l')
    .replace(/ß/g, 'ss')
    .replace(/æ/gi, 'ae')
    .replace(/œ/gi, 'oe')
    .replace(/đ/gi, 'd')
    .replace(/ı/g, 'i')
    .replace(/[’‘`´]/g, "'")
    .replace(/\./g, ' ')
    .toLowerCase();
}

/** Takes a printed name apart; titles before it are dropped unless nothing else is left. */
export function readName(name: string): NameKey {
  const all = plainName(name).match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  let suffix = '';
  const words: string[] = [];
  for (const word of all) {
    if (words.length > 0 && suffixes.has(word)) suffix = word;
    else words.push(word);
  }
  while (words.length > 1 && honorifics.has(words[0]!)) words.shift();
  return { words, suffix };
}

/** A name as part of an identifier: `vladimir-putin`, without titles, middle initials and accents. */
export function slugOf(name: string): string {
  const { words, suffix } = readName(name);
  const kept = words.filter((word, i) => i === 0 || i === words.length - 1 || word.length > 1);
  return [...kept, ...(suffix === '' ? [] : [suffix])].join('-').replace(/'/g, '') || 'unnamed';
}
