import { toPrintableText } from '../domain/describe.js';

/**
 * `value` with all its strings, however deep, safe to print: white space becomes a blank or a line feed, and whatever else a
 * terminal would act on becomes "�", so that a tampered text shows. Text output renders nothing else.
 */
export function toPrintable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return toPrintableText(value);
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
