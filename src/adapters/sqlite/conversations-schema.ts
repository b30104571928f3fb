/** Raised whenever the tables or the form of what is kept in them change; a file of a later version is refused. */
export const conversationsVersion = 2;

/** Tells SQLite files of conversations from others: "ORcv" in ASCII, where SQLite keeps a program's mark. */
export const conversationsMark = 0x4f526376;

/**
 * The tables of watches. `pending` is what a watch has still to tell of; `taken_at` is set while it is being told. `seen` are the
 * articles that were in the index at some look, so that none is new twice: `seen_urls` and `seen_bands` know them again under
 * another id.
 */
const watchTables = `
CREATE TABLE watches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guild_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  quiet TEXT,
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  retry_at TEXT
);
CREATE INDEX watches_guild ON watches (guild_id);
CREATE TABLE pending (
  watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
  article_id TEXT NOT NULL,
  url TEXT,
  published_at TEXT,
  taken_at TEXT,
  PRIMARY KEY (watch_id, article_id)
) WITHOUT ROWID;
CREATE TABLE seen (number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE);
CREATE TABLE seen_urls (url TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE seen_bands (band INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (band, number)) WITHOUT ROWID;
`;

/** What brings the tables from each version to the next. Written once and never changed: files out there have been through it. */
export const conversationsMigrations: Readonly<Record<number, string>> = { 1: watchTables };

/**
 * The tables of conversations. What hangs on an exchange goes with it; an exchange that followed it stays, and follows nothing then.
 * Exchanges of one moment are in the order of `rowid`, which a replaced one keeps.
 */
export const conversationsSchema = `
CREATE TABLE exchanges (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  guild_id TEXT,
  channel_id TEXT NOT NULL,
  is_private INTEGER NOT NULL,
  follows TEXT REFERENCES exchanges (id) ON DELETE SET NULL,
  at TEXT NOT NULL,
  shown TEXT NOT NULL
);
CREATE INDEX exchanges_user ON exchanges (user_id);
CREATE INDEX exchanges_channel ON exchanges (channel_id, at) WHERE is_private = 0;
CREATE INDEX exchanges_at ON exchanges (at);
CREATE INDEX exchanges_follows ON exchanges (follows);

CREATE TABLE messages (
  message_id TEXT PRIMARY KEY,
  exchange_id TEXT NOT NULL REFERENCES exchanges (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX messages_exchange ON messages (exchange_id);

CREATE TABLE ratings (
  exchange_id TEXT NOT NULL REFERENCES exchanges (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  value TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (exchange_id, user_id)
) WITHOUT ROWID;
CREATE INDEX ratings_user ON ratings (user_id);

CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
${watchTables}`;
