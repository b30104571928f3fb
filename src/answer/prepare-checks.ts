import type { StoredQuote } from '../ports.js';
import type { Coverage, RetrievedPassage } from '../retrieve/search.js';
import type { PrepareChecks } from './checks.js';
import { createAnswerChecker } from './verify/check-answer.js';
import { preparePassages } from './verify/prepare.js';
import type { CheckTools, GivenPassage, GivenQuote } from './verify/types.js';

/** Checks against the index: with the quotations and speakers of the articles, and the rarity of words in the coverage. */
export const prepareIndexChecks: PrepareChecks = async (coverage, passages, question, askedOn) => {
  const tools = createTools(coverage);
  const prepared = await preparePassages(await givePassages(coverage, passages), tools);
  return () => createAnswerChecker(prepared, tools, question, askedOn);
};

async function givePassages({ store }: Coverage, passages: readonly RetrievedPassage[]): Promise<GivenPassage[]> {
  const ids = [...new Set(passages.map(({ articleId }) => articleId))];
  const articles = new Map(await Promise.all(ids.map(async (id) => [id, await store.findArticle(id)] as const)));
  const quotes = await store.quotesOf(ids);
  return passages.map(({ articleId, shown, article }) => {
    const { title, outlet, authors, publishedAt } = article;
    const body = articles.get(articleId)?.body ?? '';
    return {
      articleId,
      text: shown.text,
      start: shown.start,
      article: { title, outlet, authors, publishedAt, lead: body.split('\n\n', 1)[0]! },
      quotes: quotes.filter((quote) => quote.article.id === articleId).map(toGivenQuote),
    };
  });
}

function toGivenQuote({ start, end, segments, mention, speaker }: StoredQuote): GivenQuote {
  return {
    start,
    end,
    segments,
    mention: mention?.text ?? null,
    speaker: speaker === null ? null : { ...speaker, aliases: speaker.aliases.map(({ name }) => name) },
  };
}

function createTools({ store, embedder, entailment }: Coverage): CheckTools {
  return {
    ...(entailment && { entails: (sentence, words) => entailment.score(sentence, words) }),
    weigh: async (words) => {
      const { passages } = await store.totals();
      const frequencies = await store.passageFrequencies(words);
      // As in BM25; see `weighTerms`.
      return frequencies.map((n) =>
        Math.log(1 + (passages - Math.min(n, passages) + 0.5) / (Math.min(n, passages) + 0.5)),
      );
    },
    embed: async (texts) => {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += embedder.maxBatch) {
        vectors.push(...(await embedder.embed(texts.slice(from, from + embedder.maxBatch), 'passage')));
      }
      return vectors;
    },
  };
}
