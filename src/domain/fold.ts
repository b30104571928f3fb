/**
 * A text for comparing names: lower case, without diacritics, with runs of anything but letters and digits as one space.
 * "São José's" and "sao jose s" come out equal. Empty when the text has no letter or digit.
 */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
