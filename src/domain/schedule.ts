import { createHash } from 'node:crypto';

/** How the tries of a source have gone; times are ISO 8601. */
export interface Tries {
  source: string;
  /** Null before the first one. */
  lastTry: string | null;
  /** Since it was last reached. */
  failedTries: number;
}

const units: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A source as it is written: an address may be followed by how often it is asked for, as "https://a.example/feed.xml every 15 min" (or h,
 * or d; from a minute on). The interval is null where none is given; undefined for an address that something else follows.
 */
export function parseSource(text: string): { source: string; intervalMs: number | null } | undefined {
  const whole = text.trim();
  if (!/^https?:/iu.test(whole) || !/\s/u.test(whole)) return { source: whole, intervalMs: null };
  const [, source, count, unit] = /^(\S+)\s+every\s+(\d+(?:\.\d+)?)\s*(min|h|d)$/iu.exec(whole) ?? [];
  const intervalMs = Number(count) * (units[unit?.toLowerCase() ?? ''] ?? NaN);
  return source !== undefined && intervalMs >= units['min']! ? { source, intervalMs } : undefined;
}

/** The longest wait between two tries of a source that cannot be reached, unless its interval is longer. */
const longestWaitMs = 24 * 60 * 60 * 1000;
/** A wait is longer or shorter by up to this share, so that sources do not all come due at once. */
const jitterShare = 0.1;

/**
 * When to try a source again, in epoch milliseconds: after the interval, and after twice as long for each try that failed, up to a
 * day; now, when it was never tried, or when the last try lies ahead because the clock was set back. The jitter is drawn from the
 * source and its last try, so that every process comes to the same time.
 */
export function nextTry(
  { source, lastTry, failedTries }: Tries,
  { intervalMs, nowMs }: { intervalMs: number; nowMs: number },
): number {
  if (lastTry === null) return nowMs;
  const lastMs = Date.parse(lastTry);
  if (lastMs > nowMs) return nowMs;
  const wait = Math.min(intervalMs * 2 ** Math.min(failedTries, 30), Math.max(longestWaitMs, intervalMs));
  return Math.round(lastMs + wait * (1 + jitterShare * (2 * fractionOf(`${source}\n${lastTry}`) - 1)));
}

/** A number from 0 up to 1 that looks random and depends on the text alone. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
