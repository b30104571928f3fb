import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiGenerator } from '../../src/adapters/openai/openai-generator.js';
import { openUsageLedger } from '../../src/adapters/sqlite/usage-ledger.js';
import { createAnswerCache } from '../../src/answer/answer-cache.js';
import { withCircuit } from '../../src/answer/circuit.js';
import type { Draft } from '../../src/answer/draft.js';
import { askModel, type AskOptions, type LanguageModel } from '../../src/answer/model-answer.js';
import { prepareIndexChecks } from '../../src/answer/prepare-checks.js';
import { createNoticeLog, loadPrompts } from '../../src/app-language-model.js';
import type { Outcome, Question } from '../../src/domain/answer.js';
import type { Turn } from '../../src/domain/conversation.js';
import type { UsageLedger } from '../../src/ports.js';
import type { Coverage } from '../../src/retrieve/search.js';
import {
  answering,
  citing,
  hangsUp,
  neverEnding,
  openStream,
  readPassages,
  refusing,
  saysNothing,
  sendEnd,
  sending,
  sendText,
  slowly,
  startFakeModel,
  stopping,
  type AskedModel,
  type FakeModelServer,
  type ModelReply,
} from '../fakes/openai.js';
import { createRecordedLog } from '../discord/bot-workspace.js';
import { createFakePairScorer } from '../fakes/pair-scorer.js';
import { createCoverage, harbourTown, type TestCoverage } from '../retrieve/small-coverage.js';

/*
 * Answers of a language model over a small coverage: a real store, the real checks and a server on 127.0.0.1 that answers as it is
 * told. Each line of "when things go wrong" is here.
 */

const stalls = 'Chief Odd Larsen said that 14 stalls were lost.';
const heater = 'The fire began because a heater was left on, Larsen said.';
const hurt = 'Nobody was hurt.';
const askedOn = '2025-05-20';
const question: Question = {
  text: 'How many stalls were lost in the fire at the old fish market, said Chief Odd Larsen?',
  filters: {},
  askedOn,
};

let coverage: TestCoverage;
let server: FakeModelServer;
let ledger: UsageLedger;
let notices: string[];
let used: { inputTokens: number; outputTokens: number }[];
let model: LanguageModel;
let nowMs: number;

beforeAll(async () => {
  coverage = await createCoverage(harbourTown);
  server = await startFakeModel();
});
afterAll(async () => {
  await coverage.close();
  await server.close();
});
beforeEach(async () => {
  server.asked.length = 0;
  server.script = [];
  server.usual = answering(citing(stalls, heater));
  notices = [];
  used = [];
  nowMs = 0;
  ledger = await openUsageLedger(':memory:', { input: 1, output: 1 });
  await useModel();
});
afterEach(async () => {
  await model.generator.close();
  await ledger.close();
});

async function useModel(
  changes: Partial<LanguageModel> & { contextTokens?: number; silenceMs?: number } = {},
): Promise<void> {
  await model?.generator.close();
  const { contextTokens = 8192, silenceMs = 30_000, ...others } = changes;
  let marks = 0;
  const generator = await createOpenAiGenerator({
    model: 'some-model',
    apiKey: null,
    baseUrl: server.baseUrl,
    contextTokens,
    silenceMs,
    limits: { firstDelayMs: 1, longestDelayMs: 2, retries: 2 },
  });
  model = {
    generator: withCircuit(generator, () => nowMs).generator,
    prompts: await loadPrompts(),
    prepareChecks: prepareIndexChecks,
    cache: createAnswerCache(() => nowMs),
    ledger,
    limits: { everyone: { tokens: null, cost: null }, user: { tokens: null, cost: null } },
    timeoutMs: 60_000,
    answerTokens: 500,
    room: { tokens: Infinity },
    newMark: () => `mark${marks++}`,
    now: () => new Date('2025-05-20T10:00:00Z'),
    log: createNoticeLog((line) => notices.push(line)),
    onUsage: (usage) => used.push(usage),
    ...others,
  };
}

function ask(
  asked: Partial<Question> = {},
  options: Partial<AskOptions> = {},
  on: Coverage = coverage,
): Promise<Outcome> {
  return askModel(on, { ...question, ...asked }, model, {
    limit: 4,
    abstention: 'balanced',
    clock: () => nowMs,
    userId: null,
    turns: [],
    completed: { ...question, ...asked },
    ...options,
  });
}

const answerBy = (...script: ModelReply[]): Promise<Outcome> => {
  server.script = script;
  return ask();
};
const textsOf = ({ sentences }: Outcome): string[] => sentences.map(({ text }) => text);

/** What every outcome keeps to, whoever wrote it. */
function requireContract(outcome: Outcome): void {
  for (const { articleId, quote, start, end } of outcome.citations) {
    expect(harbourTown.find(({ id }) => id === articleId)!.body.slice(start, end)).toBe(quote);
  }
  const numbers = outcome.citations.map(({ n }) => n);
  for (const { citations } of outcome.sentences) {
    expect(citations.length).toBeGreaterThan(0);
    expect(numbers).toEqual(expect.arrayContaining(citations));
  }
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
}

describe('an answer of a language model', () => {
  it('has its sentences, each with the words that support it', async () => {
    const outcome = await ask();
    requireContract(outcome);
    expect(outcome).toMatchObject({
      outcome: 'answer',
      mode: 'model',
      searched: { question: question.text, articles: 6 },
    });
    expect(textsOf(outcome)).toEqual([stalls, heater]);
    expect(outcome.citations[0]).toMatchObject({
      n: 1,
      articleId: 'fire',
      quote: stalls,
      title: 'Fire destroys the old fish market',
    });
    expect(outcome).not.toHaveProperty('note');
    expect(outcome).not.toHaveProperty('removed');
  });

  it('is asked for with passages under numbers, their outlets and dates, and the day of the question', async () => {
    await ask();
    const passages = readPassages(server.asked[0]!);
    expect(passages.map(({ n }) => n)).toEqual(passages.map((_, i) => i + 1));
    expect(passages.find(({ text }) => text.includes(stalls))).toMatchObject({
      outlet: 'The Bay Herald',
      headline: 'Fire destroys the old fish market',
      authors: 'Ana Lúcia Prado',
      date: '2025-01-14',
    });
    expect(passages.filter(({ date }) => date.endsWith('(the newest)')).length).toBeGreaterThan(0);
    expect(server.asked[0]!.body.messages[1]!.content).toContain(`Today is ${askedOn}.`);
  });

  it('is without the sentences that the passages do not support, which are told with their reasons', async () => {
    const swapped = stalls.replace('14', '41');
    const outcome = await answerBy(
      answering(citing(stalls) && ((asked) => `${citing(stalls)(asked)} ${swapped} [1] ${citing(heater)(asked)}`)),
    );
    requireContract(outcome);
    expect(textsOf(outcome)).toEqual([stalls, heater]);
    expect(outcome.removed).toEqual([
      {
        text: swapped,
        reason: expect.stringMatching(/^figure: .*41/) as string,
        code: 'figure',
        detail: expect.stringContaining('41') as string,
      },
    ]);
  });

  it('is logged with how many sentences were removed for which reason; their words are logged at debug', async () => {
    const { log, logged } = createRecordedLog();
    await useModel({ log });
    const swapped = stalls.replace('14', '41');
    await answerBy(answering((asked) => `${citing(stalls)(asked)} ${swapped} [1]`));
    const [told, detail] = logged;
    expect(told).toMatchObject({ level: 'info', fields: { result: 'answer', removed: { figure: 1 } } });
    expect(JSON.stringify(told)).not.toContain('stalls');
    expect(detail).toMatchObject({ level: 'debug', fields: { removed: [{ text: swapped }] } });
  });

  it('is without the sentences that a model of entailment, where one is set, does not read in what they cite', async () => {
    const [stays, goes] = [
      'In the fire 14 stalls were lost, Chief Larsen said.',
      'The fire began because of a heater.',
    ];
    server.usual = answering((asked) => {
      const n = readPassages(asked).find(({ text }) => text.includes(stalls))!.n;
      return `${stays} [${n}] ${goes} [${n}]`;
    });
    expect(textsOf(await ask())).toEqual([stays, goes]);
    model.cache = createAnswerCache(() => nowMs);
    const entailment = createFakePairScorer((sentence) => (sentence === stays ? 0.9 : 0.1));
    const outcome = await ask({}, {}, { ...coverage, entailment });
    requireContract(outcome);
    expect(textsOf(outcome)).toEqual([stays]);
    expect(outcome.removed).toEqual([
      expect.objectContaining({ text: goes, reason: expect.stringMatching(/^unsupported: .*entailment/) as string }),
    ]);
  });

  it('is the same when it arrives byte by byte', async () => {
    const quoted = 'The river is “higher than in 2013,” Vale said.';
    const said = (asked: AskedModel): string =>
      `${citing(stalls, heater)(asked)} Zoë’s 😀 is not there. [1] ${quoted} [1]`;
    const whole = await answerBy(answering(said));
    model.cache = createAnswerCache(() => nowMs);
    const slow = await answerBy(slowly(said));
    expect(server.asked).toHaveLength(2);
    expect(textsOf(whole)).toEqual([stalls, heater]);
    expect(slow).toEqual(whole);
  });

  it('says a thing once, however often the model does', async () => {
    const outcome = await answerBy(answering(citing(stalls, heater, stalls, heater)));
    expect(textsOf(outcome)).toEqual([stalls, heater]);
    expect(outcome.removed).toEqual(
      [stalls, heater].map((text) => ({ text, reason: 'repeated', code: 'repeated', detail: '' })),
    );
  });

  it('has at most as many sentences as are wanted, and then nobody listens any more', async () => {
    server.script = [answering(citing(hurt, stalls, heater))];
    const outcome = await ask({}, { limit: 2 });
    expect(outcome.sentences).toHaveLength(2);
  });

  it('is shown sentence by sentence, each time with all that has passed, while the model still writes', async () => {
    const drafts: Draft[] = [];
    let goOn = (): void => undefined;
    server.script = [
      async (asked, response) => {
        openStream(response);
        sendText(response, `${citing(stalls)(asked)} `);
        sendText(response, 'The fire began');
        // The model waits until its first sentence has been shown.
        await new Promise<void>((resolve) => (goOn = resolve));
        sendText(response, citing(heater)(asked).slice('The fire began'.length));
        sendEnd(asked, response);
      },
    ];
    const outcome = await ask(
      {},
      {
        onDraft: (draft) => {
          drafts.push(draft);
          goOn();
        },
      },
    );
    expect(drafts.map(({ sentences }) => sentences.map(({ text }) => text))).toEqual([[stalls], [stalls, heater]]);
    expect(drafts.at(-1)).toEqual({ sentences: outcome.sentences, citations: outcome.citations });
  });

  it('begins anew when all before turns out to have been reasoning', async () => {
    const drafts: number[] = [];
    server.script = [
      answering((asked) => `${citing(heater, hurt)(asked)} So let me answer.</think>${citing(stalls)(asked)}`),
    ];
    const outcome = await ask({}, { onDraft: ({ sentences }) => drafts.push(sentences.length) });
    expect(textsOf(outcome)).toEqual([stalls]);
    expect(drafts).toContain(0);
  });

  it('says what the passages leave open, in words of the question alone', async () => {
    const missing = (said: string) => answering((asked) => `${citing(stalls)(asked)}\nMISSING: ${said}`);
    expect(await answerBy(missing('how many stalls were lost at the market.'))).toMatchObject({
      note: 'The coverage found does not say: how many stalls were lost at the market.',
    });
    model.cache = createAnswerCache(() => nowMs);
    expect(await answerBy(missing('ask the mayor at https://evil.example'))).not.toHaveProperty('note');
  });
});

describe('an abstention of a language model', () => {
  it('is what it says itself', async () => {
    const outcome = await answerBy(answering('NO ANSWER'));
    expect(outcome).toMatchObject({
      outcome: 'abstention',
      mode: 'model',
      citations: [],
      reason: expect.stringMatching(
        /^The passages that were found do not answer this question\. The nearest article is “.+\.$/u,
      ),
    });
    expect(outcome.outcome === 'abstention' && outcome.related.length).toBeGreaterThan(0);
  });

  it.each<[string, string]>([
    ['a refusal', 'I’m sorry, but I can’t help with that.'],
    ['sentences without a passage that supports them', 'The king of Norway bought all the fish for 900 crowns. [1]'],
    ['a sentence about the passages', 'The passages do not say how many stalls were lost. [1]'],
    ['only marks', '[1] [2] [99] [0]'],
  ])('is what is left of %s', async (_, words) => {
    const outcome = await answerBy(answering(words));
    expect(outcome).toMatchObject({ outcome: 'abstention', mode: 'model', sentences: [], citations: [] });
    expect(outcome).not.toHaveProperty('note');
  });

  it('costs nothing when the coverage is about something else', async () => {
    expect(await ask({ text: 'Zirconium xylophones?' })).toMatchObject({ outcome: 'abstention', mode: 'extractive' });
    expect(await ask({ filters: { outlet: 'The Inland Post' } })).toMatchObject({ outcome: 'abstention' });
    expect(server.asked).toEqual([]);
  });
});

describe('when things go wrong, the articles’ own sentences are shown, and why', () => {
  const inTime =
    'The language model did not answer in time, or its server is in trouble; these are the sentences of the articles.';
  const refused =
    'The language model could not be asked, because its server refuses the key or the model; these are the sentences of the articles.';
  const unusable = 'The language model gave no usable answer; these are the sentences of the articles.';
  const tooLong = 'The articles are too long for the language model; these are the sentences of the articles.';
  const everyTime = (reply: ModelReply): ModelReply[] => Array.from({ length: 9 }, () => reply);

  it.each<[string, ModelReply[], string]>([
    ['no key', [refusing(401, 'You didn’t provide an API key')], refused],
    ['a wrong key', [refusing(401, 'Incorrect API key provided')], refused],
    ['an unknown model', [refusing(404, 'model not found')], refused],
    ['429', everyTime(refusing(429, 'slow down')), inTime],
    ['429 for an hour', [refusing(429, 'slow down', { headers: { 'retry-after': '3600' } })], inTime],
    ['5xx', everyTime(refusing(503, 'overloaded')), inTime],
    ['a broken connection', everyTime(hangsUp), inTime],
    ['a stream that stops', everyTime(stopping('Nobody was', 'ended')), unusable],
    ['a stream that breaks', everyTime(stopping('Nobody was', 'broken')), unusable],
    ['an empty answer', everyTime(answering('')), unusable],
    [
      'malformed bytes',
      everyTime(sending(new Uint8Array([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 0x0a, 0x0a]))),
      unusable,
    ],
    [
      'bytes in the text that are no characters',
      everyTime(answering((asked) => citing(stalls)(asked).replace('14', '\ufffd\ufffd'))),
      unusable,
    ],
    ['an endless answer of which nothing passes', everyTime(neverEnding('and so on and on. ')), unusable],
    ['an endless answer without a sentence', everyTime(neverEnding('and so on and on ')), unusable],
    ['an endless answer without a word', everyTime(neverEnding('x')), unusable],
    ['a context too long for one passage', everyTime(refusing(400, 'maximum context length is 10 tokens')), tooLong],
    ['a request that is not understood', [refusing(400, 'nonsense')], unusable],
  ])('%s', async (_, script, note) => {
    const outcome = await answerBy(...script);
    requireContract(outcome);
    expect(outcome).toMatchObject({ outcome: 'answer', mode: 'extractive', note });
    expect(textsOf(outcome)).toContain(stalls);
    // The operator is told what the reader is not.
    expect(notices).toEqual([expect.stringMatching(/some-model(?:@| at )127\.0\.0\.1/) as string]);
  });

  it.each<[string, ModelReply]>([
    ['a time-out before the first word', saysNothing],
    ['a time-out in the middle', stopping('Nobody was', 'silent')],
  ])('%s', async (_, reply) => {
    await useModel({ silenceMs: 50 });
    expect(await answerBy(...Array.from({ length: 9 }, () => reply))).toMatchObject({
      mode: 'extractive',
      note: inTime,
    });
  });

  it('the time for all tries together', async () => {
    await useModel({ timeoutMs: 80 });
    expect(await answerBy(saysNothing)).toMatchObject({ mode: 'extractive', note: inTime });
  });

  it('an abstention says it too', async () => {
    server.usual = refusing(401, 'no');
    const outcome = await ask({ text: 'What did Ines Vale say of Mayor Greta Sund?' }, { abstention: 'careful' });
    expect(outcome).toMatchObject({
      outcome: 'abstention',
      mode: 'extractive',
      note: 'The language model could not be asked, because its server refuses the key or the model; only the sentences of the articles were looked through.',
    });
  });

  it('what was shown of an answer that breaks is taken back', async () => {
    const drafts: number[] = [];
    const breaking: ModelReply = (asked, response) => {
      openStream(response);
      sendText(response, citing(hurt)(asked));
      sendText(response, ' The fire began because a');
      response.write('', () => setImmediate(() => response.destroy()));
    };
    server.script = [breaking, answering(citing(stalls, heater))];
    const outcome = await ask({}, { onDraft: ({ sentences }) => drafts.push(sentences.length) });
    expect(textsOf(outcome)).toEqual([stalls, heater]);
    expect(drafts).toEqual([1, 0, 1, 2]);
  });
});

describe('when things go wrong, what can be helped is helped', () => {
  it('429 and 5xx are waited for', async () => {
    const outcome = await answerBy(
      refusing(429, 'slow down', { headers: { 'retry-after': '0.01' } }),
      refusing(500, 'oops'),
    );
    expect(outcome).toMatchObject({ mode: 'model' });
    expect(notices).toEqual([]);
  });

  it('a stream that stops is asked for once more', async () => {
    expect(await answerBy(stopping('Nobody', 'broken'))).toMatchObject({ mode: 'model' });
    expect(server.asked).toHaveLength(2);
  });

  it('a context that is too long is tried with half the passages, until it fits', async () => {
    const tooLong = refusing(400, "This model's maximum context length is 1000 tokens");
    const outcome = await answerBy(tooLong, tooLong);
    expect(outcome).toMatchObject({ mode: 'model' });
    const given = server.asked.map((asked) => readPassages(asked).length);
    expect(given[1]).toBe(Math.floor(given[0]! / 2));
    expect(given[2]).toBe(Math.floor(given[1]! / 2));
  });

  it('what fitted is remembered, so that the next question is asked once', async () => {
    const tooLong = refusing(400, "This model's maximum context length is 1000 tokens");
    await answerBy(tooLong, tooLong);
    const fitting = readPassages(server.asked[2]!).length;
    expect(notices).toEqual([expect.stringContaining('OPENAI_CONTEXT_TOKENS') as string]);
    expect(await ask({ askedOn: '2025-05-21' })).toMatchObject({ mode: 'model' });
    expect(server.asked).toHaveLength(4);
    expect(readPassages(server.asked[3]!)).toHaveLength(fitting);
  });

  it('nor is a model that takes not even one passage asked with all of them again', async () => {
    server.usual = refusing(400, "This model's maximum context length is 10 tokens");
    await ask();
    const asked = server.asked.length;
    expect(asked).toBeGreaterThan(2);
    await ask();
    expect(server.asked).toHaveLength(asked + 1);
  });

  it('a model with a short context is given fewer passages to begin with', async () => {
    await ask();
    const all = readPassages(server.asked[0]!).length;
    await useModel({ contextTokens: 2200 });
    await ask();
    expect(readPassages(server.asked[1]!).length).toBeLessThan(all);
    expect(readPassages(server.asked[1]!).length).toBeGreaterThan(0);
  });

  it('an answer without an end is cut, and what passed is shown', async () => {
    const outcome = await answerBy((asked, response) => neverEnding(`${citing(stalls)(asked)} `)(asked, response));
    expect(textsOf(outcome)).toEqual([stalls]);
    expect(outcome).toMatchObject({ mode: 'model' });
  });

  it('an answer that was cut at its limit is without its last sentence, and says so', async () => {
    const outcome = await answerBy(
      answering((asked) => `${citing(stalls)(asked)} ${hurt.slice(0, -1)}`, { finish: 'length' }),
    );
    expect(textsOf(outcome)).toEqual([stalls]);
    expect(outcome).toMatchObject({
      note: 'The language model’s answer was cut short.',
      removed: [{ text: hurt.slice(0, -1), code: 'cut-off' }],
    });
  });

  it('a sentence with a character that could not be read is not shown', async () => {
    const outcome = await answerBy(
      answering((asked) => `${citing(stalls)(asked).replace('said that', 'said that\ufffd')} ${citing(heater)(asked)}`),
    );
    expect(textsOf(outcome)).toEqual([heater]);
    expect(outcome.removed).toMatchObject([{ code: 'malformed' }]);
  });

  it('an endless answer is asked for once more, and so is one with bytes that are no characters', async () => {
    expect(await answerBy(neverEnding('and so on and on '))).toMatchObject({ mode: 'model', outcome: 'answer' });
    model.cache = createAnswerCache(() => nowMs);
    expect(await answerBy(answering('\ufffd\ufffd'))).toMatchObject({ mode: 'model', outcome: 'answer' });
    expect(server.asked).toHaveLength(4);
  });

  it('of a sentence that never ends a reader of what was removed is told the beginning', async () => {
    const outcome = await answerBy(neverEnding('and so on '), neverEnding('and so on '));
    expect(outcome.removed).toMatchObject([
      { code: 'cut-off', text: expect.stringMatching(/^and so on .{300,400}…$/u) as string },
    ]);
    expect(outcome.removed![0]!.text.length).toBeLessThanOrEqual(400);
  });

  it('a server that is down slows three questions and no more, and the line goes on to say what is wrong', async () => {
    const refused = expect.stringContaining('its server refuses the key or the model') as string;
    server.usual = refusing(401, 'no');
    for (let i = 0; i < 3; i++) expect(await ask()).toMatchObject({ mode: 'extractive', note: refused });
    const asked = server.asked.length;
    expect(await ask()).toMatchObject({ mode: 'extractive', note: refused });
    expect(server.asked).toHaveLength(asked);
    server.usual = answering(citing(stalls));
    nowMs += 30_000;
    expect(await ask()).toMatchObject({ mode: 'model' });
  });

  it('a follow-up that the server does not answer is one failure, though it is asked twice', async () => {
    const first = await ask();
    server.usual = refusing(401, 'no');
    const turns = [{ question: question.text, askedOn, outcome: first }];
    for (let i = 0; i < 2; i++) await ask({ text: 'And why did it begin, said Chief Odd Larsen?' }, { turns });
    server.usual = answering(citing(stalls));
    expect(await ask({ askedOn: '2025-05-21' })).toMatchObject({ mode: 'model' });
  });

  it.each<[string, ModelReply]>([
    ['that a filter of the server stops', answering('Nobody', { finish: 'content_filter' })],
    ['that the server does not understand', refusing(400, 'this prompt I do not like')],
    ['whose answer stops in the middle', stopping('Nobody was', 'ended')],
    ['of which nothing is left but thoughts', answering('', { finish: 'length' })],
  ])('questions %s do not take the model from the others', async (_, reply) => {
    server.usual = reply;
    for (let i = 0; i < 4; i++) expect(await ask()).toMatchObject({ mode: 'extractive' });
    server.usual = answering(citing(stalls));
    expect(await ask()).toMatchObject({ mode: 'model' });
  });

  it('whoever asked may give it up at any moment, and hears nothing else then', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    server.script = [saysNothing];
    const asked = ask({}, { signal: controller.signal });
    await server.arrived(1);
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  it('an index that fails under the answer is told as that, and not as a fault of the model', async () => {
    const store = { ...coverage.store, findArticle: () => Promise.reject(new Error('disk')) };
    const broken = askModel({ ...coverage, store }, question, model, {
      limit: 4, abstention: 'balanced', clock: () => nowMs, userId: null, turns: [], completed: question,
    }); // prettier-ignore
    await expect(broken).rejects.toThrow('disk');
  });
});

describe('a budget', () => {
  const limit = (part: 'everyone' | 'user', tokens: number): LanguageModel['limits'] => ({
    everyone: { tokens: null, cost: null },
    user: { tokens: null, cost: null },
    [part]: { tokens, cost: null },
  });

  it('counts what the server says', async () => {
    await ask();
    expect(await ledger.spent('2025-05-20')).toMatchObject({ tokens: 321 + 45 });
  });

  it('and every call are told to whoever keeps figures', async () => {
    await ask();
    expect(used).toEqual([expect.objectContaining({ inputTokens: 321, outputTokens: 45 })]);
  });

  it('counts by estimate where the server says nothing, or was not listened to until it did', async () => {
    await answerBy(answering(citing(stalls), { usage: 'none' }));
    const { tokens } = await ledger.spent('2025-05-20');
    expect(tokens).toBeGreaterThan(500);
  });

  it('counts tries that failed on the way, and nothing where nothing was answered', async () => {
    await answerBy(refusing(401, 'no'));
    expect(await ledger.spent('2025-05-20')).toMatchObject({ tokens: 0 });
    await answerBy(stopping('Nobody was hurt', 'broken'));
    expect((await ledger.spent('2025-05-20')).tokens).toBeGreaterThan(321 + 45 + 500);
  });

  it.each([
    [
      'everyone',
      'The language model has answered as much as it may today, until 00:00 UTC; these are the sentences of the articles.',
    ],
    [
      'user',
      'The language model has answered as much of your questions as it may today, until 00:00 UTC; these are the sentences of the articles.',
    ],
  ] as const)('of %s that is used up leaves the extractive answer, and says until when', async (part, note) => {
    await useModel({ limits: limit(part, 4000) });
    expect(await ask({}, { userId: 'ada' })).toMatchObject({ mode: 'model' });
    await ledger.reserve({ day: '2025-05-20', userId: 'ada', inputTokens: 3000, outputTokens: 0 }, model.limits);
    const asked = server.asked.length;
    expect(await ask({ askedOn: '2025-05-19' }, { userId: 'ada' })).toMatchObject({
      mode: 'extractive',
      note,
      until: '2025-05-21T00:00:00.000Z',
    });
    expect(server.asked).toHaveLength(asked);
    expect(await ask({ askedOn: '2025-05-19' }, { userId: 'ivo' })).toMatchObject({
      mode: part === 'user' ? 'model' : 'extractive',
    });
  });

  it('that cannot be counted keeps the model from being asked, unless there is none', async () => {
    const broken: UsageLedger = { ...ledger, reserve: () => Promise.reject(new Error('disk')) };
    await useModel({ ledger: broken, limits: limit('everyone', 4000) });
    expect(await ask()).toMatchObject({
      mode: 'extractive',
      note: expect.stringContaining('cannot be read') as string,
    });
    await useModel({ ledger: broken });
    expect(await ask()).toMatchObject({ mode: 'model' });
    expect(notices).toContain('The tokens of the language model could not be counted: disk');
  });
});

describe('the same question again', () => {
  it('is answered from memory, and costs nothing', async () => {
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(server.asked).toHaveLength(1);
  });

  it.each<[string, Partial<Question>, Partial<AskOptions>]>([
    ['other words', { text: 'Why did the fire at the old fish market begin, said Chief Larsen?' }, {}],
    ['other filters', { filters: { outlet: 'The Bay Herald' } }, {}],
    ['another day', { askedOn: '2025-05-21' }, {}],
    ['another length', {}, { limit: 1 }],
  ])('with %s is another question', async (_, asked, options) => {
    await ask();
    await ask(asked, options);
    expect(server.asked).toHaveLength(2);
  });

  it('of another index, another model or another prompt is answered anew', async () => {
    await ask();
    const { cache } = model;
    const store = { ...coverage.store, lastSequence: async () => 12_345 };
    const options: AskOptions = {
      limit: 4,
      abstention: 'balanced',
      clock: () => nowMs,
      userId: null,
      turns: [],
      completed: question,
    };
    await askModel({ ...coverage, store }, question, model, options);
    expect(server.asked).toHaveLength(2);
    model = { ...model, generator: { ...model.generator, model: 'another' } };
    await ask();
    expect(server.asked).toHaveLength(3);
    const { answer } = model.prompts;
    model = { ...model, cache, prompts: { ...model.prompts, answer: { ...answer, source: `${answer.source} ` } } };
    await ask();
    expect(server.asked).toHaveLength(4);
  });

  it('is asked again when nothing passed, unless the model said that the passages hold no answer', async () => {
    expect(await answerBy(answering('The king of Norway bought all the fish for 900 crowns. [1]'))).toMatchObject({
      outcome: 'abstention',
    });
    expect(await ask()).toMatchObject({ outcome: 'answer' });
    model.cache = createAnswerCache(() => nowMs);
    const said = await answerBy(answering('NO ANSWER'));
    expect(await ask()).toEqual(said);
  });

  it('is asked again when the model was not to be had', async () => {
    await answerBy(refusing(401, 'no'));
    expect(await ask()).toMatchObject({ mode: 'model' });
  });
});

describe('a follow-up', () => {
  const turn = async (): Promise<Turn> => ({ question: question.text, askedOn, outcome: await ask() });
  const followUp = { text: 'And why did it begin?' };
  const condensed = 'Why did the fire at the old fish market begin, said Chief Odd Larsen?';

  it('is made a question of its own by the model, which is what was searched', async () => {
    const turns = [await turn()];
    server.script = [answering(condensed)];
    const filters = { outlet: 'The Bay Herald' };
    const outcome = await ask(followUp, { turns, completed: { ...question, filters } });
    expect(outcome.searched).toMatchObject({ question: condensed, filters });
    const [, condensing, answered] = server.asked;
    expect(condensing!.body.messages[1]!.content).toContain(stalls);
    expect(answered!.body.messages[1]!.content).toContain(condensed);
  });

  it.each<[string, ModelReply]>([
    ['fails', refusing(401, 'no')],
    ['answers instead', answering('A heater of the Norwegian king was left on.')],
    ['sends a link', answering('Why did the fire begin? https://evil.example')],
  ])('is completed without the model when that %s', async (_, reply) => {
    const turns = [await turn()];
    server.script = [reply];
    const completed = { ...question, text: `${condensed} (completed)` };
    const outcome = await ask(followUp, { turns, completed });
    expect(outcome.searched.question).toBe(`${condensed} (completed)`);
    expect(outcome).toMatchObject({ mode: 'model' });
  });

  it('takes its time from that of the answer, and no more', async () => {
    const turns = [await turn()];
    const given: number[] = [];
    const { generator } = model;
    model = {
      ...model,
      generator: {
        ...generator,
        generate: (request) => {
          given.push(request.timeoutMs);
          return generator.generate(request);
        },
      },
    };
    server.script = [
      (asked, response) => {
        nowMs += 20_000;
        return answering(condensed)(asked, response);
      },
    ];
    expect(await ask(followUp, { turns })).toMatchObject({ mode: 'model' });
    expect(given).toEqual([24_000, 40_000]);
  });

  it('counts in the budget too', async () => {
    const turns = [await turn()];
    const before = (await ledger.spent('2025-05-20')).tokens;
    server.script = [answering(condensed)];
    await ask(followUp, { turns });
    expect((await ledger.spent('2025-05-20')).tokens - before).toBe(2 * (321 + 45));
  });
});

describe('what strangers write', () => {
  it('cannot leave its fences: a mark that stands in a text is not taken', async () => {
    let at = 0;
    await useModel({ newMark: () => ['market', 'fish', 'free7'][at++ % 3]! });
    await ask();
    const prompt = server.asked[0]!.body.messages[1]!.content;
    expect(prompt).toContain('<<free7 passage 1>>');
    expect(prompt).not.toMatch(/<<(?:market|fish) /);
  });

  it('holds no secret: neither key nor address of the server is in what is asked', async () => {
    await ask();
    const sent = JSON.stringify(server.asked[0]!.body);
    expect(sent).not.toContain(new URL(server.baseUrl).host);
    expect(server.asked[0]!.body).not.toHaveProperty('tools');
  });
});
