import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';

/** A word, a sign or a whole stretch between quotation marks. */
export interface Token extends Span {
  text: string;
  lower: string;
  kind: 'word' | 'sign' | 'owner' | 'quote';
  /** True for a word that starts with a capital letter. */
  capital: boolean;
  /** Index into the pieces for a `quote`; -1 otherwise. */
  piece: number;
}

const abbreviations = new Set(
  `mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt sgt adm cmdr rev hon jr sr st vs etc inc corp co ltd no dept est jan feb mar apr
  jun jul aug sept sep oct nov dec ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
  tenn tex va vt wash wis wyo mt ft ave blvd rd approx cf al fig vol`.split(/\s+/),
);

/**
 * The tokens of one paragraph, in order, with every piece as one token. Names keep their inner points, dashes and apostrophes
 * ("U.S.", "O’Neil"); the sign of an owner ("’s") is a token of its own.
 */
export function tokenize(text: string, span: Span, pieces: readonly Piece[], firstPiece: number): Token[] {
  const tokens: Token[] = [];
  let piece = firstPiece;
  let i = span.start;
  while (i < span.end) {
    const next = pieces[piece];
    if (next !== undefined && next.start <= i && next.start < span.end) {
      tokens.push({
        start: next.start,
        end: next.end,
        text: '',
        lower: '',
        kind: 'quote',
        capital: false,
        piece,
      });
      i = Math.max(next.end, i + 1);
      piece++;
      continue;
    }
    const limit = next !== undefined && next.start < span.end ? next.start : span.end;
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 0xa0) {
      i++;
      continue;
    }
    const end = isWordCode(code) ? wordEnd(text, i, limit) : i + 1;
    if (isWordCode(code)) pushWord(tokens, text, i, end);
    else
      tokens.push({
        start: i,
        end,
        text: text.slice(i, end),
        lower: text.slice(i, end),
        kind: 'sign',
        capital: false,
        piece: -1,
      });
    i = end;
  }
  return tokens;
}

function pushWord(tokens: Token[], text: string, start: number, end: number): void {
  const word = text.slice(start, end);
  const tail = /['’](?:s|S)$/.exec(word);
  if (tail !== null && tail.index > 0) {
    addWord(tokens, start, start + tail.index, word.slice(0, tail.index));
    const sign = word.slice(tail.index);
    const lower = tokens[tokens.length - 1]!.lower;
    const verb = pronounsWithIs.has(lower);
    tokens.push({
      start: start + tail.index,
      end,
      text: sign,
      lower: '’s',
      kind: verb ? 'word' : 'owner',
      capital: false,
      piece: -1,
    });
    return;
  }
  addWord(tokens, start, end, word);
  const code = text.charCodeAt(end);
  if ((code === 39 || code === 0x2019) && /[sz]$/i.test(word) && text.charCodeAt(end + 1) === 32) {
    tokens.push({
      start: end,
      end: end + 1,
      text: text.slice(end, end + 1),
      lower: '’s',
      kind: 'owner',
      capital: false,
      piece: -1,
    });
  }
}

const pronounsWithIs = new Set([
  'he',
  'she',
  'it',
  'that',
  'what',
  'who',
  'there',
  'here',
  'let',
  'where',
  'how',
  'this',
]);

function addWord(tokens: Token[], start: number, end: number, word: string): void {
  const first = word.charAt(0);
  const lower = word.toLowerCase();
  tokens.push({ start, end, text: word, lower, kind: 'word', capital: first !== first.toLowerCase(), piece: -1 });
}

/** Where the word that starts at `start` ends: inner points of abbreviations, dashes and apostrophes belong to it. */
function wordEnd(text: string, start: number, limit: number): number {
  let i = start;
  let run = start;
  for (;;) {
    while (i < limit && isWordCode(text.charCodeAt(i))) i++;
    if (i >= limit) return i;
    const code = text.charCodeAt(i);
    const next = i + 1 < limit ? text.charCodeAt(i + 1) : 32;
    if (code === 46) {
      const length = i - run;
      if (isWordCode(next) && (length === 1 || isLowerOrDigit(text.charAt(i + 1)))) {
        i++;
        run = i;
        continue;
      }
      if (isAbbreviation(text.slice(run, i), run > start)) return i + 1;
      return i;
    }
    if (
      (code === 45 || code === 39 || code === 0x2019 || code === 38 || code === 0x2011 || code === 0x2010) &&
      isWordCode(next)
    ) {
      i++;
      run = i;
      continue;
    }
    return i;
  }
}

function isAbbreviation(word: string, inner: boolean): boolean {
  if (word.length === 1) return inner || (word !== 'I' && /\p{Lu}/u.test(word)) || inner;
  return abbreviations.has(word.toLowerCase()) && /^\p{Lu}|^(?:etc|vs|no|al)$/u.test(word);
}

function isLowerOrDigit(char: string): boolean {
  return char === char.toLowerCase();
}

const wordPattern = /[\p{L}\p{N}\p{M}_@#$%]/u;

function isWordCode(code: number): boolean {
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95 ||
      code === 64 ||
      code === 35 ||
      code === 36 ||
      code === 37
    );
  }
  if (code >= 0x2000 && code <= 0x206f) return false;
  return wordPattern.test(String.fromCharCode(code)) || (code >= 0xd800 && code <= 0xdfff);
}
