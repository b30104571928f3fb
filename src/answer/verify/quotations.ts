import { foldTypography, type Folded } from '../../domain/typography.js';
import type { Span } from '../../domain/span.js';
import type { GivenQuote } from './types.js';
import type { PreparedPassage } from './prepare.js';

/** Words in quotation marks in a sentence of an answer: `start` and `end` are of the words, without the marks. */
export interface StatedQuotation extends Span {
  words: string;
}

/** Where a passage has the words. */
export interface FoundQuotation {
  passage: PreparedPassage;
  /** In the passage's text, in order: several where the reporter put words in between. */
  spans: Span[];
  /** The article's quotation that they are of; null where they stand in the reporter's own text. */
  quote: GivenQuote | null;
}

const pairs: readonly RegExp[] = [
  /“([^“”]*)”/gu,
  /„([^„“”]*)[“”]/gu,
  /«([^«»]*)»/gu,
  /"([^"]*)"/gu,
  /(?<![\p{L}\p{N}])‘((?:[^‘’]|’(?=\p{L}))*)’(?![\p{L}\p{N}])/gu,
];

/** The quotations of a sentence, in order, none within another. A mark without its partner quotes up to the end. */
export function readQuotations(text: string): StatedQuotation[] {
  const found: StatedQuotation[] = [];
  for (const pair of pairs) {
    for (const match of text.matchAll(pair)) {
      const [start, end] = [match.index + 1, match.index + match[0].length - 1];
      if (found.some((other) => start < other.end + 1 && other.start - 1 < end)) continue;
      found.push({ start, end, words: match[1]! });
    }
  }
  const open = /[“„«"]([^“”„«»"]*)$/u.exec(text);
  if (open !== null && !found.some(({ end }) => end >= open.index))
    found.push({ start: open.index + 1, end: text.length, words: open[1]! });
  return found
    .flatMap(partsOf)
    .filter(({ words }) => /[\p{L}\p{N}]/u.test(words))
    .sort((a, b) => a.start - b.start);
}

/** The words before and behind each “…”, which leaves out what stood between them. */
function partsOf({ start, end, words }: StatedQuotation): StatedQuotation[] {
  const parts: StatedQuotation[] = [];
  let from = 0;
  for (const { index, 0: gap } of words.matchAll(/\s*(?:\[\s*)?(?:…|\.{3}|\. \. \.)(?:\s*\])?\s*/gu)) {
    parts.push({ start: start + from, end: start + index, words: words.slice(from, index) });
    from = index + gap.length;
  }
  return [...parts, { start: start + from, end, words: words.slice(from) }];
}

const folds = new WeakMap<PreparedPassage, Folded>();

/**
 * Every place of a quotation's words in a passage, those in quotation marks first: letter by letter once typography is folded. The first letter's case and a closing comma
 * or full stop may differ, since they are the sentence's that it was put into. Words on both sides of "he said" are found in the
 * article's quotation that they are the parts of. Empty when they are not there, or only as
 * a part of a word.
 */
export function findQuotations(words: string, passage: PreparedPassage): FoundQuotation[] {
  const asked = trimmed(foldTypography(words).folded);
  if (asked === '') return [];
  let folded = folds.get(passage);
  if (folded === undefined) folds.set(passage, (folded = foldTypography(passage.given.text)));
  const { given } = passage;
  const found: FoundQuotation[] = [];
  for (const at of placesOfWords(folded.folded, asked)) {
    const span = { start: folded.offsets[at]!, end: endOf(folded, at + asked.length) };
    found.push({ passage, spans: [span], quote: quoteAt(passage, span) });
  }
  for (const quote of found.length > 0 ? [] : given.quotes) {
    if (quote.segments.length < 2 || quote.start < given.start || quote.end > given.start + given.text.length) continue;
    const spans = joinedSpans(asked, quote, given);
    if (spans !== undefined) found.push({ passage, spans, quote });
  }
  const isReadable = (span: Span): boolean =>
    passage.sentences.some(({ start, end }) => span.start < end && span.end > start);
  return found
    .filter(({ spans }) => spans.every(isReadable))
    .sort((a, b) => Number(a.quote === null) - Number(b.quote === null));
}

function trimmed(folded: string): string {
  return folded
    .trim()
    .replace(/[\s,.;:]+$/u, '')
    .replace(/^[\s,.;:]+/u, '');
}

/** Where the words stand as whole words; the first letter may be of the other case where it nowhere is of the same. */
function placesOfWords(text: string, asked: string): number[] {
  const first = asked.charAt(0);
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  const placesOf = (form: string): number[] => {
    const places: number[] = [];
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
      const isPart =
        (isWord(text.charAt(at - 1)) && isWord(form.charAt(0))) ||
        (isWord(text.charAt(at + form.length)) && isWord(form.at(-1)!));
      if (!isPart) places.push(at);
    }
    return places;
  };
  const same = placesOf(asked);
  return same.length > 0 ? same : placesOf(other + asked.slice(1));
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}

function endOf({ folded, offsets }: Folded, to: number): number {
  if (to >= folded.length) return offsets[folded.length]!;
  // The next character's place, without white space that folded to nothing in between.
  return offsets[to - 1]! + 1 > offsets[to]! ? offsets[to]! : offsets[to - 1]! + 1;
}

/** Words that go over the reporter's cue: the sign before it may be any, since it was made for the cue. */
function joinedSpans(asked: string, quote: GivenQuote, given: { text: string; start: number }): Span[] | undefined {
  const parts = quote.segments.map(({ start, end }) => {
    const text = given.text.slice(start - given.start, end - given.start);
    return { start: start - given.start, folded: foldTypography(text) };
  });
  for (let from = 0; from + 1 < parts.length; from++) {
    const spans: Span[] = [];
    let rest = asked;
    for (let i = from; i < parts.length && rest !== ''; i++) {
      const { start, folded } = parts[i]!;
      const body = trimmed(folded.folded);
      const offset = folded.folded.indexOf(body);
      const overlap =
        i === from
          ? overlapOf(body, rest)
          : rest.startsWith(body)
            ? body.length
            : body.startsWith(rest)
              ? rest.length
              : 0;
      if (overlap === 0) break;
      const begin = i === from ? offset + body.length - overlap : offset;
      spans.push({ start: start + folded.offsets[begin]!, end: start + endOf(folded, begin + overlap) });
      rest = rest.slice(overlap).replace(/^[\s,.;:!?-]+/u, '');
    }
    if (rest === '' && spans.length > 1) return spans;
  }
  return undefined;
}

/** The longest end of a part that the words begin with, from a word's start. */
function overlapOf(body: string, rest: string): number {
  for (let length = Math.min(body.length, rest.length); length > 0; length--) {
    const begins = length === body.length || !isWord(body.charAt(body.length - length - 1));
    const same = body.slice(body.length - length);
    if (begins && (rest.startsWith(same) || rest.startsWith(same.charAt(0).toLowerCase() + same.slice(1))))
      return length;
  }
  return 0;
}

function quoteAt({ given }: PreparedPassage, span: Span): GivenQuote | null {
  const [start, end] = [span.start + given.start, span.end + given.start];
  const within = given.quotes.filter((quote) =>
    quote.segments.some((segment) => start < segment.end && end > segment.start),
  );
  return within.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
}

/**
 * The sentence with its quotations as the article prints them, byte for byte between the marks; the sign that closed them in the
 * sentence stays where the article's words end without one.
 */
export function withPrintedQuotations(
  text: string,
  found: readonly { stated: StatedQuotation; found: FoundQuotation }[],
): string {
  let shown = text;
  for (const { stated, found: where } of [...found].sort((a, b) => b.stated.start - a.stated.start)) {
    const { text: passage } = where.passage.given;
    const printed = where.spans.map(({ start, end }) => passage.slice(start, end));
    const lead = /^\s*/u.exec(stated.words)![0];
    const tail = /[\s,.;:]*$/u.exec(stated.words)![0].trim();
    // Between parts that the reporter's cue divides, the reader sees that they are two.
    const joined = printed.join('” … “');
    shown = shown.slice(0, stated.start) + lead.trim() + joined + tail + shown.slice(stated.end);
  }
  return shown;
}
