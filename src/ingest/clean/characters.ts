/**
 * `text` as Unicode NFC with `\n` line ends, plain spaces, and without characters that nobody sees: control characters,
 * bidirectional controls, zero-width characters, tag characters (the flags of England, Scotland and Wales become plain black
 * flags), soft hyphens, Hangul fillers and unpaired surrogates. Zero-width joiners stay where they carry meaning: between
 * emoji, and between letters of the scripts that need them (Arabic, Indic, Khmer, ...); of the variation selectors, the one
 * that picks text or emoji form stays. Invisible characters are how instructions to a language model are smuggled into a text. Linear.
 */
export function cleanCharacters(text: string): string {
  if (plainAscii.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(lineEnds, '\n')
    .replace(spaces, ' ')
    .replace(invisible, '')
    .replace(joiners, keepJoiner)
    .replace(variationSelectors, '')
    .normalize('NFC');
}

/** `text` on one line, characters cleaned, runs of white space as one space; empty when it holds nothing else. */
export function cleanLine(text: string): string {
  return cleanCharacters(text).replace(/\s+/g, ' ').trim();
}

// Most text is this, and needs no work at all.
const plainAscii = /^[\n\x20-\x7e]*$/;

const lineEnds = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
// Offsets are into the cleaned text, so no-break, thin and ideographic spaces can become the one that people type.
const spaces = /[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

const invisible = new RegExp(
  '[' +
    '\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f' + // controls
    '\\xad\\u061c\\u180e' + // soft hyphen, Arabic letter mark, Mongolian separator
    '\\u115f\\u1160\\u3164\\uffa0' + // Hangul fillers
    '\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f' + // zero width, bidirectional
    '\\ufeff\\ufff0-\\ufffb' + // byte order mark, annotations
    '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}' + // shorthand and music format controls
    '\\u{e0000}-\\u{e0fff}' + // tags, supplementary variation selectors
    '\\p{Surrogate}' +
    ']|\\u034f|\\u17b4|\\u17b5', // joiner of graphemes, Khmer inherent vowels
  'gu',
);

const joiners = /[\u200c\u200d]+/gu;
const beforeEmojiJoiner = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const afterEmojiJoiner = /^[\p{Extended_Pictographic}]/u;
const joiningScript =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

function keepJoiner(run: string, at: number, text: string): string {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + run.length, at + run.length + 2);
  const last = [...before].at(-1) ?? '';
  if (run === '\u200d' && beforeEmojiJoiner.test(before) && afterEmojiJoiner.test(after)) return run;
  return joiningScript.test(last) && joiningScript.test(after) ? run[0]! : '';
}

const variationSelectors = new RegExp(
  '(?<![\\p{Emoji}\\p{Extended_Pictographic}])[\\ufe0e\\ufe0f]|[\\ufe00-\\ufe0d]',
  'gu',
);

/**
 * `text` without `<!-- comments -->`. The mark of one that never ends is taken out and what follows it stays, since plain text
 * may hold the mark by chance. Linear.
 */
export function withoutComments(text: string): string {
  if (!text.includes('<!--')) return text;
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('<!--', at);
    if (open === -1) break;
    kept.push(text.slice(at, open));
    const close = text.indexOf('-->', open + 4);
    if (close === -1) {
      kept.push(text.slice(open + 4));
      return kept.join('');
    }
    at = close + 3;
  }
  kept.push(text.slice(at));
  return kept.join('');
}
