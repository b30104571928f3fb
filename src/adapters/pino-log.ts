import { pino } from 'pino';
import type { Log } from '../domain/log.js';

export interface LogOptions {
  level: 'error' | 'warn' | 'info' | 'debug';
  /** Values that are never written, wherever they turn up; empty ones are ignored. */
  secrets: readonly string[];
  /** Takes a line with its line break. */
  write(line: string): void;
}

/** Short-lived tokens of interactions stand in the addresses that errors of Discord's library carry. */
const interactionToken = /((?:interactions|webhooks)\/\d+\/)[\w.-]+/gu;

/**
 * A log of JSON lines: `level`, `time` (ISO), `msg` and the fields. An error under `error` is written with its type, code, message,
 * stack and causes.
 */
export function createPinoLog({ level, secrets, write }: LogOptions): Log {
  const hidden = secrets.filter((secret) => secret !== '');
  const conceal = (line: string): string =>
    hidden.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line).replace(interactionToken, '$1[token]');
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
