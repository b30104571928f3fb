import { foldName } from '../../domain/fold.js';
import type { Span } from '../../domain/span.js';
import { isStopWord, stemOf } from '../../retrieve/words.js';
import { remember } from './remember.js';

/** A word, number or sign of a sentence. */
export interface Token extends Span {
  text: string;
  kind: 'word' | 'number' | 'sign';
  /** Folded, without a possessive; the sign itself for a sign. */
  key: string;
  stem: string;
  /** A word of a topic and no grammar. */
  isContent: boolean;
  isCapital: boolean;
  /** How many quotation marks are open around it: 0 outside quotations. */
  quoted: boolean;
}

const pattern =
  /\p{N}+(?:[.,:]\p{N}+)*(?:st|nd|rd|th|bn|tn|[kmbs])?(?![\p{L}\p{N}])|\p{N}+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*(?:\.(?:\p{L}\.)+)?|[^\s\p{L}\p{N}\p{M}]/gu;

/** Words that this project's stop words hold but that decide about what a sentence says. */
const telling = new Set('after before again against more most over under up down off out between same only'.split(' '));

/** The tokens of a text in order. Hyphened words are several tokens with the hyphen as a sign. Linear. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let open = false;
  for (const match of text.matchAll(pattern)) {
    const [shown] = match;
    const { index: start } = match;
    const first = shown.charAt(0);
    if (/\p{N}/u.test(first)) {
      tokens.push(token(shown, start, 'number', shown.toLowerCase(), open));
    } else if (/[\p{L}\p{M}]/u.test(first)) {
      const bare = shown.replace(/['’]s?$/u, '');
      tokens.push(token(shown, start, 'word', foldName(bare.replace(/['’]/gu, '').replace(/\./g, '')), open));
    } else {
      if (/[“„«]/u.test(shown)) open = true;
      else if (/[”»]/u.test(shown)) open = false;
      else if (shown === '"') open = !open;
      tokens.push(token(shown, start, 'sign', shown, open));
    }
  }
  return tokens;
}

const stemSets = new WeakMap<readonly Token[], ReadonlySet<string>>();

/** Whether one of some sentences has a word of a stem anywhere, words of grammar and signs included. A sentence is read for it once. */
export function haveStem(sentences: readonly { tokens: readonly Token[] }[], stem: string): boolean {
  return sentences.some(({ tokens }) =>
    remember(stemSets, tokens, () => new Set(tokens.map((token) => token.stem))).has(stem),
  );
}

function token(text: string, start: number, kind: Token['kind'], key: string, quoted: boolean): Token {
  const isWord = kind === 'word' && key !== '';
  return {
    text,
    start,
    end: start + text.length,
    kind,
    key,
    stem: isWord ? stemOf(key) : key,
    isContent: isWord && key.length > 1 && !isStopWord(key) && !telling.has(key) && !auxiliaries.has(key),
    isCapital: kind === 'word' && /^\p{Lu}/u.test(text),
    quoted,
  };
}

/** Verbs of grammar, what they do is looked at elsewhere, and "p.m.", which belongs to its time. */
const auxiliaries = new Set(
  'pm may might must shall ought cannot cant dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt couldnt shouldnt also though although while yet'.split(
    ' ',
  ),
);
