import type { Speaker } from '../../domain/quote.js';
import type { ArticleRecord } from '../../ports.js';
import type { Connection } from './database.js';

/** Writes quotes and speakers; each function is a part of the caller's transaction. */
export interface QuoteWrites {
  write(record: ArticleRecord): void;
  /** Removes the quotes and speakers of an article, if it has some. */
  clear(articleId: string): void;
  writeSpeakers(speakers: readonly Speaker[], idsOf: (articleId: string) => readonly string[], rules: string): void;
}

export function createQuoteWrites(db: Connection): QuoteWrites {
  const quoteIds = db.prepare<[string], number>('SELECT id FROM quotes WHERE article_id = ?').pluck();
  const deleteWords = db.prepare('DELETE FROM quote_words WHERE rowid = ?');
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
        const words = segments.map((segment) => article.body.slice(segment.start, segment.end)).join(' ');
        insertWords.run(lastInsertRowid, words);
      });
      for (const speaker of speakers) insertArticleSpeaker.run(article.id, speaker.key, JSON.stringify(speaker));
    },
    clear: (articleId) => {
      for (const id of quoteIds.all(articleId)) deleteWords.run(id);
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
    },
  };
}
