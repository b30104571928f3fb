import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbedder } from '../../../src/adapters/embedding/create-embedder.js';
import type { CheckTools, GivenPassage, GivenQuote } from '../../../src/answer/verify/types.js';
import { parseConfig } from '../../../src/config.js';
import type { Article } from '../../../src/domain/article.js';
import { readArticles } from '../../../src/ingest/read/read-articles.js';
import { splitPassages } from '../../../src/ingest/split.js';
import type { Embedder } from '../../../src/ports.js';
import { extractQuotes } from '../../../src/quotes/extract.js';
import { resolveSpeakers } from '../../../src/quotes/speakers.js';
import { passageSize } from '../../../src/retrieve/tuning.js';
import { wordsOf } from '../../../src/retrieve/words.js';

/** The sample coverage as passages, with the quotes and speakers that an index would have, and what checks need. */
export interface Sample {
  articles: readonly Article[];
  passages: readonly GivenPassage[];
  tools: CheckTools;
  embedder: Embedder;
  /** The one passage of the article with this in its headline that holds these words. */
  passageWith(headline: string, words: string): GivenPassage;
}

export async function loadSample(folder = 'articles'): Promise<Sample> {
  const embedder = await createEmbedder(parseConfig({}));
  const articles = await readSampleArticles(folder);
  const passages = passagesOf(articles, (text) => embedder.countTokens(text));
  return {
    articles,
    passages,
    embedder,
    tools: createTools(passages, embedder),
    passageWith: (headline, words) => {
      const fitting = passages.filter(({ article, text }) => article.title.includes(headline) && text.includes(words));
      if (fitting.length !== 1)
        throw new Error(`Expected one passage of “${headline}” with “${words}”, got ${fitting.length}`);
      return fitting[0]!;
    },
  };
}

export async function readSampleArticles(folder: string): Promise<Article[]> {
  const articles = new Map<string, Article>();
  for (const name of readdirSync(folder).sort()) {
    if (name === 'README.md') continue;
    const read = await readArticles({
      document: name,
      url: null,
      contentType: null,
      bytes: readFileSync(join(folder, name)),
    });
    for (const { article } of read.articles) if (!articles.has(article.id)) articles.set(article.id, article);
  }
  return [...articles.values()];
}

export function passagesOf(articles: readonly Article[], countTokens: (text: string) => number): GivenPassage[] {
  const read = articles.map((article) => ({ article, ...extractQuotes(article) }));
  const resolved = resolveSpeakers(read.map(({ article, speakers }) => ({ articleId: article.id, speakers })));
  const byId = new Map(resolved.speakers.map((speaker) => [speaker.id, speaker]));
  return read.flatMap(({ article, quotes }) => {
    const ids = resolved.idsOf(article.id);
    const given = quotes.map(({ start, end, segments, mention, speaker }): GivenQuote => {
      const found = speaker === null ? undefined : byId.get(ids[speaker]!);
      return {
        start,
        end,
        segments,
        mention: mention?.text ?? null,
        speaker: found === undefined ? null : { ...found, aliases: found.aliases.map(({ name }) => name) },
      };
    });
    const lead = article.body.split('\n\n')[0]!;
    const { id, body, title, outlet, authors, publishedAt } = article;
    return splitPassages(body, countTokens, passageSize).map(({ start, end }): GivenPassage => ({
      articleId: id,
      text: body.slice(start, end),
      start,
      article: { title, outlet, authors, publishedAt, lead },
      quotes: given,
    }));
  });
}

/** Weights as the index would give them: the inverse document frequency of each word among the passages. */
export function createTools(
  passages: readonly GivenPassage[],
  embedder: Pick<Embedder, 'embed' | 'maxBatch'>,
): CheckTools {
  const counts = new Map<string, number>();
  for (const { text, article } of passages)
    for (const word of new Set(wordsOf(`${article.title} ${text}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vectors = new Map<string, Float32Array>();
  return {
    weigh: (words) =>
      Promise.resolve(
        words.map((word) =>
          Math.log(1 + (passages.length - (counts.get(word) ?? 0) + 0.5) / ((counts.get(word) ?? 0) + 0.5)),
        ),
      ),
    embed: async (texts) => {
      const missing = [...new Set(texts.filter((text) => !vectors.has(text)))];
      for (let from = 0; from < missing.length; from += embedder.maxBatch) {
        const some = missing.slice(from, from + embedder.maxBatch);
        (await embedder.embed(some, 'passage')).forEach((vector, i) => vectors.set(some[i]!, vector));
      }
      return texts.map((text) => vectors.get(text)!);
    },
  };
}
