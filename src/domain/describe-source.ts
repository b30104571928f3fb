import { describeSeconds } from './describe.js';

/** What is known of a source's tries; see `SourceEntry`. */
export interface SourceTries {
  lastSuccess: string | null;
  failedTries: number;
  intervalMinutes: number | null;
  nextTry: string | null;
  isWatched: boolean;
}

/**
 * How the tries of a source have gone, and when a feed or page is due: "last reached 30 May 2025 10:00 UTC, 2 tries failed, next try 1 Jun
 * 2025 14:03 UTC (every 30 min)". `describeMinute` renders an ISO time.
 */
export function describeTries(
  { lastSuccess, failedTries, intervalMinutes, nextTry, isWatched }: SourceTries,
  describeMinute: (iso: string) => string,
): string {
  const done = nextTry === null ? 'read' : 'reached';
  const parts: string[] = [];
  if (lastSuccess !== null) parts.push(`last ${done} ${describeMinute(lastSuccess)}`);
  else parts.push(failedTries > 0 ? `never ${done}` : 'not read yet');
  if (failedTries > 0) parts.push(`${failedTries} ${failedTries === 1 ? 'try' : 'tries'} failed`);
  if (nextTry !== null) {
    const when = isWatched ? `next try ${describeMinute(nextTry)}` : `due ${describeMinute(nextTry)} when watched`;
    parts.push(intervalMinutes === null ? when : `${when} (every ${describeSeconds(intervalMinutes * 60)})`);
  }
  return parts.join(', ');
}
