import { isAsStored, toVector, type ArticleRow } from './rows.js';
import { databaseError, type Connection } from './database.js';
import { verifySeal } from './file-seal.js';

/** How far the length of a vector may be from 1; single precision is a thousand times better. */
const unitTolerance = 1e-3;

/** Faults that a look through the whole file finds: SQLite's own check, the seal, and what the tables owe each other. */
export function checkDatabase(db: Connection, file: string, dimensions: number): string[] {
  try {
    const seal = verifySeal(file) === 'damaged' ? ['the file is not as it was written: its checksum differs'] : [];
    return [...seal, ...findFaults(db, dimensions)];
  } catch (error) {
    // Damage that keeps SQLite from looking further is what was looked for; anything else is not known to be one.
    const fault = databaseError(error, file);
    if (fault.code === 'INDEX_CORRUPT') return [fault.message];
    throw fault;
  }
}

function findFaults(db: Connection, dimensions: number): string[] {
  const faults = (db.pragma('integrity_check') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get()!;
  const orphans = count(
    'SELECT count(*) FROM passages p LEFT JOIN vectors v USING (text_hash) WHERE v.text_hash IS NULL',
  );
  if (orphans > 0) faults.push(`${orphans} passages have no vector`);
  const misshapen = count(`SELECT count(*) FROM vectors WHERE length(vector) <> ${dimensions * 4}`);
  if (misshapen > 0) faults.push(`${misshapen} vectors have not ${dimensions} dimensions`);
  const passages = count('SELECT count(*) FROM passages');
  const words = count('SELECT count(*) FROM words');
  if (words !== passages) faults.push(`expected ${passages} passages in the lexical index, got ${words}`);
  const quotes = count('SELECT count(*) FROM quotes');
  const quoteWords = count('SELECT count(*) FROM quote_words');
  if (quoteWords !== quotes) faults.push(`expected ${quotes} quotes in the lexical index, got ${quoteWords}`);
  const unplaced = count(
    'SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.article_id = a.id AND p.shown = 1)',
  );
  if (unplaced > 0) faults.push(`${unplaced} articles have no place`);
  return [...faults, ...findAlteredArticles(db), ...findAlteredVectors(db)];
}

function findAlteredArticles(db: Connection): string[] {
  let altered = 0;
  for (const row of db.prepare<[], ArticleRow>('SELECT * FROM articles').iterate()) if (!isAsStored(row)) altered++;
  return altered === 0 ? [] : [`${altered} articles do not have the checksum they were stored with`];
}

function findAlteredVectors(db: Connection): string[] {
  let altered = 0;
  for (const blob of db.prepare<[], Buffer>('SELECT vector FROM vectors').pluck().iterate()) {
    if (blob.length % 4 === 0 && !(Math.abs(Math.hypot(...toVector(blob)) - 1) <= unitTolerance)) altered++;
  }
  return altered === 0 ? [] : [`${altered} vectors are not of unit length`];
}
