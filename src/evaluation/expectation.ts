import type { ArticleName } from '../domain/article.js';
import type { Span } from '../domain/span.js';
import { paragraphSpans } from '../domain/text.js';
import type { EvaluationCase } from './cases.js';
import type { ArticleFinder } from './references.js';

/** The index that a case is held against. */
export interface Indexed {
  findArticles: ArticleFinder;
  /** The body of an indexed article. */
  bodyOf(articleId: string): Promise<string>;
}

/** A stretch of an indexed article that answers a question. */
export interface ExpectedPassage extends Span {
  articleId: string;
  title: string;
  text: string;
}

/** What a case expects, in terms of the index. */
export interface Expectation {
  /** The articles that the case names and that are indexed, each once. */
  articles: ReadonlyMap<string, ArticleName>;
  /** References that fit no indexed article. */
  absent: string[];
  /** The passages that the case names and that are there; null where it names none. */
  passages: ExpectedPassage[] | null;
  /** Those that are not in their article, for people. */
  lost: string[];
  facts: string[][];
}

/** Looks up what a case names. Reads the bodies of articles only where the case names passages. */
export async function expectationOf(
  { articles: references, passages: named, facts }: EvaluationCase,
  { findArticles, bodyOf }: Indexed,
): Promise<Expectation> {
  const articles = new Map(references.flatMap(findArticles).map((article) => [article.id, article]));
  const absent = references.filter((reference) => findArticles(reference).length === 0);
  const lost: string[] = [];
  const passages: ExpectedPassage[] = [];
  for (const passage of named) {
    let isFound = false;
    for (const { id, title } of findArticles(passage.article)) {
      const body = await bodyOf(id);
      const start = 'text' in passage ? body.indexOf(passage.text) : passage.start;
      const end = 'text' in passage ? start + passage.text.length : passage.end;
      if (start < 0 || end > body.length) continue;
      passages.push({ articleId: id, title, start, end, text: body.slice(start, end) });
      isFound = true;
    }
    if (isFound || absent.includes(passage.article)) continue;
    lost.push(`${passage.article}, ${'text' in passage ? `“${passage.text}”` : `${passage.start} to ${passage.end}`}`);
  }
  return { articles, absent, passages: named.length === 0 ? null : passages, lost, facts };
}

/** A place that was found or cited. */
type Place = Span & { articleId: string };

/** Whether a place is of one of the articles. */
export function isOfArticle({ articles }: Expectation, { articleId }: Place): boolean {
  return articles.has(articleId);
}

/**
 * Whether a passage answers: it shows one of the passages expected; where none are, it is of one of the articles and says one of the
 * facts, if there are any.
 */
export function isRelevant(expectation: Expectation, passage: Place & { text: string }): boolean {
  const { passages, facts } = expectation;
  if (passages !== null) return passages.some((expected) => shows(passage, expected));
  return isOfArticle(expectation, passage) && (facts.length === 0 || facts.some((fact) => says(passage.text, fact)));
}

/** Whether one shows the other: they have at least half of the shorter in common. */
export function shows(a: Place, b: Place): boolean {
  const common = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return a.articleId === b.articleId && 2 * common >= Math.min(a.end - a.start, b.end - b.start);
}

/** Whether a text says one of these wordings: the same words in the same order, whatever their case and punctuation. */
export function says(text: string, wordings: readonly string[]): boolean {
  const words = ` ${plainWords(text)} `;
  return wordings.some((wording) => words.includes(` ${plainWords(wording)} `));
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Something that answers and was not found. */
export interface Missed {
  /** What it says, in its wordings; null where the case names the passage. */
  fact: string[] | null;
  articleId: string;
  title: string;
  text: string;
}

/**
 * The passages expected that none of those found shows, and of each fact that none of those found in the articles says, the paragraphs of
 * the first article that says it. Reads bodies only for such facts.
 */
export async function findMissed(
  expectation: Expectation,
  found: readonly (Place & { text: string })[],
  { bodyOf }: Pick<Indexed, 'bodyOf'>,
): Promise<Missed[]> {
  const { passages, facts, articles } = expectation;
  const missed: Missed[] = (passages ?? [])
    .filter((expected) => !found.some((passage) => shows(passage, expected)))
    .map(({ articleId, title, text }) => ({ fact: null, articleId, title, text }));
  for (const fact of facts) {
    if (found.some((passage) => isOfArticle(expectation, passage) && says(passage.text, fact))) continue;
    for (const { id, title } of articles.values()) {
      const text = findParagraphs(await bodyOf(id), fact);
      if (text === undefined) continue;
      missed.push({ fact, articleId: id, title, text });
      break;
    }
  }
  return missed;
}

/** The first paragraph that says it; two or three where one does not. */
function findParagraphs(body: string, fact: readonly string[]): string | undefined {
  const paragraphs = paragraphSpans(body);
  for (const count of [1, 2, 3]) {
    for (let i = 0; i + count <= paragraphs.length; i++) {
      const text = body.slice(paragraphs[i]!.start, paragraphs[i + count - 1]!.end);
      if (says(text, fact)) return text;
    }
  }
  return undefined;
}
