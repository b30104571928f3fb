/** What happened, with fields for programs. Values under the names of secrets never reach it. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the program tells its operator what happens; one line each. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A log that adds these fields to every line. */
  child(fields: LogFields): Log;
}
