/** A text without the differences that printing makes, and where each of its characters stood. */
export interface Folded {
  folded: string;
  /** `offsets[i]` is the offset in the original of `folded[i]`; one more entry gives the end. */
  offsets: Uint32Array;
}

const replacements: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '＂': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '…': '...',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬀ: 'ff',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  '\u00ad': '',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
};

/**
 * Folds quotation marks, apostrophes, dashes, ellipses, ligatures, invisible characters and runs of white space, so that two
 * printings of the same words become equal. Case, letters and all other signs stay. Two apostrophes in a row become one double mark.
 * Every folded character maps to the original character it comes from; offsets never decrease.
 */
export function foldTypography(text: string): Folded {
  const parts: string[] = [];
  const offsets = new Uint32Array(3 * text.length + 1);
  let length = 0;
  const put = (chars: string, at: number): void => {
    for (let k = 0; k < chars.length; k++) offsets[length++] = at;
    parts.push(chars);
  };
  let space = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (
      code <= 32 ||
      code === 0xa0 ||
      code === 0x3000 ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x2028 ||
      code === 0x2029 ||
      code === 0x202f
    ) {
      if (!space) put(' ', i);
      space = true;
      continue;
    }
    const folded = foldChar(text, i);
    if (folded === '') continue;
    space = false;
    if (folded === "'") {
      const next = nextVisible(text, i + 1);
      if (foldChar(text, next) === "'") {
        put('"', i);
        i = next;
        continue;
      }
    }
    put(folded, i);
  }
  offsets[length] = text.length;
  return { folded: parts.join(''), offsets: offsets.slice(0, length + 1) };
}

function foldChar(text: string, at: number): string {
  const char = text.charAt(at);
  const code = text.charCodeAt(at);
  return code < 128 && code !== 96 ? char : (replacements[char] ?? char);
}

/** The next character that is not invisible. */
function nextVisible(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) > 128 && replacements[text.charAt(i)] === '') i++;
  return i;
}
