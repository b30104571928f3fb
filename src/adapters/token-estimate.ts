/**
 * Tokens of `text`, estimated without the model's tokenizer and erring high. One for each three letters of a Latin word, and
 * one for each letter after its twelfth; one for each digit, other ASCII sign and line break; beyond ASCII, one less than the
 * bytes of UTF-8 for each character. For English news this is about 1.8 times the count of a WordPiece tokenizer.
 */
export function estimateTokens(text: string): number {
  return scan(text, Infinity).tokens;
}

/** The longest beginning of `text` whose estimate is at most `maxTokens`; never half of a surrogate pair. */
export function cutToEstimate(text: string, maxTokens: number): string {
  return text.slice(0, scan(text, maxTokens).end);
}

function scan(text: string, maxTokens: number): { tokens: number; end: number } {
  let tokens = 0;
  let letters = 0;
  let end = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    letters = isLatinLetter(code) ? letters + 1 : 0;
    const cost = letters > 0 ? costOfLetter(letters) : costOf(code);
    if (tokens + cost > maxTokens) break;
    tokens += cost;
    end += character.length;
  }
  return { tokens, end };
}

function isLatinLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** The cost of the n-th letter of a word: the first of each three opens a token, and what is too long for a word is none. */
function costOfLetter(n: number): number {
  return n > 12 || n % 3 === 1 ? 1 : 0;
}

function costOf(code: number): number {
  if (code === 32 || code === 9) return 0;
  if (code < 0x800) return 1;
  return code < 0x10000 ? 2 : 3;
}
