import { setTimeout } from 'node:timers/promises';

/** How often and how long something is tried. */
export interface RetryLimits {
  /** The wait before the first retry; it doubles each time, up to `longestDelayMs`. */
  firstDelayMs: number;
  longestDelayMs: number;
  retries: number;
  /** For all tries and waits together. */
  totalTimeoutMs: number;
}

/** What to do about a failed try: give up, or try again after the wait that the server asks for, if it does. */
export type Verdict = { retry: false } | { retry: true; afterMs: number | undefined };

/**
 * The result of `attempt`, tried again as `judge` says. A wait that would pass the total limit is not begun. Waits end at once
 * when `signal` aborts.
 *
 * @throws the error of the last try, or the signal's reason.
 */
export async function withRetries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  judge: (error: unknown) => Verdict,
  limits: RetryLimits,
  signal?: AbortSignal,
): Promise<T> {
  const end = Date.now() + limits.totalTimeoutMs;
  const deadline = AbortSignal.timeout(limits.totalTimeoutMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  for (let retry = 0; ; retry++) {
    try {
      return await attempt(stop);
    } catch (error) {
      signal?.throwIfAborted();
      if (deadline.aborted) {
        throw new Error(`no answer within ${limits.totalTimeoutMs / 1000} seconds`, { cause: error });
      }
      const verdict = judge(error);
      if (!verdict.retry || retry >= limits.retries) throw error;
      const delayMs = verdict.afterMs ?? Math.min(limits.firstDelayMs * 2 ** retry, limits.longestDelayMs);
      if (Date.now() + delayMs >= end) throw error;
      await setTimeout(delayMs, undefined, { signal: stop }).catch(() => signal?.throwIfAborted());
    }
  }
}

/** The wait of a `Retry-After` header, in seconds or as a date, from `now` on. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}
