import type { Filters, Question } from '../domain/answer.js';
import { AppError } from '../errors.js';
import type { Arguments } from './arguments.js';
import { findDays, isDay } from './period.js';

/**
 * The question that the arguments of `ask` and `search` make, with `text` as its words. `recordDay` is the day that a record of
 * a batch says it was asked on; "last week" in a filter then counts from there.
 *
 * @throws AppError `USAGE` for a day or period that cannot be understood, or a period that ends before it begins.
 */
export async function parseQuestion(args: Arguments, text: string, now: Date, recordDay?: string): Promise<Question> {
  const askedOn = recordDay ?? args.texts.get('asked-on') ?? localDay(now);
  return { text, filters: await parseFilters(args, askedOn), askedOn };
}

/**
 * The filters that the arguments of `quotes` make.
 *
 * @throws AppError `USAGE`, as `parseQuestion` does.
 */
export function parseOwnFilters(args: Arguments, now: Date): Promise<Filters> {
  return parseFilters(args, args.texts.get('asked-on') ?? localDay(now));
}

async function parseFilters(args: Arguments, askedOn: string): Promise<Filters> {
  if (!isDay(askedOn)) throw new AppError('USAGE', `--asked-on: expected a day such as 2025-03-04, got "${askedOn}".`);
  const outlet = args.texts.get('outlet');
  const author = args.texts.get('author');
  const since = (await parseBound(args, 'since', askedOn))?.first;
  const until = (await parseBound(args, 'until', askedOn))?.last;
  if (since !== undefined && until !== undefined && since > until) {
    throw new AppError('USAGE', `Expected --since before --until, got ${since} and ${until}.`);
  }
  return {
    ...(outlet === undefined ? {} : { outlet }),
    ...(author === undefined ? {} : { author }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

async function parseBound(args: Arguments, option: 'since' | 'until', askedOn: string) {
  const text = args.texts.get(option);
  if (text === undefined) return undefined;
  const days = await findDays(text, askedOn);
  if (days !== undefined) return days;
  throw new AppError(
    'USAGE',
    `--${option}: expected a day or period (2025-03-04, "last week", "Nov 2024"), got "${text}".`,
  );
}

/** The day it is where the program runs. */
export function localDay(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
