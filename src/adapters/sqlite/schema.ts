/** Raised whenever the tables change; an index of a later version is refused, one of an earlier version is migrated. */
export const schemaVersion = 2;

/** Where `meta` counts how often the speakers were put; everything else in it is the stamp. */
export const speakersMarkKey = 'speakersPut';

/**
 * The tables of one generation. `vectors` is keyed by the embedded text, so that a text that comes back, or stands in two
 * articles, is never embedded twice. `changes` is what other processes replay to follow the set of vectors. `article_speakers` are
 * the speakers as one article shows them, `speakers` those of the whole coverage; `speaker_rules` has a row as long as the second
 * follow from the first. `documents` have the validators of the answer they were read from, for a conditional request.
 *
 * The word indexes are contentless, and words are taken out of them by giving the same words again. `contentless_delete` would
 * spare that, but SQLite (3.53) then forgets to lower the sum of lengths, so that BM25 drifts with every article that changes.
 */
export const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  url TEXT,
  title TEXT NOT NULL,
  title_derived INTEGER NOT NULL,
  outlet TEXT,
  outlet_folded TEXT,
  authors TEXT NOT NULL,
  authors_folded TEXT NOT NULL,
  published_at TEXT,
  published_day TEXT,
  body TEXT NOT NULL,
  content_hash TEXT NOT NULL
);
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_day ON articles (published_day);

CREATE TABLE bands (
  band TEXT NOT NULL,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
CREATE INDEX bands_article ON bands (article_id);

CREATE TABLE places (
  document TEXT NOT NULL,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  shown INTEGER NOT NULL,
  source TEXT NOT NULL,
  location TEXT NOT NULL,
  url TEXT,
  title TEXT NOT NULL,
  outlet TEXT,
  published_at TEXT,
  PRIMARY KEY (document, article_id)
) WITHOUT ROWID;
CREATE INDEX places_article ON places (article_id);

CREATE TABLE documents (
  document TEXT PRIMARY KEY, source TEXT NOT NULL, fingerprint TEXT NOT NULL, etag TEXT, last_modified TEXT
) WITHOUT ROWID;

CREATE TABLE source_states (source TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text_hash TEXT NOT NULL REFERENCES vectors (text_hash)
);
CREATE INDEX passages_article ON passages (article_id);

CREATE TABLE vectors (text_hash TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, passage_id INTEGER NOT NULL, removed INTEGER NOT NULL);

CREATE VIRTUAL TABLE words USING fts5(
  title, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE quotes (
  id INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  segments TEXT NOT NULL,
  cue TEXT,
  mention TEXT,
  speaker_key INTEGER
);
CREATE UNIQUE INDEX quotes_article ON quotes (article_id, ordinal);

CREATE VIRTUAL TABLE quote_words USING fts5(
  text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE article_speakers (
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  key INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  speaker_id TEXT,
  PRIMARY KEY (article_id, key)
) WITHOUT ROWID;
CREATE INDEX article_speakers_id ON article_speakers (speaker_id);

CREATE TABLE speakers (id TEXT PRIMARY KEY, speaker TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE speaker_rules (rules TEXT NOT NULL);

CREATE TABLE failures (
  location TEXT NOT NULL, source TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL);
`;
