import { describe, expect, test } from 'vitest';
import type { Outcome, Question } from '../../src/domain/answer.js';
import type { Turn } from '../../src/domain/conversation.js';
import { AppError } from '../../src/errors.js';
import { answer } from '../fakes/app.js';
import { startInServer, type BotOptions } from './bot-workspace.js';

const question = 'How many people died?';

/** An app that keeps the questions it is asked and answers each. */
function keepAsked(outcome: Outcome = answer): {
  asked: { question: Question; turns: readonly Turn[] }[];
  options: BotOptions;
} {
  const asked: { question: Question; turns: readonly Turn[] }[] = [];
  const ask: NonNullable<BotOptions['app']>['ask'] = async (given, { turns = [] }) => {
    asked.push({ question: given, turns });
    return outcome;
  };
  return { asked, options: { app: { ask } } };
}

describe('a question in a channel', () => {
  test('is a message that mentions the bot; it is answered with a reply, while the bot shows that it types', async () => {
    const { asked, options } = keepAsked();
    const { channel, anna, discord } = await startInServer(options);
    const sent = anna.writes(channel, `${question}`, { mentions: [discord.bot] });
    await channel.nextTyping();
    const shown = await channel.nextBotMessage();
    expect(shown.repliesTo).toBe(sent.id);
    expect(shown.text).toContain('Forty-four people died');
    expect(asked.map((one) => one.question.text)).toEqual([question]);
  });

  test('may hold the mention anywhere in its text', async () => {
    const { asked, options } = keepAsked();
    const { channel, anna, discord } = await startInServer(options);
    anna.writes(channel, `so ${discord.bot.mention}, how many people died?`);
    await channel.nextBotMessage();
    expect(asked.map((one) => one.question.text)).toEqual(['so , how many people died?']);
  });

  test('is answered with a hint when it has no words', async () => {
    const { channel, anna, discord } = await startInServer();
    anna.writes(channel, discord.bot.mention);
    expect((await channel.nextBotMessage()).text).toContain('Ask me something about the coverage');
  });

  test('is refused kindly when it is longer than a question can be', async () => {
    const tooLong = new AppError('QUESTION_TOO_LONG', 'Expected at most 2000 characters, got 3500');
    const { channel, anna, discord } = await startInServer({ app: { ask: async () => Promise.reject(tooLong) } });
    anna.writes(channel, 'word '.repeat(700), { mentions: [discord.bot] });
    expect((await channel.nextBotMessage()).text).toContain('too long for me');
  });

  test('is none by another bot, nor without being asked', async () => {
    const { asked, options } = keepAsked();
    const { channel, anna, server, discord } = await startInServer(options);
    const machine = server.addMember({ name: 'Other bot', isBot: true });
    machine.writes(channel, question, { mentions: [discord.bot] });
    anna.writes(channel, question);
    anna.writes(channel, `last: ${question}`, { mentions: [discord.bot] });
    await channel.nextBotMessage();
    expect(asked.map((one) => one.question.text)).toEqual([`last: ${question}`]);
  });

  test('goes on from the answer that it replies to', async () => {
    const { asked, options } = keepAsked();
    const { channel, anna, discord } = await startInServer(options);
    anna.writes(channel, question, { mentions: [discord.bot] });
    const first = await channel.nextBotMessage();
    anna.writes(channel, 'and why?', { repliesTo: first });
    await channel.nextBotMessage();
    expect(asked[1]).toMatchObject({ question: { text: 'and why?' }, turns: [{ question, outcome: answer }] });
  });

  test('that replies to the answer of a command cannot be read without the intent, and the bot says how to go on', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    anna.writes(channel, 'and why?', { repliesTo: shown });
    expect((await channel.nextBotMessage()).text).toContain('press “Follow up”');
  });

  test('that replies to the answer of a command is read with the intent', async () => {
    const { asked, options } = keepAsked();
    const intent = { settings: { messageContent: true }, discord: { messageContent: true } };
    const { channel, anna } = await startInServer({ ...options, ...intent });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    anna.writes(channel, 'and why?', { repliesTo: shown });
    await channel.nextBotMessage();
    expect(asked[1]?.turns).toMatchObject([{ question }]);
  });
});

describe('the button “Follow up”', () => {
  async function followUp(options: BotOptions = {}) {
    const { asked, options: kept } = keepAsked();
    const place = await startInServer({ ...kept, ...options });
    const { channel, anna } = place;
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    const submitted = await anna.submits(modal, { question: 'and what did he say about sanctions?' });
    return { ...place, asked, shown, submitted };
  }

  test('opens a thread at the answer, whose first message is an ordinary one with the next answer', async () => {
    const { channel, asked, submitted } = await followUp();
    const thread = await channel.nextBotThread();
    const first = await thread.nextBotMessage();
    expect(first.text).toContain('Forty-four people died');
    expect((await submitted.settled()).text).toContain(`<#${thread.id}>`);
    expect(submitted.isEphemeral).toBe(true);
    expect(asked[1]).toMatchObject({
      question: { text: 'and what did he say about sanctions?' },
      turns: [{ question }],
    });
  });

  test('goes on in the thread that is there already', async () => {
    const { channel, anna, shown, submitted } = await followUp();
    await submitted.settled();
    const thread = await channel.nextBotThread();
    await thread.nextBotMessage();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    const again = await anna.submits(modal, { question: 'and why?' });
    await thread.nextBotMessage();
    expect((await again.settled()).text).toContain(`<#${thread.id}>`);
    expect(channel.threads).toHaveLength(1);
  });

  test('leads to a thread in which a reply to the bot is read without the intent, and goes on from there', async () => {
    const { channel, anna, asked } = await followUp();
    const thread = await channel.nextBotThread();
    const first = await thread.nextBotMessage();
    anna.writes(thread, 'and when?', { repliesTo: first });
    await thread.nextBotMessage();
    expect(asked[2]?.question.text).toBe('and when?');
    expect(asked[2]?.turns.map((turn) => turn.question)).toEqual([question, 'and what did he say about sanctions?']);
  });

  test('leads to a thread in which /ask goes on as well', async () => {
    const { channel, anna, asked } = await followUp();
    const thread = await channel.nextBotThread();
    await thread.nextBotMessage();
    await (await anna.runs(thread, 'ask', { question: 'and when?' })).settled();
    expect(asked[2]?.turns).toHaveLength(2);
  });

  test('leads to a thread in which plain messages are questions, with the intent', async () => {
    const intent = { settings: { messageContent: true }, discord: { messageContent: true } };
    const { channel, anna, asked } = await followUp(intent);
    const thread = await channel.nextBotThread();
    await thread.nextBotMessage();
    anna.writes(thread, 'and when?');
    await thread.nextBotMessage();
    expect(asked[2]?.question.text).toBe('and when?');
  });

  test('leads to a thread in which plain messages between people are left alone, without the intent', async () => {
    const { channel, anna, asked } = await followUp();
    const thread = await channel.nextBotThread();
    const first = await thread.nextBotMessage();
    anna.writes(thread, 'thanks, Ben');
    anna.writes(thread, 'and when?', { repliesTo: first });
    await thread.nextBotMessage();
    expect(asked.map((one) => one.question.text).slice(2)).toEqual(['and when?']);
  });

  test('keeps the conversation of a thread after a restart', async () => {
    const { channel, anna, asked, workspace } = await followUp();
    const thread = await channel.nextBotThread();
    const first = await thread.nextBotMessage();
    await workspace.restart();
    anna.writes(thread, 'and when?', { repliesTo: first });
    await thread.nextBotMessage();
    expect(asked[2]?.turns).toHaveLength(2);
  });

  test('answers the one who asked alone where the bot may not open a thread, and names the permission', async () => {
    const note = 'The language model did not answer in time; these are the sentences of the articles.';
    const { asked, options } = keepAsked({ ...answer, note });
    const { anna, server } = await startInServer(options);
    const narrow = server.addChannel({ name: 'narrow', deny: ['CreatePublicThreads'] });
    const shown = await (await anna.runs(narrow, 'ask', { question })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    const submitted = await anna.submits(modal, { question: 'and why?' });
    const told = await submitted.settled();
    expect(submitted.isEphemeral).toBe(true);
    expect(told.text).toContain('Create Public Threads');
    expect(told.text).toContain(note);
    expect(told.text).toContain('Forty-four people died');
    expect(asked).toHaveLength(2);
  });

  test('of a private answer stays private', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'ask', { question, private: true })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    const submitted = await anna.submits(modal, { question: 'how many died of them?' });
    expect((await submitted.settled()).text).toContain('Forty-four people died');
    expect(submitted.isEphemeral).toBe(true);
    expect(channel.threads).toEqual([]);
    expect(channel.messages).toEqual([]);
  });
});

describe('direct messages, forums and other servers', () => {
  test('every direct message is a question, and goes on from the last answer', async () => {
    const { asked, options } = keepAsked();
    const { anna, discord } = await startInServer(options);
    const dm = discord.openDm(anna);
    anna.writes(dm, question);
    await dm.nextBotMessage();
    anna.writes(dm, 'and why?');
    await dm.nextBotMessage();
    expect(asked.map((one) => [one.question.text, one.turns.length])).toEqual([
      [question, 0],
      ['and why?', 1],
    ]);
  });

  test('a command in direct messages is answered there, and its follow-up too', async () => {
    const { anna, discord } = await startInServer();
    const dm = discord.openDm(anna);
    const shown = await (await anna.runs(dm, 'ask', { question })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    const next = await anna.submits(modal, { question: 'how many of them died at sea?' });
    expect((await next.settled()).text).toContain('Forty-four people died');
  });

  test('a post in a forum is answered in its thread', async () => {
    const { anna, server, discord } = await startInServer();
    const forum = server.addForum({ name: 'claims' });
    const post = anna.opensThread(forum, { name: 'Is it true?', text: question, mentions: [discord.bot] });
    expect((await post.nextBotMessage()).text).toContain('Forty-four people died');
    const shown = await (await anna.runs(post, 'ask', { question })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    await anna.submits(modal, { question: 'how many died of them?' });
    expect((await post.nextBotMessage()).text).toContain('Forty-four people died');
  });

  test('installed to an account, it answers where it is no member, with one message that pages and follow-ups replace or add to', async () => {
    const { discord } = await startInServer();
    const [mia, noah] = [discord.addPerson({ name: 'Mia' }), discord.addPerson({ name: 'Noah' })];
    const place = discord.openPrivateChannel(mia, noah);
    const where = { installedByUser: true };
    const asked = await mia.runs(place, 'ask', { question }, where);
    const shown = await asked.settled();
    expect(shown.text).toContain('Forty-four people died');
    expect(asked.followUps.length).toBeLessThanOrEqual(5);
    const page = await (await mia.clicks(shown, { label: 'Passages' })).settled();
    await mia.clicks(page, { label: /next/i });
    await page.shows(/2 of 2/);
    const { modal } = await mia.clicks(shown, { label: 'Follow up' });
    const next = await mia.submits(modal, { question: 'how many died of them?' });
    expect((await next.settled()).text).toContain('Forty-four people died');
  });
});

describe('missing permissions', () => {
  test('to send messages are told to the one who asked, by name', async () => {
    const { anna, server, discord } = await startInServer();
    const closed = server.addChannel({ name: 'closed', deny: ['SendMessages'] });
    anna.writes(closed, question, { mentions: [discord.bot] });
    const told = await discord.openDm(anna).nextBotMessage();
    expect(told.text).toContain('Send Messages');
    expect(told.text).toContain(closed.mention);
  });

  test('to embed links are told in the channel', async () => {
    const { anna, server, discord } = await startInServer();
    const plain = server.addChannel({ name: 'plain', deny: ['EmbedLinks'] });
    anna.writes(plain, question, { mentions: [discord.bot] });
    expect((await plain.nextBotMessage()).text).toContain('Embed Links');
  });

  test('that cannot be told to anybody are logged', async () => {
    const { anna, server, discord, untilLogged } = await startInServer({ expectsViolations: true });
    const closed = server.addChannel({ name: 'closed', deny: ['SendMessages'] });
    anna.closesDms();
    anna.writes(closed, question, { mentions: [discord.bot] });
    await untilLogged(/^Nobody could be told/);
  });
});
