import { trimSpan, type Span } from './span.js';

/**
 * The paragraphs of a text as spans without surrounding white space, in order. A paragraph ends at a line break; empty lines
 * give no span. Linear.
 */
export function paragraphSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const span = trimSpan(text, { start, end });
    if (span.start < span.end) spans.push(span);
    start = end + 1;
  }
  return spans;
}

/**
 * The sentences of a text as spans without surrounding white space, in order; none crosses a paragraph border, and all that
 * lies between them is white space. "Mr.", "U.S.", initials, decimals, ellipses within a sentence and closing quotation marks do
 * not end one. Unicode's rules (UAX #29, as the runtime implements them) propose the borders; the ones after an abbreviation
 * are taken back. Linear.
 */
export function sentenceSpans(text: string): Span[] {
  return paragraphSpans(text).flatMap((paragraph) => sentencesOfParagraph(text, paragraph));
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

function sentencesOfParagraph(text: string, paragraph: Span): Span[] {
  const spans: Span[] = [];
  let start = paragraph.start;
  for (const { index, segment } of segmenter.segment(text.slice(paragraph.start, paragraph.end))) {
    const end = paragraph.start + index + segment.length;
    if (end < paragraph.end && isFalseBorder(text.slice(Math.max(start, end - 40), end), text.slice(end, end + 24)))
      continue;
    const span = trimSpan(text, { start, end });
    if (span.start < span.end) spans.push(span);
    start = end;
  }
  return spans;
}

/** Always followed by the rest of a name, a number or a place. */
const leadingAbbreviations = new Set(
  (
    'mr mrs ms mx dr prof rev fr sen sens rep reps gov govs pres gen lt col maj sgt capt cmdr adm cpl pvt supt insp det hon ' +
    'amb atty msgr st ste mt ft vs v no nos approx ca cf dept est fig al messrs mme mlle'
  ).split(' '),
);

/** May end a sentence, and does when what follows can only begin one. */
const innerAbbreviations = new Set(
  (
    'jr sr inc corp co ltd llc bros etc jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri ' +
    'ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nev okla ore pa ' +
    'tenn tex va vt wash wis wyo ave blvd rd assn univ vol ed eds pp'
  ).split(' '),
);

/** Words that begin sentences and hardly ever continue a name: after "U.S." they show that a new sentence has begun. */
const sentenceStarters = new Set(
  (
    'the a an he she it they we i you his her its their our my this that these those there here but and or so yet if when ' +
    'while after before since because although though however still now then in on at by for from with without as to what who ' +
    'where why how many most some all no not another both each few several one two mr mrs ms dr is are was were has have had'
  ).split(' '),
);

function isFalseBorder(before: string, after: string): boolean {
  // A dash, comma or bracket goes on with the sentence whatever came before: “Go!” — she meant it — “now.”
  if (/^\s*[,;:–—)\]]/u.test(after)) return true;
  const closed = before.trimEnd();
  // “Will it hold?” she asked.
  if (/["”’»)]$/u.test(closed) && /^\s*\p{Ll}/u.test(after)) return true;
  if (!closed.endsWith('.')) return false;
  const word = /([\p{L}][\p{L}.’']*)\.$/u.exec(closed)?.[1];
  if (word === undefined) return false;
  const next = /^\s*["“”‘’'«»„([]*([\p{L}\p{N}][\p{L}\p{N}’']*)/u.exec(after)?.[1];
  if (next === undefined) return false;
  const folded = word.toLowerCase();
  if (leadingAbbreviations.has(folded) && !(folded === 'no' && /^\p{L}/u.test(next))) return true;
  const isInitials = /^\p{Lu}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word) || folded === 'ph.d';
  if (!isInitials && !innerAbbreviations.has(folded)) return false;
  if (!/^[\p{Lu}\p{N}]/u.test(next)) return true;
  // "may", "mar" and "la" are words as well; their capital tells the abbreviation.
  if (!isInitials && !/^\p{Lu}/u.test(word)) return false;
  return !sentenceStarters.has(next.toLowerCase());
}
