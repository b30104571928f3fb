import { sha256, type Article } from '../../domain/article.js';
import { normaliseUrl } from '../../domain/normalise-url.js';
import { AppError } from '../../errors.js';
import { cleanCharacters, cleanLine } from '../clean/characters.js';
import { cleanArticle, type Removal } from '../clean/clean-article.js';
import type { Draft } from './draft.js';

/** An article, and what the cleaning took out of its body. */
export interface FinishedArticle {
  article: Article;
  removed: Removal[];
}

/**
 * The article of a draft, cleaned, with an id: the record's own, else the first 16 hex digits of the SHA-256 of its canonical URL, else of
 * its location. None of them changes when the text does.
 *
 * @throws AppError `CONTENT_EMPTY` when the cleaning leaves no text
 */
export function finishArticle(draft: Draft, location: string): FinishedArticle {
  const url = draft.url === null ? null : normaliseUrl(draft.url);
  const cleaned = cleanArticle({
    title: lineOrNull(draft.title),
    outlet: lineOrNull(draft.outlet),
    authors: draft.authors.map(cleanLine),
    publishedAt: draft.publishedAt,
    host: url === null ? null : new URL(url).hostname.replace(/^www\./, ''),
    paragraphs: cleanCharacters(draft.body)
      .split('\n')
      .map((line) => line.replace(/ {2,}/g, ' ').trim())
      .filter((line) => line !== ''),
  });
  if (cleaned.paragraphs.length === 0) {
    throw new AppError('CONTENT_EMPTY', 'Expected the text of an article, got none after cleaning.');
  }
  const ownId = draft.id === null ? '' : cleanLine(draft.id);
  const { title, titleDerived, outlet, authors, publishedAt } = cleaned;
  return {
    article: {
      id: ownId === '' ? sha256(url ?? location).slice(0, 16) : ownId,
      url,
      title,
      titleDerived,
      outlet,
      authors,
      publishedAt,
      body: cleaned.paragraphs.join('\n\n'),
    },
    removed: cleaned.removed,
  };
}

function lineOrNull(text: string | null): string | null {
  const line = text === null ? '' : cleanLine(text);
  return line === '' ? null : line;
}
