import type { Speaker } from '../../domain/quote.js';
import type { Span } from '../../domain/span.js';
import type { ArticleRecord } from '../../ports.js';
import type { Connection } from './database.js';
import { speakersMarkKey } from './schema.js';

/** Writes quotes and speakers; each function is a part of the caller's transaction. */
export interface QuoteWrites {
  write(record: ArticleRecord): void;
  /** Removes the quotes and speakers of an article, if it has some, while the body that they stand in is still stored. */
  clear(articleId: string): void;
  writeSpeakers(speakers: readonly Speaker[], idsOf: (articleId: string) => readonly string[], rules: string): void;
}

export function createQuoteWrites(db: Connection): QuoteWrites {
  const quotesOf = db.prepare<[string], { id: number; segments: string; body: string }>(
    'SELECT q.id, q.segments, a.body FROM quotes q JOIN articles a ON a.id = q.article_id WHERE q.article_id = ?',
  );
  const deleteWords = db.prepare("INSERT INTO quote_words (quote_words, rowid, text) VALUES ('delete', ?, ?)");
  const deleteQuotes = db.prepare('DELETE FROM quotes WHERE article_id = ?');
  const deleteArticleSpeakers = db.prepare('DELETE FROM article_speakers WHERE article_id = ?');
  const insertQuote = db.prepare(`
    INSERT INTO quotes (article_id, ordinal, kind, start, "end", segments, cue, mention, speaker_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertWords = db.prepare('INSERT INTO quote_words (rowid, text) VALUES (?, ?)');
  const insertArticleSpeaker = db.prepare('INSERT INTO article_speakers (article_id, key, speaker) VALUES (?, ?, ?)');
  const forgetRules = db.prepare('DELETE FROM speaker_rules');
  const deleteSpeakers = db.prepare('DELETE FROM speakers');
  const insertSpeaker = db.prepare('INSERT INTO speakers (id, speaker) VALUES (?, ?)');
  const articleSpeakers = db.prepare<[], { article_id: string; key: number; speaker_id: string | null }>(
    'SELECT article_id, key, speaker_id FROM article_speakers ORDER BY article_id, key',
  );
  const assign = db.prepare('UPDATE article_speakers SET speaker_id = ? WHERE article_id = ? AND key = ?');
  const countPut = db.prepare<[string]>(
    `INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value + 1 AS TEXT)`,
  );
  const insertRules = db.prepare('INSERT INTO speaker_rules (rules) VALUES (?)');

  return {
    write: ({ article, quotes, speakers }) => {
      quotes.forEach(({ kind, start, end, segments, cue, mention, speaker }, ordinal) => {
        const { lastInsertRowid } = insertQuote.run(
          article.id,
          ordinal,
          kind,
          start,
          end,
          JSON.stringify(segments),
          cue === null ? null : JSON.stringify(cue),
          mention === null ? null : JSON.stringify(mention),
          speaker,
        );
        insertWords.run(lastInsertRowid, quotedWords(article.body, segments));
      });
      for (const speaker of speakers) insertArticleSpeaker.run(article.id, speaker.key, JSON.stringify(speaker));
    },
    clear: (articleId) => {
      for (const { id, segments, body } of quotesOf.all(articleId)) {
        deleteWords.run(id, quotedWords(body, JSON.parse(segments) as Span[]));
      }
      deleteQuotes.run(articleId);
      deleteArticleSpeakers.run(articleId);
      forgetRules.run();
    },
    writeSpeakers: (speakers, idsOf, rules) => {
      deleteSpeakers.run();
      for (const speaker of speakers) insertSpeaker.run(speaker.id, JSON.stringify(speaker));
      for (const { article_id: articleId, key, speaker_id: before } of articleSpeakers.all()) {
        const id = idsOf(articleId)[key] ?? null;
        if (id !== before) assign.run(id, articleId, key);
      }
      forgetRules.run();
      insertRules.run(rules);
      countPut.run(speakersMarkKey);
    },
  };
}

function quotedWords(body: string, segments: readonly Span[]): string {
  return segments.map(({ start, end }) => body.slice(start, end)).join(' ');
}
