import type { Connection } from './database.js';

/**
 * Remembers what was read for as long as no connection has changed the file: SQLite's `data_version` counts the changes of others,
 * `total_changes()` our own. What comes is shared, so it must not be changed. For reads of whole tables that every question needs.
 */
export function createMemory(db: Connection): <Value>(read: () => Value) => () => Value {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck();
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  return (read) => {
    let known: { at: string; value: ReturnType<typeof read> } | undefined;
    return () => {
      // What a transaction has written may still be taken back.
      if (db.inTransaction) return read();
      const at = `${version.get()} ${changes.get()}`;
      if (known?.at !== at) known = { at, value: read() };
      return known.value;
    };
  };
}
