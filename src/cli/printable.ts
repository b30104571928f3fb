/**
 * Characters that a terminal acts on instead of showing them: control characters but the line feed, and those that change the
 * direction of text or are invisible. In an article they could hide or forge what a reader sees. (The joiners U+200C and
 * U+200D stay: scripts and emoji need them.)
 */
const acting =
  /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/**
 * `value` with all its strings, however deep, safe to print: white space becomes a blank or a line feed, and whatever else a
 * terminal would act on becomes "�", so that a tampered text shows. Text output renders nothing else.
 */
export function toPrintable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/\r\n?/g, '\n').replace(acting, (c) => (/\s/.test(c) ? ' ' : '\ufffd'));
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  }
  return value;
}

/** `value` as JSON on one line. The control characters that JSON allows unescaped are escaped too: a reader gets the same value. */
export function toJsonLine(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}
