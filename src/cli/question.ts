import type { Filters, Question } from '../domain/answer.js';
import { AppError } from '../errors.js';
import type { Arguments } from './arguments.js';
import type { CommandContext } from './command.js';
import { isDay } from '../domain/days.js';

/**
 * The question that the arguments of `ask` and `search` make, with `text` as its words. `recordDay` is the day that a record of
 * a batch says it was asked on; "last week" in a filter then counts from there.
 *
 * @throws AppError `USAGE` for a day or period that cannot be understood, or a period that ends before it begins.
 */
export async function parseQuestion(
  args: Arguments,
  text: string,
  context: Surroundings,
  recordDay?: string,
): Promise<Question> {
  const askedOn = recordDay ?? args.texts.get('asked-on') ?? localDay(context.now());
  return { text, filters: await parseFilters(args, askedOn, context), askedOn };
}

/**
 * The filters that the arguments of `quotes` make.
 *
 * @throws AppError `USAGE`, as `parseQuestion` does.
 */
export function parseOwnFilters(args: Arguments, context: Surroundings): Promise<Filters> {
  return parseFilters(args, args.texts.get('asked-on') ?? localDay(context.now()), context);
}

/** What a question is parsed with; the app is opened only when there are dates to understand. */
type Surroundings = Pick<CommandContext, 'now' | 'openApp'>;

async function parseFilters(args: Arguments, askedOn: string, context: Surroundings): Promise<Filters> {
  if (!isDay(askedOn)) throw new AppError('USAGE', `--asked-on: expected a day such as 2025-03-04, got "${askedOn}".`);
  const outlet = args.texts.get('outlet');
  const author = args.texts.get('author');
  const since = (await parseBound(args, 'since', askedOn, context))?.first;
  const until = (await parseBound(args, 'until', askedOn, context))?.last;
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

async function parseBound(args: Arguments, option: 'since' | 'until', askedOn: string, context: Surroundings) {
  const text = args.texts.get(option);
  if (text === undefined) return undefined;
  const days = await (await context.openApp()).findDays(text, askedOn);
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
