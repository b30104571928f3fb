/** Raised whenever the tables or the form of what is kept in them change; a file of a later version is refused. */
export const conversationsVersion = 1;

/** Tells SQLite files of conversations from others: "ORcv" in ASCII, where SQLite keeps a program's mark. */
export const conversationsMark = 0x4f526376;

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
`;
