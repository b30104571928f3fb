import { parseCount, wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { parseOwnFilters } from '../question.js';
import { toQuoteRow, toQuotesRow, toSummaryRow } from '../quote-rows.js';
import { renderQuoteSearch } from '../render/quotes.js';
import { renderSpeakers } from '../render/speakers.js';

const command = { name: 'quotes' };
const defaultQuotes = 10;
const defaultSpeakers = 50;
const most = 10_000;

/**
 * Lists the speakers, or the quotes of one, or those about something. A name that fits several or nobody is a result as well:
 * the text or JSON says whom it may mean.
 */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const { texts, flags, positionals } = args;
  const speaker = positionals.join(' ').trim();
  const speakerId = texts.get('id');
  const about = texts.get('about');
  const limit = texts.has('limit') ? parseCount(texts.get('limit')!, '--limit', most) : undefined;
  if (flags.has('all')) return listAll(args, context);
  if (speaker !== '' && speakerId !== undefined) {
    throw wrongUse(command, `Expected a name or --id, got both "${speaker}" and ${speakerId}.`);
  }
  const filters = await parseOwnFilters(args, context);
  const { stdout } = context;
  const app = await context.openApp();

  if (speaker === '' && speakerId === undefined && about === undefined) {
    const { speakers, unattributed } = await app.listSpeakers(filters);
    await stdout.write(
      flags.has('json')
        ? toJsonLine({ speakers: speakers.slice(0, limit).map(toSummaryRow), unattributed })
        : renderSpeakers(toPrintable({ speakers, unattributed }), limit ?? defaultSpeakers, stdout.style),
    );
    return 0;
  }
  const found = await app.findQuotes({
    ...(speaker === '' ? {} : { speaker }),
    ...(speakerId === undefined ? {} : { speakerId }),
    ...(about === undefined ? {} : { about }),
    filters,
    limit: limit ?? defaultQuotes,
  });
  await stdout.write(
    flags.has('json')
      ? toJsonLine(toQuotesRow(found))
      : renderQuoteSearch(toPrintable(found), stdout.style, toPrintable(about)),
  );
  return 0;
}

/** Every quote as a line of JSON, each written when the reader has room. */
async function listAll({ positionals, texts, flags }: Arguments, context: CommandContext): Promise<number> {
  if (!flags.has('json')) throw wrongUse(command, 'Expected --json together with --all, got --all alone.');
  const [other] = [...positionals, ...Array.from(texts.keys(), (name) => `--${name}`)];
  if (other !== undefined) throw wrongUse(command, `Expected --all and --json alone, got "${other}" as well.`);
  const app = await context.openApp();
  for await (const quote of app.allQuotes()) await context.stdout.write(toJsonLine(toQuoteRow(quote)));
  return 0;
}
