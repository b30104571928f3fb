import { AppError } from '../../errors.js';
import type { SpendingLimits, UsageLedger } from '../../ports.js';
import { databaseError, openDatabase, type Connection } from './database.js';
import { makePrivateFile } from './private-file.js';

/** Raised whenever the table changes; a file of another version is refused. */
const version = 1;

const schema = `
CREATE TABLE calls (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  user_id TEXT,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL
);
CREATE INDEX calls_day ON calls (day, user_id);
`;

/** What a million tokens cost. */
export interface Prices {
  input: number;
  output: number;
}

interface Sums {
  input: number;
  output: number;
}

/**
 * Opens the count of tokens in a file, which is made when it is missing; `:memory:` keeps it until it is closed. Several processes may have one file open.
 * Users are forgotten when their day is over, at the first call after it or by `forgetBefore`.
 *
 * @throws AppError `USAGE_CORRUPT` or `INDEX_UNWRITABLE`, naming the file.
 */
export async function openUsageLedger(file: string, prices: Prices): Promise<UsageLedger> {
  return guarded(file, async () => {
    makePrivateFile(file);
    const db = await openDatabase(file, 'create');
    try {
      // Whom a call was of is overwritten when it is forgotten, so that it cannot be read out of the file either.
      db.pragma('secure_delete = ON');
      bringUpToDate(db);
      return createLedger(db, file, prices);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function bringUpToDate(db: Connection): void {
  db.transaction(() => {
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found === version) return;
    if (db.prepare('SELECT 1 FROM sqlite_master').get() !== undefined) {
      throw new Error(`expected a count of tokens of version ${version}, got another database`);
    }
    db.exec(schema);
    db.pragma(`user_version = ${version}`);
  }).immediate();
}

function createLedger(db: Connection, file: string, prices: Prices): UsageLedger {
  const sum = 'SELECT total(input_tokens) AS input, total(output_tokens) AS output FROM calls WHERE day = ?';
  const ofDay = db.prepare<[string], Sums>(sum);
  const ofUser = db.prepare<[string, string | null], Sums>(`${sum} AND user_id = ?`);
  const add = db.prepare('INSERT INTO calls (day, user_id, input_tokens, output_tokens) VALUES (?, ?, ?, ?)');
  const replace = db.prepare('UPDATE calls SET input_tokens = ?, output_tokens = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM calls WHERE id = ?');
  const forgetUsers = db.prepare('UPDATE calls SET user_id = NULL WHERE day < ? AND user_id IS NOT NULL');
  const forgetUser = db.prepare('UPDATE calls SET user_id = NULL WHERE user_id = ?');
  /** The log of writes still holds what was forgotten, until it has gone into the file. */
  const emptyLog = (): void => {
    db.pragma('wal_checkpoint(TRUNCATE)');
  };
  const costOf = ({ input, output }: Sums): number => (input * prices.input + output * prices.output) / 1e6;
  const passes = (spent: Sums, more: Sums, limit: SpendingLimits['user']): boolean => {
    const all = { input: spent.input + more.input, output: spent.output + more.output };
    if (limit.tokens !== null && all.input + all.output > limit.tokens) return true;
    return limit.cost !== null && costOf(all) > limit.cost;
  };

  return {
    reserve: ({ day, userId, inputTokens, outputTokens }, limits) =>
      guarded(file, async () => {
        const more = { input: inputTokens, output: outputTokens };
        const taken = db
          .transaction(() => {
            forgetUsers.run(day);
            if (passes(ofDay.get(day)!, more, limits.everyone)) return 'everyone' as const;
            if (userId !== null && passes(ofUser.get(day, userId)!, more, limits.user)) return 'user' as const;
            return add.run(day, userId, inputTokens, outputTokens).lastInsertRowid;
          })
          .immediate();
        if (typeof taken === 'string') return { overLimitOf: taken };
        return {
          reservation: {
            settle: (used) =>
              guarded(file, async () => {
                if (used.inputTokens + used.outputTokens === 0) remove.run(taken);
                else replace.run(used.inputTokens, used.outputTokens, taken);
              }),
          },
        };
      }),
    spent: (day) =>
      guarded(file, async () => {
        const spent = ofDay.get(day)!;
        return { tokens: spent.input + spent.output, cost: costOf(spent) };
      }),
    forget: (userId) =>
      guarded(file, async () => {
        const { changes } = forgetUser.run(userId);
        emptyLog();
        return changes;
      }),
    forgetBefore: (day) =>
      guarded(file, async () => {
        const { changes } = forgetUsers.run(day);
        if (changes > 0) emptyLog();
        return changes;
      }),
    close: async () => {
      db.close();
    },
  };
}

/** Does some work with the errors of SQLite turned into ours. */
async function guarded<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const known = databaseError(error, file);
    if (known.code === 'INDEX_UNWRITABLE') throw known;
    throw new AppError('USAGE_CORRUPT', `The count of tokens in ${file} cannot be used: ${known.message}`, {
      hint: 'Move the file away, with the files of the same name and "-wal" or "-shm"; counting begins anew.',
      cause: error,
    });
  }
}
