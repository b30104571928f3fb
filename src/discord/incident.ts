import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import { concealSecrets } from '../domain/conceal.js';
import { AppError, type ErrorCode } from '../errors.js';
import type { LogFields } from '../domain/log.js';
import type { Desk } from './desk.js';

/** What a person is told of an error. */
export interface Incident {
  message: string;
  hint: string | null;
  /** What the log has it under; null when the person can mend it alone and nothing is in the log. */
  incident: string | null;
}

/** Errors that somebody who asks can do something about, in words that hold nothing of the machine the bot runs on. */
const ownWords: Partial<Record<ErrorCode, { message: string; hint: string | null; isFault?: true }>> = {
  QUESTION_EMPTY: {
    message: 'I need a question in words.',
    hint: 'Ask in a sentence, for example: who resigned after the inquiry?',
  },
  QUESTION_TOO_LONG: { message: 'That question is too long for me.', hint: 'Ask in at most 2,000 characters.' },
  QUOTATION_EMPTY: { message: 'I need words to check.', hint: 'Give the words that somebody is said to have said.' },
  QUOTATION_TOO_LONG: { message: 'That quotation is too long for me.', hint: 'Check it in parts.' },
  SPEAKER_NOT_FOUND: {
    message: 'The index has no such speaker any more.',
    hint: 'Start again with /quotes and choose a name from the list.',
  },
  ARTICLE_NOT_FOUND: {
    message: 'That article is no longer in the index.',
    hint: 'Ask again to see what is there now.',
  },
  INDEX_MISSING: {
    message: 'Nothing has been indexed yet.',
    hint: 'An operator can start with /reindex.',
    isFault: true,
  },
  INDEX_CHANGED: { message: 'The coverage was changed while I was quoting it.', hint: 'Ask again.' },
  INDEX_UNWRITABLE: {
    message: 'I cannot write anything down at the moment.',
    hint: 'Questions are answered all the same. An operator has to look at the disk.',
    isFault: true,
  },
  INDEX_LOCKED: {
    message: 'Another program is indexing right now.',
    hint: 'Try again when it has finished; /status tells.',
    isFault: true,
  },
  MODEL_CHANGED: {
    message: 'The index was made with another embedding model than the one that is set now.',
    hint: 'An operator has to run /reindex.',
    isFault: true,
  },
};

/** Errors of sources are for operators, who see what is wrong with the source they named. */
const forOperators: readonly ErrorCode[] = [
  'SOURCE_NOT_FOUND',
  'SOURCE_UNSUPPORTED',
  'SOURCE_UNREACHABLE',
  'ADDRESS_REFUSED',
  'USAGE',
];

/**
 * What to tell a person about an error; what is unforeseen, or a fault of the running of the bot, goes into the log under the
 * incident's id with all there is to know.
 */
export function toIncident(error: unknown, { log, newId }: Pick<Desk, 'log' | 'newId'>, fields: LogFields): Incident {
  const known = error instanceof AppError ? ownWords[error.code] : undefined;
  if (known !== undefined && known.isFault !== true)
    return { message: known.message, hint: known.hint, incident: null };
  if (error instanceof AppError && forOperators.includes(error.code)) {
    return { message: concealSecrets(error.message), hint: error.hint ?? null, incident: null };
  }
  // Letters and digits only: it is read out and typed.
  const incident = newId()
    .replace(/[^A-Za-z0-9]/gu, '')
    .slice(0, 8);
  log.error({ ...fields, incident, error }, 'A request failed');
  return {
    message: known?.message ?? 'Something went wrong on my side.',
    hint: known?.hint ?? 'Try again; if it stays, tell the operator the incident’s id.',
    incident,
  };
}

const unanswerable: readonly (number | string)[] = [
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.UnknownWebhook,
];

/** Whether Discord no longer takes an answer to the interaction: it came late, or was answered already. */
export function isUnanswerable(error: unknown): boolean {
  return error instanceof DiscordAPIError && unanswerable.includes(error.code);
}
