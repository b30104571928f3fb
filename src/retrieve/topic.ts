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

/**
 * Whether an article is about a topic, and where: all the topic's words, in any form and order, stand in three paragraphs side by side
 * or in the headline above them. Gives the sentence of the body with most of them, the first of equals; undefined when the article
 * is not about it. Measured in docs/decisions/0009-discord.md. Linear.
 */
export function findTopic(topic: Topic, { title, body }: { title: string; body: string }): Span | undefined {
  if (topic.size === 0) return undefined;
  const headline = stemsOf(title);
  const wanted = [...topic].filter((stem) => !headline.has(stem));
  const stems = paragraphSpans(body).map(({ start, end }) => stemsOf(body.slice(start, end)));
  const isTogether = stems.some((_, i) => {
    const near = stems.slice(i, i + paragraphsTogether);
    return wanted.every((stem) => near.some((paragraph) => paragraph.has(stem)));
  });
  if (!isTogether) return undefined;
  let best: { span: Span; count: number } | undefined;
  for (const span of sentenceSpans(body)) {
    const own = stemsOf(body.slice(span.start, span.end));
    let count = 0;
    for (const stem of topic) if (own.has(stem)) count++;
    if (best === undefined || count > best.count) best = { span, count };
  }
  return best?.span;
}
