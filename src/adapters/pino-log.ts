import { pino } from 'pino';
import { concealSecrets } from '../domain/conceal.js';
import type { Log } from '../domain/log.js';

export interface LogOptions {
  level: 'error' | 'warn' | 'info' | 'debug';
  /** Values that are never written, wherever they turn up, and however escaped; empty ones are ignored. */
  secrets: readonly string[];
  /** Takes a line with its line break. */
  write(line: string): void;
}

/** Short-lived tokens of interactions stand in the addresses that errors of Discord's library carry. */
const interactionToken = /((?:interactions|webhooks)\/\d+\/)[\w.-]+/gu;

/**
 * A log of JSON lines: `level`, `time` (ISO), `msg` and the fields. An error under `error` is written with its type, code, message,
 * stack and causes. Credentials within addresses are left out as well.
 */
export function createPinoLog({ level, secrets, write }: LogOptions): Log {
  const hidden = secrets.filter((secret) => secret !== '').flatMap(listForms);
  // A form may be part of another one.
  hidden.sort((a, b) => b.length - a.length);
  const conceal = (line: string): string =>
    concealSecrets(hidden.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)).replace(
      interactionToken,
      '$1[token]',
    );
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: (error: unknown) => describeError(error, 4) },
    },
    { write: (line: string) => write(conceal(line)) },
  );
}

/** JSON within JSON within an error: how deep a text may be escaped. */
const deepestEscape = 4;

/** A secret as it may stand in a line of JSON: escaped once or several times, or as part of an address. */
function listForms(secret: string): string[] {
  const forms = new Set<string>();
  for (const start of [secret, encodeURIComponent(secret)]) {
    let form = start;
    for (let depth = 0; depth <= deepestEscape; depth++) {
      forms.add(form);
      form = JSON.stringify(form).slice(1, -1);
    }
  }
  return [...forms];
}

function describeError(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return error;
  const fields = error as Error & { code?: unknown; status?: unknown; method?: unknown; url?: unknown };
  return {
    type: error.name,
    message: error.message,
    code: fields.code,
    status: fields.status,
    method: fields.method,
    url: fields.url,
    stack: error.stack,
    ...(error.cause !== undefined && depth > 0 ? { cause: describeError(error.cause, depth - 1) } : {}),
  };
}
