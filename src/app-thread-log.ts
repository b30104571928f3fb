import { sendFunction, toError, toSentError, type SentError, type SentFunction } from './app-remote.js';
import type { Log, LogFields } from './domain/log.js';

/** A line of a log on its way to another thread; an error under `error` crosses with its code and causes. */
export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: LogFields;
  error: SentError | null;
  message: string;
}

/** A function for another thread that writes what that one logs into this log. */
export function sendLog(log: Log): SentFunction<LogLine> {
  return sendFunction(({ level, fields, error, message }: LogLine) =>
    log[level](error === null ? fields : { ...fields, error: toError(error) }, message),
  );
}

/** The log of a thread, whose lines `write` carries to the thread that has the real one. */
export function createSentLog(write: SentFunction<LogLine>, inherited: LogFields = {}): Log {
  const at =
    (level: LogLine['level']): Log[LogLine['level']] =>
    (fields, message) => {
      const all: LogFields = { ...inherited, ...fields };
      const error = all['error'] instanceof Error ? toSentError(all['error']) : null;
      // With the other thread, its log is gone.
      write({ level, fields: error === null ? all : { ...all, error: null }, error, message }).catch(() => undefined);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => createSentLog(write, { ...inherited, ...fields }),
  };
}
