import { deriveTitle } from './derive-title.js';
import { readFooter } from './footer.js';
import { readHeader } from './header.js';
import { captionOf, findLineRule } from './line-rules.js';
import { splitAuthors } from './names.js';

/** An article before cleaning; characters are clean, paragraphs are trimmed and not empty. */
export interface UncleanArticle {
  title: string | null;
  outlet: string | null;
  authors: readonly string[];
  publishedAt: string | null;
  /** The host of its URL; null when it has none. */
  host: string | null;
  paragraphs: readonly string[];
}

/** A paragraph, or the beginning of one, that was no reporting, and the rule that says why. */
export interface Removal {
  rule: string;
  text: string;
}

/** An article as it is indexed. `paragraphs` is empty when nothing of it was reporting. */
export interface CleanedArticle {
  title: string;
  titleDerived: boolean;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  paragraphs: string[];
  removed: Removal[];
}

/**
 * An article without what a reader of news passes over: byline, dateline, author notes and credits become metadata where the source
 * gave none; teasers, newsletter and sharing lines, reading times, photo credits and the like go. What the source itself says
 * of authors, outlet and date wins over what is found in the text. Paragraphs are kept or removed whole and never
 * changed (but for a dateline at the beginning of one and the credit after a caption), so quotations stay as printed. When in doubt a paragraph stays.
 */
export function cleanArticle(article: UncleanArticle): CleanedArticle {
  const given = splitAuthors(article.authors, article.outlet, article.host);
  // Header lines first: who wrote the article is what tells an author note from a sentence about a journalist.
  const header = readHeader(article.paragraphs.filter(isNotStray), { ...article, authors: given });
  const named = given.length > 0 ? given : header.authors;
  const footer = readFooter(header.paragraphs, named);
  const removed: Removal[] = [...header.removed, ...footer.removed];
  const paragraphs: string[] = [];
  for (const [i, paragraph] of footer.paragraphs.entries()) {
    const rule = findLineRule(paragraph);
    if (rule === undefined || (rule.name === 'teaser' && isInLabelledList(footer.paragraphs, i))) {
      paragraphs.push(withoutCutMark(paragraph));
      continue;
    }
    const caption = rule.name === 'photo credit' ? captionOf(paragraph) : '';
    removed.push({ rule: rule.name, text: paragraph.slice(caption.length).trim() });
    if (caption !== '') paragraphs.push(caption);
  }
  const outlet = article.outlet ?? header.outlet ?? footer.outlet ?? article.host;
  const found = named.length > 0 ? named : splitAuthors(footer.authors, outlet, article.host);
  return {
    title: header.title ?? deriveTitle(paragraphs),
    titleDerived: header.title === null,
    outlet,
    authors: splitAuthors(found, outlet, article.host),
    publishedAt: article.publishedAt ?? header.publishedAt,
    paragraphs,
    removed,
  };
}

const straySubject = new Set(['stray mark', 'advertisement', 'sharing', 'reading time']);

/** Lines that would keep the header from being recognised for what it is. They are counted when the rest is cleaned. */
function isNotStray(paragraph: string, i: number): boolean {
  return i >= 8 || !straySubject.has(findLineRule(paragraph)?.name ?? '');
}

/**
 * Whether a paragraph is one of three or more in a row of the form "Label:Value". So are links to other articles, but three of
 * them without a "More:" or "Related:" among them are rather a table of facts.
 */
function isInLabelledList(paragraphs: readonly string[], at: number): boolean {
  let start = at;
  let end = at + 1;
  while (start > 0 && labelled.test(paragraphs[start - 1]!)) start--;
  while (end < paragraphs.length && labelled.test(paragraphs[end]!)) end++;
  const marker = /^\W*(?:more|related|read|see|opinion|previously)\b/i;
  return end - start >= 3 && !paragraphs.slice(start, end).some((paragraph) => marker.test(paragraph));
}

const labelled = /^[^:.]{2,40}::?\S/;

/** NewsAPI ends a text that it cut with "… [+1234 chars]". */
function withoutCutMark(paragraph: string): string {
  return paragraph.replace(/ ?\[\+\d{1,7} chars\]$/, '');
}
