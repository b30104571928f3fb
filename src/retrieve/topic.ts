import type { Span } from '../domain/span.js';
import { paragraphSpans, sentenceSpans } from '../domain/text.js';
import { stemsOf } from './evidence.js';
import { stemOf, topicWords } from './words.js';

/** A topic's words, ready to be looked for. */
export type Topic = ReadonlySet<string>;

/** Paragraphs side by side that the words may be spread over. News has one or two sentences in a paragraph. */
const paragraphsTogether = 3;

/** The words of a topic that say something, in their stems; empty when there are none. */
export function parseTopic(words: string): Topic {
  return new Set(topicWords(words).map(stemOf));
}

/** The words of an article in their stems, made once for all topics: it takes some milliseconds, comparing next to nothing. */
export interface ArticleWords {
  headline: ReadonlySet<string>;
  paragraphs: readonly ReadonlySet<string>[];
}

export function readArticleWords({ title, body }: { title: string; body: string }): ArticleWords {
  const paragraphs = paragraphSpans(body).map(({ start, end }) => stemsOf(body.slice(start, end)));
  return { headline: stemsOf(title), paragraphs };
}

/**
 * Whether an article is about a topic: all the topic's words, in any form and order, stand in three paragraphs side by side or in the
 * headline above them. Measured in docs/decisions/0009-discord.md.
 */
export function isAbout(topic: Topic, { headline, paragraphs }: ArticleWords): boolean {
  const wanted = [...topic].filter((stem) => !headline.has(stem));
  return (
    topic.size > 0 &&
    paragraphs.some((_, i) => {
      const near = paragraphs.slice(i, i + paragraphsTogether);
      return wanted.every((stem) => near.some((paragraph) => paragraph.has(stem)));
    })
  );
}

/** The sentence of the body with most of the topic's words, the first of equals; undefined when the article is not about it. Linear. */
export function findTopic(topic: Topic, article: { title: string; body: string }): Span | undefined {
  if (!isAbout(topic, readArticleWords(article))) return undefined;
  const { body } = article;
  let best: { span: Span; count: number } | undefined;
  for (const span of sentenceSpans(body)) {
    const own = stemsOf(body.slice(span.start, span.end));
    let count = 0;
    for (const stem of topic) if (own.has(stem)) count++;
    if (best === undefined || count > best.count) best = { span, count };
  }
  return best?.span;
}
