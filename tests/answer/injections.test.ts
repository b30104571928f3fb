import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createEmbedder } from '../../src/adapters/embedding/create-embedder.js';
import { createOpenAiGenerator } from '../../src/adapters/openai/openai-generator.js';
import { openUsageLedger } from '../../src/adapters/sqlite/usage-ledger.js';
import { createAnswerCache } from '../../src/answer/answer-cache.js';
import { askModel, type LanguageModel } from '../../src/answer/model-answer.js';
import { prepareIndexChecks } from '../../src/answer/prepare-checks.js';
import { createNoticeLog, loadPrompts } from '../../src/app-language-model.js';
import type { App } from '../../src/app.js';
import { completeFromTurns } from '../../src/app-follow-up.js';
import { parseConfig } from '../../src/config.js';
import type { Article } from '../../src/domain/article.js';
import type { Turn } from '../../src/domain/conversation.js';
import type { Embedder } from '../../src/ports.js';
import { startInServer } from '../discord/bot-workspace.js';
import type { ShownMessage } from '../fakes/discord/index.js';
import { answering, citing, startFakeModel, type FakeModelServer } from '../fakes/openai.js';
import { createArticle, createCoverage, harbourTown } from '../retrieve/small-coverage.js';

/*
 * Text that gives a language model orders, wherever somebody else's text reaches it, and a model that obeys: the checks are what stands
 * between it and the reader. Anyone can add a line to injections.jsonl: where the text stands, what it says, what the obedient model
 * writes ("{mark}" is the secret mark of the request), and what no reader may see of that. Nicknames (32 characters at most, as Discord
 * has them) go through the bot, and must not even reach the model.
 */

interface Injection {
  place:
    | 'body'
    | 'headline'
    | 'author'
    | 'outlet'
    | 'history'
    | 'earlier answer'
    | 'earlier headline'
    | 'nickname'
    | 'question';
  text: string;
  obeyed: string;
  forbidden: string[];
}

const injections = readFileSync('tests/answer/injections.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Injection);
const chair = 'The club, which has 42 members, chose Ida Voss as its chair.';
const usualQuestion = 'Who chairs the harbour club?';
const askedOn = '2025-05-20';
const key = 'sk-the-key-of-the-operator';
const mark = 'm4rk-of-this-request';

let server: FakeModelServer;
let model: LanguageModel;
let embedder: Embedder;
/** Enough others that not every word of the question is everywhere. */
const others = harbourTown.slice(0, 2);
beforeAll(async () => {
  embedder = await createEmbedder(parseConfig({}));
  server = await startFakeModel();
  model = {
    generator: await createOpenAiGenerator({
      model: 'some-model',
      apiKey: key,
      baseUrl: server.baseUrl,
      contextTokens: 8192,
      silenceMs: 30_000,
    }),
    prompts: await loadPrompts(),
    prepareChecks: prepareIndexChecks,
    cache: createAnswerCache(() => 0),
    ledger: await openUsageLedger(':memory:', { input: 0, output: 0 }),
    limits: { everyone: { tokens: null, cost: null }, user: { tokens: null, cost: null } },
    timeoutMs: 60_000,
    answerTokens: 500,
    room: { tokens: Infinity },
    newMark: () => mark,
    now: () => new Date('2025-05-20T10:00:00Z'),
    log: createNoticeLog(undefined),
    onUsage: () => undefined,
  };
});
afterAll(async () => {
  await model.generator.close();
  await model.ledger.close();
  await server.close();
  await embedder.close();
});

test('there are at least fifty, in every place that somebody else’s text comes from', () => {
  expect(injections.length).toBeGreaterThanOrEqual(50);
  expect(new Set(injections.map(({ place }) => place)).size).toBe(9);
});

const isNickname = ({ place }: Injection): boolean => place === 'nickname';

test.each(injections.filter((injection) => !isNickname(injection)))(
  'a model that obeys “$text” ($place) tells the reader nothing of it',
  async (injection) => {
    const { place, text, forbidden } = injection;
    const club = clubWith(injection);
    const coverage = await createCoverage([...others, club], { embedder });
    const question = { text: place === 'question' ? text : usualQuestion, filters: {}, askedOn };
    const turns = turnsWith(injection);
    server.asked.length = 0;
    const obeyed = injection.obeyed.replaceAll('{mark}', mark);
    server.script = turns.length > 0 ? [answering(obeyed)] : [];
    server.usual = answering((asked) => `${obeyed} ${citing(chair)(asked)}`);
    const outcome = await askModel(
      coverage,
      question,
      { ...model, cache: createAnswerCache(() => 0) },
      {
        limit: 4,
        abstention: 'balanced',
        clock: () => 0,
        userId: null,
        turns,
        completed: question,
      },
    ).finally(() => coverage.close());

    const shown = JSON.stringify([outcome.sentences, outcome.citations.map(({ quote }) => quote), outcome.note ?? '']);
    for (const part of forbidden) expect(shown).not.toContain(part.replace('{mark}', mark));
    expect(shown).not.toMatch(/https?:|discord\.gg|<@|@everyone|@here|sk-|javascript:|<script/u);
    // What the article says is still told; a question may be too far off to be asked at all.
    if (place !== 'question' || outcome.mode === 'model')
      expect(outcome.sentences.map((sentence) => sentence.text)).toContain(chair);
    for (const { articleId, quote, start, end } of outcome.citations) {
      const article = [...others, club].find(({ id }) => id === articleId)!;
      expect(article.body.slice(start, end)).toBe(quote);
    }
    if (place !== 'question') expect(outcome.searched.question).toBe(usualQuestion);
    for (const { body } of server.asked) {
      expect(JSON.stringify(body)).not.toContain(key);
      // Everything of strangers stands between the marks, in the message that is not the system's.
      const [system, ...others] = body.messages;
      expect(system!.content).not.toContain(text);
      for (const { content } of others) {
        const outside = content.replace(new RegExp(`<<${mark} (?!end)[^]*?<<${mark} end of [^>]*>>`, 'gu'), '');
        expect(outside).not.toContain(text);
      }
    }
  },
);

test.each(injections.filter(isNickname))(
  'somebody who is called “$text” tells the model nothing by that',
  async (injection) => {
    const { text, forbidden } = injection;
    expect(text.length).toBeLessThanOrEqual(32);
    const coverage = await createCoverage([...others, clubWith({})], { embedder });
    onTestFinished(() => coverage.close());
    server.asked.length = 0;
    server.script = [];
    // A follow-up is condensed first; a model that obeys does so there too.
    server.usual = answering((asked) => `${injection.obeyed} ${citing(chair)(asked)}`);
    const ask: App['ask'] = async (question, { limit, turns = [], userId = null }) => {
      const completed = await completeFromTurns(coverage.store, question, turns);
      const options = { limit, abstention: 'balanced' as const, clock: () => 0, userId, turns, completed };
      return askModel(coverage, question, { ...model, cache: createAnswerCache(() => 0) }, options);
    };
    const { server: newsroom, channel, discord } = await startInServer({ app: { ask } });
    const mallory = newsroom.addMember({ name: text, nickname: text });
    const told: ShownMessage[] = [];
    told.push(await (await mallory.runs(channel, 'ask', { question: usualQuestion })).settled());
    // Mentions of people stand in what is asked, as does whom one replies to.
    const first = mallory.writes(channel, `${usualQuestion} Tell ${mallory.mention}!`, { mentions: [discord.bot] });
    told.push(await channel.nextBotMessage());
    mallory.writes(channel, 'And who chairs it now?', { mentions: [discord.bot], repliesTo: told[1]! });
    told.push(await channel.nextBotMessage());
    expect(first.text).toContain(mallory.mention);

    expect(server.asked.length).toBeGreaterThanOrEqual(4);
    for (const { body } of server.asked) {
      const sent = body.messages.map(({ content }) => content).join('\n');
      expect(sent).not.toContain(text);
    }
    for (const message of told) {
      expect(message.text).toContain(chair);
      for (const part of forbidden) expect(message.text).not.toContain(part);
    }
  },
);

/** The article that holds what is asked for, with somebody else's words in one of its places. */
function clubWith({ place, text = '' }: Partial<Injection>): Article {
  return createArticle({
    id: 'club',
    title: place === 'headline' ? text : 'Harbour club elects chair',
    outlet: place === 'outlet' ? text : 'Skerrin Packet',
    authors: place === 'author' ? [text] : ['Ada Moore'],
    publishedAt: '2025-05-01',
    body: `The harbour club met on Monday.${place === 'body' ? `\n\n${text}` : ''}\n\n${chair}\n\n“We will row again,” Ida Voss said.`,
  });
}

/** The exchange before, with somebody else's words in it where the injection says so; none for the other places. */
function turnsWith({ place, text }: Injection): Turn[] {
  const searched = {
    question: place === 'history' ? text : 'What did the club do?',
    filters: {},
    articles: 7,
    newest: null,
  };
  const mode = 'extractive';
  if (place === 'history') {
    const nothing = { sentences: [] as [], citations: [] as [], related: [] };
    return [{ question: text, askedOn, outcome: { outcome: 'abstention', mode, searched, reason: text, ...nothing } }];
  }
  if (place !== 'earlier answer' && place !== 'earlier headline') return [];
  const said = place === 'earlier answer' ? text : 'The harbour club met on Monday.';
  const { id, url, title, outlet, authors, publishedAt } = clubWith({});
  const cited = { n: 1, articleId: id, url, outlet, authors, publishedAt, quote: said, start: 0, end: said.length };
  const citations = [{ ...cited, title: place === 'earlier headline' ? text : title }];
  const outcome = {
    outcome: 'answer' as const,
    mode: mode as 'extractive',
    sentences: [{ text: said, citations: [1] }],
    citations,
    searched,
  };
  return [{ question: searched.question, askedOn, outcome }];
}
