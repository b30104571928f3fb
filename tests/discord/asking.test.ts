import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.js';
import { abstention, answer, article } from '../fakes/app.js';
import { startInServer } from './bot-workspace.js';

const question = 'How many people died?';

describe('/ask', () => {
  test('acknowledges first, and then shows the answer with its sources', async () => {
    const { channel, anna } = await startInServer();
    const asked = await anna.runs(channel, 'ask', { question });
    expect(asked.acknowledged).toBe('deferred');
    const shown = await asked.settled();
    expect(shown.text).toContain('Forty-four people died when the ferry sank, the inquiry found.');
    expect(shown.text).toContain(article.url);
    expect(shown.text).toContain('Nine dead as Skerrin ferry sinks');
    expect(shown.buttons.map(({ label, emoji }) => label || emoji)).toEqual(['Passages', 'Follow up', '👍', '👎']);
    expect(channel.messages).toHaveLength(1);
  });

  test('says plainly that the coverage holds no answer', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question: 'Who won the cup?' })).settled();
    expect(shown.text).toContain(abstention.reason);
    expect(shown.text).not.toContain('[1]');
  });

  test('gives the filters to the app, with dates as people write them', async () => {
    const asked: unknown[] = [];
    const { channel, anna } = await startInServer({
      now: () => new Date(2025, 4, 14, 12),
      app: {
        ask: async (given) => {
          asked.push(given);
          return answer;
        },
      },
    });
    const filters = { outlet: 'Skerrin Packet', author: 'Ada Moore', since: 'last week', until: 'May 2025' };
    await (await anna.runs(channel, 'ask', { question, ...filters })).settled();
    expect(asked).toEqual([
      {
        text: question,
        askedOn: '2025-05-14',
        filters: { outlet: 'Skerrin Packet', author: 'Ada Moore', since: '2025-05-05', until: '2025-05-31' },
      },
    ]);
  });

  test.each([
    [{ since: 'the other day' }, 'I do not understand the date “the other day”'],
    [{ since: '2025-05', until: '2025-04' }, 'That period ends before it begins'],
  ])('says kindly what is wrong with %j', async (dates, said) => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question, ...dates })).settled();
    expect(shown.text).toContain(said);
  });

  test('answers the one who asked alone when he wants it private, until he shares it', async () => {
    const { channel, anna, server } = await startInServer();
    const asked = await anna.runs(channel, 'ask', { question, private: true });
    const shown = await asked.settled();
    expect(asked.isEphemeral).toBe(true);
    expect(channel.messages).toEqual([]);

    const shared = await (await anna.clicks(shown, { label: 'Share' })).settled();
    expect(channel.messages.map(({ id }) => id)).toEqual([shared.id]);
    expect(shared.text).toContain('Forty-four people died');
    expect(shared.buttons.map(({ label }) => label)).not.toContain('Share');
    expect(server.id).toBe(channel.serverId);

    const again = await (await anna.clicks(shown, { label: 'Share' })).settled();
    expect(again.text).toContain('shared already');
  });

  test('tells of a fault in a few words with an incident, and leaves the rest to the log', async () => {
    const { channel, anna, logged } = await startInServer({
      app: { ask: async () => Promise.reject(new Error('SQLITE_IOERR at /srv/secret/coverage.sqlite')) },
    });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const incident = /Incident (\S+)/.exec(shown.text)?.[1];
    expect(shown.text).not.toContain('SQLITE');
    const line = logged.find(({ level }) => level === 'error');
    expect(line?.fields).toMatchObject({ incident, what: '/ask', userId: anna.id });
    expect(String(line?.fields['error'])).toContain('SQLITE_IOERR');
  });

  test.each([
    ['QUESTION_EMPTY', 'I need a question in words'],
    ['QUESTION_TOO_LONG', 'too long'],
    ['INDEX_MISSING', 'Nothing has been indexed yet'],
  ] as const)('says of %s what can be done about it', async (code, said) => {
    const { channel, anna } = await startInServer({
      app: { ask: async () => Promise.reject(new AppError(code, 'There is no index in /srv/data yet')) },
    });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(shown.text).toContain(said);
    expect(shown.text).not.toContain('/srv/data');
  });
});

describe('an answer that a language model writes', () => {
  const [first, second] = answer.sentences;

  test('appears sentence by sentence as each has passed its check, edited at most every 1.2 s', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const budgets: unknown[] = [];
    const { channel, anna, discord } = await startInServer({
      app: {
        ask: async (_, { onDraft, userId }) => {
          budgets.push(userId);
          onDraft?.({ sentences: [first!], citations: answer.citations.slice(0, 1) });
          await held;
          onDraft?.({ sentences: [first!, second!], citations: answer.citations });
          return { ...answer, mode: 'model', note: 'The coverage does not say who taped it over.' };
        },
      },
    });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(shown.text).toContain('Forty-four people died when the ferry sank');
    expect(shown.text).not.toContain('nine people were reported dead');
    expect(shown.buttons).toEqual([]);
    goOn();
    await shown.shows(({ buttons }) => buttons.length > 0);
    expect(shown.text).toContain('nine people were reported dead');
    expect(shown.text).toContain('The coverage does not say who taped it over.');
    expect(budgets).toEqual([anna.id]);
    const edits = discord.sent.filter(({ method, path }) => method === 'PATCH' && path.endsWith('/@original'));
    expect(edits[1]!.realMs - edits[0]!.realMs).toBeGreaterThan(1100);
  });
});

describe('the log of a question', () => {
  const removed = [
    { text: 'Sixty people died.', reason: 'figure: 60', code: 'figure', detail: '60' },
    { text: 'Seventy people died.', reason: 'figure: 70', code: 'figure', detail: '70' },
    { text: 'Nobody knows.', reason: 'uncited', code: 'uncited', detail: '' },
  ];
  const note = 'The coverage does not say who taped it over.';

  test('has one id from the question to the last edit, and gives it to the app', async () => {
    const requests: (string | undefined)[] = [];
    const { channel, anna, discord, logged, untilLogged } = await startInServer({
      app: { ask: async (_, options) => (requests.push(options.request), answer) },
    });
    await (await anna.runs(channel, 'ask', { question })).settled();
    anna.writes(channel, question, { mentions: [discord.bot] });
    await untilLogged(/Message answered/);
    const lines = logged.filter(({ fields }) => 'request' in fields);
    const idsOf = (test: RegExp) =>
      lines.filter(({ message }) => test.test(message)).map(({ fields }) => fields['request']);
    expect(idsOf(/^Question asked$/)).toEqual(requests);
    expect(idsOf(/^Question answered$/)).toEqual(requests);
    expect(idsOf(/^(?:Interaction handled|Message answered)$/)).toEqual(requests);
    expect(new Set(requests).size).toBe(2);
  });

  test('has the words of people and of a language model at debug alone, and says why sentences were removed at info', async () => {
    const { channel, anna, logged } = await startInServer({
      app: { ask: async () => ({ ...answer, mode: 'model', note, removed }) },
    });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(shown.text).not.toContain('Sixty people');
    await (await anna.runs(channel, 'verify', { quotation: 'The alarm had been taped over' })).settled();
    await (await anna.runs(channel, 'quotes', { speaker: 'Torvay', about: 'the alarm' })).settled();
    expect(logged.find(({ message }) => message === 'Question answered')).toMatchObject({
      level: 'info',
      fields: { mode: 'model', removed: { figure: 2, uncited: 1 }, request: expect.any(String) as string },
    });
    const said = (levels: string[]) => JSON.stringify(logged.filter(({ level }) => levels.includes(level)));
    for (const words of [question, 'Sixty people', note, 'The alarm had been taped', 'the alarm']) {
      expect(said(['debug'])).toContain(words);
      expect(said(['info', 'warn', 'error'])).not.toContain(words);
    }
  });
});

describe('the buttons of an answer', () => {
  test('page through the cited passages, with the cited words in their paragraph, for whoever clicks alone', async () => {
    const { channel, anna, server } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const ben = server.addMember({ name: 'Ben' });
    const opened = await ben.clicks(shown, { label: 'Passages' });
    const first = await opened.settled();
    expect(opened.isEphemeral).toBe(true);
    expect(first.text).toContain('1 of 2');
    expect(first.text).toContain('Forty-four people died');
    await ben.clicks(first, { label: /next/i });
    await first.shows(/2 of 2/);
    expect(first.text).toContain('Police said at least nine people were dead.');
    await ben.clicks(first, { label: /prev/i });
    await first.shows(/1 of 2/);
  });

  test('work after a restart in the middle of a page', async () => {
    const { channel, anna, workspace } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const page = await (await anna.clicks(shown, { label: 'Passages' })).settled();
    await workspace.restart();
    await anna.clicks(page, { label: /next/i });
    await page.shows(/2 of 2/);
    const again = await (await anna.clicks(shown, { label: 'Passages' })).settled();
    expect(again.text).toContain('1 of 2');
  });

  test('keep what people think of an answer, the last click of each', async () => {
    const { channel, anna, server, app } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const ben = server.addMember({ name: 'Ben' });
    for (const [person, emoji] of [
      [anna, '👍'],
      [ben, '👍'],
      [ben, '👎'],
    ] as const) {
      const thanks = await person.clicks(shown, { emoji });
      expect((await thanks.settled()).text).toContain('Thank you');
      expect(thanks.isEphemeral).toBe(true);
    }
    expect(await app.conversations.countRatings()).toEqual({ good: 1, bad: 1 });
  });

  test('say so when the answer is no longer kept', async () => {
    const { channel, anna, app } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    await app.conversations.expire('9999-01-01');
    for (const label of ['Passages', 'Follow up']) {
      const told = await anna.clicks(shown, { label });
      expect((await told.settled()).text).toMatch(/I no longer have this answer.*30 days/);
    }
  });
});

describe('/forget', () => {
  test('removes what is stored of whoever asks, and tells how much', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    await (await anna.clicks(shown, { emoji: '👍' })).settled();
    const told = await (await anna.runs(channel, 'forget')).settled();
    expect(told.text).toMatch(/1/);
    const gone = await (await anna.clicks(shown, { label: 'Passages' })).settled();
    expect(gone.text).toContain('I no longer have this answer');
  });
});
