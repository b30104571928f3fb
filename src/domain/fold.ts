/**
 * A text for comparing names: lower case, without diacritics, with runs of anything but letters and digits as one space.
 * "São José's" and "sao jose s" come out equal. Empty when the text has no letter or digit.
 */
export function foldName(text: string): string {
  // Most of what is folded are English passages, of which nothing but signs needs the tables of Unicode: a quarter of the time.
  if (!needsTables.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text as `foldName` has them, in order, with repeats: `foldName(text).split(' ')`, without putting them together first. */
export function foldWords(text: string): string[] {
  if (!needsTables.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const folded = foldName(text);
  return folded === '' ? [] : folded.split(' ');
}

/** Anything but ASCII and signs that neither are nor become letters or digits, such as dashes and quotation marks. */
const needsTables = /[^\0-\u00a9\u00ab-\u00b1\u00b6-\u00b8\u00bb\u00bf\u2010-\u2027\u2030-\u203b]/;
