import { openConversations } from '../../src/adapters/sqlite/conversations.js';
import { openWatches } from '../../src/adapters/sqlite/watches.js';
import { createNews } from '../../src/app-announce.js';
import { createLazyConversations } from '../../src/app-conversations.js';
import { createNameBooks } from '../../src/app-name-book.js';
import type { App, IndexedArticle, ReindexReport, RollbackReport, Status } from '../../src/app.js';
import type { FoundPassage, Outcome, Question } from '../../src/domain/answer.js';
import type { Suggestion, Turn } from '../../src/domain/conversation.js';
import type { FoundQuote, QuotationMatch, SpeakerSummary } from '../../src/domain/found-quote.js';
import { AppError } from '../../src/errors.js';
import { findDays } from '../../src/retrieve/days.js';

/** An app that knows two things and remembers what it was asked: for the tests of the faces, which only parse and render. */
export interface FakeApp extends App {
  asked: { question: Question; limit: number; turns?: readonly Turn[] }[];
  closed: number;
}

export const newsroom = { outlet: 'Skerrin Packet', authors: ['Ada Moore', 'Ivo Lind'] };

export const article: IndexedArticle = {
  id: 'packet-1',
  url: 'https://packet.example/inquiry',
  title: 'Inquiry finds 44 died',
  titleDerived: false,
  ...newsroom,
  publishedAt: '2025-05-12T08:30:00+02:00',
  body: 'Forty-four people died when the ferry sank, the inquiry found.\n\nThe alarm had been taped over, an engineer said.',
  places: [
    {
      source: 'articles',
      document: 'articles/inquiry.md',
      location: 'articles/inquiry.md',
      url: 'https://packet.example/inquiry',
      title: 'Inquiry finds 44 died',
      outlet: 'Skerrin Packet',
      publishedAt: '2025-05-12T08:30:00+02:00',
    },
    {
      source: 'articles',
      document: 'articles/wire.jsonl',
      location: 'articles/wire.jsonl#3',
      url: null,
      title: 'Ferry inquiry: 44 dead',
      outlet: 'Meridian Wire',
      publishedAt: '2025-05-12',
    },
  ],
};

const { id: articleId, url, title, outlet, authors, publishedAt, body } = article;

export const passage: FoundPassage = {
  articleId,
  url,
  title,
  outlet,
  authors,
  publishedAt,
  text: body.slice(0, 62),
  start: 0,
  end: 62,
  score: 0.8312,
};

export const answer: Extract<Outcome, { outcome: 'answer' }> = {
  outcome: 'answer',
  mode: 'extractive',
  sentences: [
    { text: 'Forty-four people died when the ferry sank, the inquiry found.', citations: [1] },
    { text: 'At first nine people were reported dead.', citations: [2] },
  ],
  citations: [
    { n: 1, articleId, url, title, outlet, authors, publishedAt, quote: body.slice(0, 62), start: 0, end: 62 },
    {
      n: 2,
      articleId: 'courier-9',
      url: null,
      title: 'Nine dead as Skerrin ferry sinks',
      outlet: 'The Courier',
      authors: [],
      publishedAt: '2025-03-05',
      quote: 'Police said at least nine people were dead.',
      start: 120,
      end: 163,
    },
  ],
  searched: { question: 'How many people died?', filters: {}, articles: 25, newest: '2025-05-12' },
};

export const abstention: Extract<Outcome, { outcome: 'abstention' }> = {
  outcome: 'abstention',
  mode: 'extractive',
  sentences: [],
  citations: [],
  searched: {
    question: 'Who won the cup?',
    filters: { outlet: 'Skerrin Packet', since: '2025-03-01', until: '2025-03-31' },
    articles: 7,
    newest: '2025-03-29',
  },
  reason: 'No passage is close enough to the question.',
  related: [{ articleId, url, title, outlet, publishedAt }],
};

const spoken = '“The alarm had been taped over,” Ms. Torvay said. “We all heard nothing.”';

export const quote: FoundQuote = {
  id: 'packet-1#1',
  articleId,
  url,
  title,
  outlet,
  authors,
  publishedAt,
  kind: 'direct',
  text: spoken,
  start: 64,
  end: 64 + spoken.length,
  segments: ['The alarm had been taped over,', 'We all heard nothing.'],
  cue: 'said',
  mention: 'Ms. Torvay',
  speaker: {
    id: 'elin-torvay',
    name: 'Elin Torvay',
    kind: 'person',
    aliases: [
      { name: 'Ms. Torvay', count: 4 },
      { name: 'Elin Torvay', count: 1 },
    ],
    description: 'an engineer of the ferry company',
    gender: 'female',
  },
  context: spoken,
};

export const summary: SpeakerSummary = {
  speaker: quote.speaker!,
  direct: 5,
  partial: 2,
  articles: 3,
  newest: '2025-05-12',
};

export const match: QuotationMatch = {
  articleId,
  url,
  title,
  outlet,
  authors,
  publishedAt,
  where: 'quote',
  quoteId: quote.id,
  speaker: quote.speaker,
  by: 'unclaimed',
  text: 'The alarm had been taped over',
  start: 65,
  end: 94,
  spans: [{ start: 65, end: 94 }],
  context: quote.context,
};

export const report: ReindexReport = {
  mode: 'changed',
  generation: 'g1',
  startedAt: '2025-06-01T10:00:00.000Z',
  finishedAt: '2025-06-01T10:01:05.000Z',
  cancelled: false,
  counts: { added: 24, changed: 1, unchanged: 0, removed: 2, duplicates: 1, failed: 1, embedded: 131 },
  failures: [
    {
      source: 'articles',
      location: 'articles/export.jsonl#17',
      code: 'CONTENT_MALFORMED',
      message: 'Expected a JSON object on line 17, got "{"',
      at: '2025-06-01T10:00:10.000Z',
    },
  ],
  totals: { articles: 25, passages: 131, outlets: 5, oldest: '2025-03-05', newest: '2025-05-12' },
};

export const status: Status = {
  index: {
    generation: 'g1',
    stamp: {
      schemaVersion: 1,
      embeddingModel: 'all-MiniLM-L6-v2@0123',
      dimensions: 384,
      pipeline: '1',
      createdAt: '2025-06-01T10:00:00.000Z',
    },
    totals: report.totals,
    vectors: { kind: 'approximate', count: 131 },
    bytes: 1_234_567,
  },
  dataDir: 'embeddings',
  embeddingModel: 'all-MiniLM-L6-v2',
  languageModel: null,
  hasUnusedKey: false,
  lastRun: {
    mode: 'changed',
    startedAt: report.startedAt,
    finishedAt: report.finishedAt,
    counts: report.counts,
  },
  failures: report.failures,
  sources: [
    {
      source: 'articles',
      origin: 'setting',
      articles: 24,
      failures: 1,
      lastSuccess: '2025-06-01T10:00:00.000Z',
      failedTries: 0,
      intervalMinutes: null,
      nextTry: null,
      isWatched: true,
    },
    {
      source: 'https://packet.example/feed.xml',
      origin: 'added',
      articles: 1,
      failures: 0,
      lastSuccess: '2025-05-30T10:00:00.000Z',
      failedTries: 2,
      intervalMinutes: 30,
      nextTry: '2025-06-01T14:03:00.000Z',
      isWatched: true,
    },
  ],
  writer: null,
};

export const rollbackReport: RollbackReport = {
  generation: '20250501T080000-01',
  replaced: '20250601T100000-01',
  stamp: status.index!.stamp,
  totals: report.totals,
  lastRun: status.lastRun!,
};

/** What the fake suggests of each kind, when it holds what is typed. */
export const suggestions: Record<'outlet' | 'author' | 'speaker', Suggestion[]> = {
  outlet: [
    { name: newsroom.outlet, id: null, count: 24 },
    { name: 'The Courier', id: null, count: 1 },
  ],
  author: newsroom.authors.map((name, i) => ({ name, id: null, count: 24 - i })),
  speaker: [{ name: summary.speaker.name, id: summary.speaker.id, count: summary.direct + summary.partial }],
};

/** Answers questions that say "died", abstains from others, and rejects an empty one. `changes` replace methods. */
export function createFakeApp(changes: Partial<App> = {}): FakeApp {
  const asked: FakeApp['asked'] = [];
  const conversations = createLazyConversations(() => openConversations(':memory:'));
  const news = createNews({
    index: async () => Promise.reject(new AppError('INDEX_MISSING', 'There is no index in embeddings yet')),
    names: createNameBooks(),
    open: () => openWatches(':memory:'),
  });
  const fake: FakeApp = {
    asked,
    closed: 0,
    search: async (question, { limit }) => {
      asked.push({ question, limit });
      return question.text.includes('died') ? [passage] : [];
    },
    ask: async (question, { limit, turns }) => {
      asked.push({ question, limit, ...(turns === undefined ? {} : { turns }) });
      if (question.text.trim() === '') throw new AppError('QUESTION_EMPTY', 'Expected a question with words, got none');
      return question.text.includes('died') ? answer : abstention;
    },
    examine: async (question) => {
      const isAnswer = question.text.includes('died');
      const { sentences, citations } = answer;
      return {
        outcome: isAnswer ? answer : abstention,
        passages: isAnswer ? [passage] : [],
        confidence: isAnswer ? 0.8 : 0.1,
        best: isAnswer ? { sentences, citations } : { sentences: [], citations: [] },
        thresholds: { careful: 0.7, balanced: 0.5, eager: 0.3 },
        timesMs: { embed: 5, words: 1, vectors: 1, rank: 2, answer: 11, total: 20 },
      };
    },
    suggest: async (kind, text, limit) =>
      suggestions[kind].filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase())).slice(0, limit),
    findDays,
    conversations,
    news,
    article: async (id) => {
      if (id === article.id) return article;
      throw new AppError('ARTICLE_NOT_FOUND', `No indexed article has the id "${id}"`, { hint: 'Look it up.' });
    },
    listArticles: async () => [{ id: article.id, title, titles: [title, 'Ferry inquiry: 44 dead'], urls: [url!] }],
    listSpeakers: async () => ({ speakers: [summary], unattributed: 3 }),
    findQuotes: async () => ({ outcome: 'quotes', speaker: summary.speaker, quotes: [quote], total: 7 }),
    allQuotes: async function* () {
      yield quote;
    },
    verify: async (quotation, { by }) => ({
      quotation,
      claim: by === undefined ? null : { name: by, speakers: [summary.speaker] },
      searched: { articles: 25 },
      verdict: 'exact',
      matches: [match],
    }),
    listSources: async () => status.sources,
    listSchedule: async () => status.sources,
    addSource: async (source) => !status.sources.some((entry) => entry.source === source),
    removeSource: async () => undefined,
    reindex: async () => report,
    rollback: async () => rollbackReport,
    status: async () => status,
    languageModel: async () => null,
    doctor: async () => [{ name: 'index', verdict: 'ok', detail: '25 articles', next: null }],
    close: async () => {
      fake.closed++;
      await conversations.close();
      await news.close();
    },
    ...changes,
  };
  return fake;
}
