import { countReasons, type Citation } from '../domain/answer.js';
import type { Excerpt, Exchange, QuoteRequest, Shown, Turn } from '../domain/conversation.js';
import type { Filters } from '../domain/answer.js';
import { cutExcerpt } from '../domain/excerpt.js';
import { AppError } from '../errors.js';
import { today, type Desk } from './desk.js';

/** Who asks, where, and what it goes on from. */
export interface Asked {
  userId: string;
  guildId: string | null;
  channelId: string;
  isPrivate: boolean;
  /** The exchange that this one follows up on. */
  follows: Exchange | null;
}

/** Sentences of an answer: about what a message holds with its sources. */
const mostSentences = 4;
/** Exchanges that a follow-up is understood from. */
const mostTurns = 4;
/** Characters of an article on each side of cited words. */
const excerptSide = 700;
/** Quotes that can be paged through. */
const mostQuotes = 100;

/** What of an answer has passed the checks while the rest is still being written. */
export type Draft = Parameters<NonNullable<Parameters<Desk['app']['ask']>[1]['onDraft']>>[0];

/** An exchange that is to be shown. */
export interface Made {
  exchange: Exchange;
  /** Whether it is in the store, where controls and follow-ups find it; not where nothing can be written, as on a full disk. */
  isKept: boolean;
}

/** Asks the coverage, and keeps what came of it with the words around every citation, so that a reindex cannot take them away. */
export async function exchangeAnswer(
  desk: Desk,
  asked: Asked,
  { text, filters }: { text: string; filters: Filters },
  onDraft?: (draft: Draft) => void,
): Promise<Made> {
  const { app } = desk;
  const askedOn = today(desk.now());
  const turns = asked.follows === null ? [] : await listTurns(desk, asked.follows);
  const { userId } = asked;
  const { request } = desk;
  const options = { limit: mostSentences, turns, userId, ...(request && { request }), ...(onDraft && { onDraft }) };
  // What was asked, and what repeats it, is for those who look into a fault.
  desk.log.debug({ question: text, filters, follows: asked.follows?.id ?? null }, 'Question asked');
  const outcome = await app.ask({ text, filters, askedOn }, options);
  const { outcome: result, mode, note, removed = [] } = outcome;
  desk.log.info({ outcome: result, mode, removed: countReasons(removed) }, 'Question answered');
  if (note !== undefined || removed.length > 0) desk.log.debug({ note, removed }, 'Remarks on the answer');
  const excerpts = await Promise.all(outcome.citations.map((citation) => toExcerpt(desk, citation)));
  return keep(desk, asked, { kind: 'answer', question: text, askedOn, outcome, excerpts });
}

/** Looks for quotes, and keeps what was found. */
export async function exchangeQuotes(desk: Desk, asked: Asked, request: QuoteRequest): Promise<Made> {
  desk.log.debug({ quotes: request }, 'Quotes asked for');
  const found = await desk.app.findQuotes({ ...request, limit: mostQuotes });
  return keep(desk, asked, { kind: 'quotes', request, found });
}

/** Checks quotations, and keeps the verdicts. */
export async function exchangeVerifications(
  desk: Desk,
  asked: Asked,
  { quotations, by }: { quotations: readonly string[]; by: string | null },
): Promise<Made> {
  desk.log.debug({ quotations, by }, 'Quotations to be verified');
  const verifications = [];
  for (const quotation of quotations) verifications.push(await desk.app.verify(quotation, by === null ? {} : { by }));
  return keep(desk, asked, { kind: 'verifications', verifications });
}

/** Keeps an exchange, or replaces the one with its id. One that cannot be kept is shown all the same, and the log says why. */
export async function keepExchange({ app, log }: Desk, exchange: Exchange): Promise<Made> {
  try {
    await app.conversations.saveExchange(exchange);
    return { exchange, isKept: true };
  } catch (error) {
    log.error({ error }, 'What was found could not be kept; it is shown without controls');
    return { exchange, isKept: false };
  }
}

/** Notes which message shows an exchange. Where that fails, the message's own controls still tell which it is. */
export async function keepMessage({ app, log }: Desk, messageId: string, { exchange, isKept }: Made): Promise<void> {
  if (!isKept) return;
  try {
    await app.conversations.saveMessage(messageId, exchange.id);
  } catch (error) {
    log.error({ error }, 'The message of an answer could not be noted');
  }
}

/** What a question goes on from. Where it cannot be read, the question is answered by itself, and the log says why. */
export async function findFormer(
  { log }: Pick<Desk, 'log'>,
  look: () => Promise<Exchange | undefined>,
): Promise<Exchange | null> {
  try {
    return (await look()) ?? null;
  } catch (error) {
    log.error({ error }, 'What a question may go on from could not be read');
    return null;
  }
}

async function keep(desk: Desk, asked: Asked, shown: Shown): Promise<Made> {
  const { follows, userId, guildId, channelId, isPrivate } = asked;
  return keepExchange(desk, {
    id: desk.newId(),
    userId,
    guildId,
    channelId,
    isPrivate,
    follows: follows?.id ?? null,
    at: desk.now().toISOString(),
    shown,
  });
}

async function listTurns({ app, log }: Desk, follows: Exchange): Promise<Turn[]> {
  const exchanges = await app.conversations.listExchanges(follows.id, mostTurns).catch((error: unknown) => {
    log.error({ error }, 'Of a conversation, only the last answer could be read');
    return [follows];
  });
  return exchanges.flatMap(({ shown }) =>
    shown.kind === 'answer' ? [{ question: shown.question, askedOn: shown.askedOn, outcome: shown.outcome }] : [],
  );
}

/** A reindex may have changed or removed the article since the answer was made; the cited words stay what they were. */
async function toExcerpt({ app }: Desk, { n, articleId, quote, start, end }: Citation): Promise<Excerpt> {
  const alone = { n, before: '', quote, after: '' };
  try {
    const { body } = await app.article(articleId);
    const excerpt = cutExcerpt(body, { start, end }, excerptSide);
    return excerpt.quote === quote ? { n, ...excerpt } : alone;
  } catch (error) {
    if (error instanceof AppError && error.code === 'ARTICLE_NOT_FOUND') return alone;
    throw error;
  }
}
