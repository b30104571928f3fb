/**
 * Every way On Record fails on purpose. A code is stable: programs may switch on it, and `docs/errors.md` explains each one
 * (a test holds the two together).
 */
export const errorCodes = {
  USAGE: 'The command line was used wrongly.',
  CONFIG_INVALID: 'A setting has a value that cannot be used.',
  SOURCE_NOT_FOUND: 'A source names a file or folder that does not exist.',
  SOURCE_UNREACHABLE: 'A source could not be read this time.',
  SOURCE_UNSUPPORTED: 'A source is of a kind that On Record does not read.',
  FILE_UNREADABLE: 'A file could not be opened or read.',
  FILE_TOO_LARGE: 'A file or page is over its size limit.',
  CONTENT_EMPTY: 'A file, page or record holds no article text.',
  CONTENT_BINARY: 'A file is not text in an encoding that On Record reads.',
  CONTENT_MALFORMED: 'A file, feed or record does not have the form its kind demands.',
  ID_CONFLICT: 'Two different articles bring the same id.',
  ADDRESS_REFUSED: 'A page is on a private, loopback, link-local or metadata address.',
  HTTP_FAILED: 'A server answered with an error, or did not answer.',
  HTTP_TIMEOUT: 'A server did not answer in time.',
  INDEX_MISSING: 'There is no index yet.',
  INDEX_CORRUPT: 'The index on disk is damaged.',
  INDEX_NO_FORMER: 'There is no former index to go back to.',
  INDEX_NEWER: 'The index was written by a newer version of On Record.',
  INDEX_LOCKED: 'Another process is writing to the index.',
  INDEX_CHANGED: 'The index changed while a question was answered.',
  INDEX_UNWRITABLE: 'The data folder cannot be written to.',
  CONVERSATIONS_CORRUPT: 'The file of conversations is damaged.',
  CONVERSATIONS_NEWER: 'The file of conversations was written by a newer version of On Record.',
  MODEL_CHANGED: 'The index was made with another embedding model than the one that is set.',
  MODEL_UNAVAILABLE: 'A model for vectors, ranking or entailment could not be loaded.',
  EMBEDDING_FAILED: 'The embedding model failed on a text.',
  SCORING_FAILED: 'The model for ranking or entailment failed on a text.',
  GENERATOR_UNAVAILABLE: 'The language model did not answer in time, or its server is in trouble.',
  GENERATOR_REFUSED: 'The server of the language model refuses the key, the model or the request.',
  GENERATION_FAILED: 'The language model gave no usable answer.',
  CONTEXT_TOO_LONG: 'A prompt is longer than the language model takes.',
  PROMPT_INVALID: 'A prompt file is missing or has a fault.',
  USAGE_CORRUPT: 'The file that counts the tokens of the language model is damaged.',
  NATIVE_MODULE_MISSING: 'A native module has not been built for this Node.',
  ARTICLE_NOT_FOUND: 'No indexed article has that id.',
  QUESTION_EMPTY: 'A question has no words.',
  QUESTION_TOO_LONG: 'A question is longer than On Record takes.',
  QUOTATION_EMPTY: 'A quotation to be checked has no words.',
  QUOTATION_TOO_LONG: 'A quotation to be checked is longer than On Record takes.',
  SPEAKER_NOT_FOUND: 'No speaker of the index has that id.',
  DISCORD_TOKEN_MISSING: 'The bot was started without a token.',
  DISCORD_TOKEN_REFUSED: 'Discord does not accept the token.',
  DISCORD_INTENT_REFUSED: 'Discord does not grant an intent that the bot asks for.',
  DISCORD_UNREACHABLE: 'Discord could not be reached.',
  WORKER_LOST: 'A thread that answers or indexes ended unexpectedly.',
  INTERNAL: 'Something went wrong that On Record did not foresee.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What `AppError` takes besides its code and message. */
export interface AppErrorOptions {
  /** One next action, as a sentence or a command. */
  hint?: string;
  cause?: unknown;
}

/**
 * The one error class: what failed, the value, what was expected (`message`), and one next action (`hint`). Abstentions,
 * cancellations and "nothing found" are values and never arrive as an `AppError`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** `error` itself when it is an `AppError`; otherwise an `AppError` of `code` whose message starts with `doing`. */
export function toAppError(error: unknown, code: ErrorCode, doing: string, hint?: string): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(code, `${doing}: ${reason}`, hint === undefined ? { cause: error } : { cause: error, hint });
}

/** Whether a file could not be written, or not be opened because that would need something to be written, as on a full disk. */
export function isUnwritable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'INDEX_UNWRITABLE';
}

/** The system's error code (`ENOENT`, `ECONNREFUSED`, ...) of `error`, if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
