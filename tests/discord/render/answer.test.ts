import { describe, expect, test } from 'vitest';
import type { Citation, Outcome } from '../../../src/domain/answer.js';
import type { Shown } from '../../../src/domain/conversation.js';
import { renderAnswer } from '../../../src/discord/render/answer.js';
import { md, type Markdown } from '../../../src/discord/render/markdown.js';
import { renderPassages } from '../../../src/discord/render/passages.js';
import type { Rendered } from '../../../src/discord/render/rendered.js';
import { abstention, answer } from '../../fakes/app.js';
import { listFaults, readRendered, wordsOf } from './check-rendered.js';

const id = 'abcdefghijklmnop';
type ShownAnswer = Extract<Shown, { kind: 'answer' }>;
type Answer = Extract<Outcome, { outcome: 'answer' }>;

const shownOf = (outcome: Outcome, question = 'How many people died?'): ShownAnswer => ({
  kind: 'answer',
  question,
  askedOn: '2025-06-01',
  outcome,
  excerpts: outcome.citations.map(({ n, quote }) => ({ n, before: 'Before. ', quote, after: ' After.' })),
});
const render = (outcome: Outcome, question?: string) =>
  renderAnswer({ id, shown: shownOf(outcome, question), isPrivate: false });
const controlsOf = ({ components }: Rendered) =>
  components.flatMap(({ components: controls }) =>
    controls.map((control) => {
      const { label, emoji, custom_id } = control as { label?: string; emoji?: { name: string }; custom_id: string };
      return [label ?? emoji?.name, custom_id];
    }),
  );

/** An answer of a language model with this many citations of articles of their own. */
function manyCitations(count: number, words: string, urlLength = 60): Answer {
  const citations = Array.from({ length: count }, (_, i): Citation => ({
    ...answer.citations[0]!,
    n: i + 1,
    articleId: `article-${i}`,
    url: `https://packet.example/${i}/`.padEnd(urlLength, 'x'),
    quote: `${words} (${i + 1})`,
  }));
  return {
    ...answer,
    mode: 'model',
    sentences: [{ text: 'They did.', citations: citations.map(({ n }) => n) }],
    citations,
  };
}

describe('an answer', () => {
  test('shows the question, the sentences with their numbers, the sources, and what was searched', () => {
    expect(wordsOf(render(answer))).toBe(
      [
        'How many people died?',
        'Forty-four people died when the ferry sank, the inquiry found. [1]\u00a0·\u00a012\u00a0May\u00a02025',
        '',
        'At first nine people were reported dead. [2]\u00a0·\u00a05\u00a0Mar\u00a02025',
        '',
        'Word for word from the sources below.',
        '[1] Skerrin Packet · 12 May 2025',
        'Inquiry finds 44 died',
        'by Ada Moore and Ivo Lind',
        '[2] The Courier · 5 Mar 2025',
        'Nine dead as Skerrin ferry sinks',
        'Police said at least nine people were dead.',
        'Searched: 25 articles, the newest of 12 May 2025.',
      ].join('\n'),
    );
  });

  test('links each number and each headline to its article, where that has an address', () => {
    expect(readRendered(render(answer)).links).toEqual([
      { text: '[1]', url: 'https://packet.example/inquiry' },
      { text: 'Inquiry finds 44 died', url: 'https://packet.example/inquiry' },
    ]);
  });

  test('quotes cited words, but not a second time where they are the sentence', () => {
    const quoted = readRendered(render(answer)).runs.filter(({ styles }) => styles.includes('quote'));
    const words = quoted.map(({ text }) => text).join('');
    expect(words.split('Forty-four people died').length).toBe(2);
    expect(words).toContain('Police said at least nine people were dead.');
  });

  test('of a language model is one paragraph that is not quoted', () => {
    const { runs } = readRendered(render({ ...answer, mode: 'model' }));
    const shown = runs.map(({ text }) => text).join('');
    expect(shown).toContain('the inquiry found. [1] At first nine people were reported dead. [2]\n');
    expect(runs.find(({ text }) => text.includes('Forty-four'))?.styles).toEqual([]);
    expect(shown).toContain('Written from the sources below');
  });

  test('shows the numbers of one article together, and by number whose words are whose', () => {
    const [first] = answer.citations;
    const second: Citation = { ...first!, n: 2, quote: 'The alarm had been taped over.' };
    const third: Citation = { ...first!, n: 3, quote: 'An engineer said so.' };
    const rendered = render({ ...answer, mode: 'model', citations: [first!, second, third] });
    expect(rendered.embeds[0]?.fields?.length).toBe(1);
    expect(wordsOf(rendered)).toContain('[1][2][3] Skerrin Packet');
    expect(wordsOf(rendered)).toContain('[2] The alarm had been taped over.\n[3] An engineer said so.');
  });

  test('tells what was searched for when it is not what was asked, and the filters', () => {
    const searched = {
      ...answer.searched,
      question: 'How many people died in the ferry?',
      filters: abstention.searched.filters,
    };
    expect(wordsOf(render({ ...answer, searched }, 'And how many died?'))).toContain(
      'Searched: 25 articles, the newest of 12 May 2025; outlet Skerrin Packet; 1 Mar 2025 to 31 Mar 2025; for “How many people died in the ferry?”.',
    );
  });

  test('has buttons for passages, follow-ups and ratings; for sharing only when it is private', () => {
    expect(controlsOf(render(answer))).toEqual([
      ['Passages', `passages:${id}:open`],
      ['Follow up', `follow-up:${id}:`],
      ['👍', `good:${id}:`],
      ['👎', `bad:${id}:`],
    ]);
    const own = renderAnswer({ id, shown: shownOf(answer), isPrivate: true });
    expect(controlsOf(own).map(([label]) => label)).toEqual(['Passages', 'Follow up', 'Share', '👍', '👎']);
  });

  test('has a note above it', () => {
    const note = (text: Markdown) => renderAnswer({ id, shown: shownOf(answer), isPrivate: false, note: text });
    expect(note(md`Shared by <@1>`).content).toBe('Shared by <@1>');
    expect(note(md``)).not.toHaveProperty('content');
  });
});

describe('where space is short', () => {
  test('the cited words of the last sources are shortened first, and the sentence says where they are', () => {
    const rendered = render(manyCitations(9, 'The ferry sank off Skerrin in March. '.repeat(20)));
    expect(listFaults(rendered)).toEqual([]);
    const values = rendered.embeds[0]!.fields!.map(({ value }) => value);
    expect(values.length).toBe(9);
    expect(values[0]!.length).toBeGreaterThan(600);
    expect(values[8]).toMatch(/ \\\[…\\\]$/);
    expect(values[8]!.length).toBeLessThan(400);
    expect(wordsOf(rendered)).toContain('More of the cited words: see Passages.');
  });

  test('then numbers in the text are no links, words are left out, and at last sources, with their number', () => {
    const rendered = render(manyCitations(40, 'The ferry sank off Skerrin in March. '.repeat(20), 300));
    expect(listFaults(rendered)).toEqual([]);
    const { fields, description } = rendered.embeds[0]!;
    expect(description).not.toContain('](');
    expect(description).toContain('\\[40\\]');
    const rest = 41 - fields!.length;
    expect(fields!.at(-1)).toEqual({ name: `and ${rest} more sources`, value: 'See Passages.' });
  });

  test('no sentence is ever cut: one that is too long is left out, and that is said', () => {
    const long = `${'A very long sentence without an end '.repeat(200)}.`;
    const rendered = render({ ...answer, sentences: [answer.sentences[0]!, { text: long, citations: [1] }] });
    expect(listFaults(rendered)).toEqual([]);
    expect(wordsOf(rendered)).toContain(answer.sentences[0]!.text);
    expect(wordsOf(rendered)).not.toContain('A very long');
    expect(wordsOf(rendered)).toContain('1 sentence more, too long to be shown here.');
  });

  test('a sentence of 3,900 characters is shown whole, with its source', () => {
    const long = 'x'.repeat(3900);
    const rendered = render({ ...answer, mode: 'model', sentences: [{ text: long, citations: [1, 2] }] });
    expect(listFaults(rendered)).toEqual([]);
    expect(wordsOf(rendered)).toContain(`${long} [1][2]`);
    expect(wordsOf(rendered)).toContain('Inquiry finds 44 died');
  });
});

describe('an abstention', () => {
  test('says so, why, what was searched, and which headlines are related without being an answer', () => {
    const rendered = render(abstention, 'Who won the cup?');
    expect(wordsOf(rendered)).toBe(
      [
        'Who won the cup?',
        'The coverage holds no answer to this question.',
        'No passage is close enough to the question.',
        '',
        'Related headlines (not an answer)',
        'Inquiry finds 44 died',
        'Skerrin Packet · 12 May 2025',
        'Searched: 7 articles, the newest of 29 Mar 2025; outlet Skerrin Packet; 1 Mar 2025 to 31 Mar 2025.',
      ].join('\n'),
    );
    expect(readRendered(rendered).links).toEqual([
      { text: 'Inquiry finds 44 died', url: 'https://packet.example/inquiry' },
    ]);
  });

  test('has no number of a citation, no passages and no rating', () => {
    const rendered = render(abstention);
    expect(wordsOf(rendered)).not.toMatch(/\[\d+\]/);
    expect(controlsOf(rendered).map(([label]) => label)).toEqual(['Follow up']);
    const own = renderAnswer({ id, shown: shownOf(abstention), isPrivate: true });
    expect(controlsOf(own).map(([label]) => label)).toEqual(['Follow up', 'Share']);
  });

  test('tells of no headlines where there are none', () => {
    expect(wordsOf(render({ ...abstention, related: [] }))).not.toContain('Related');
  });
});

describe('passages', () => {
  const page = (at: number) => renderPassages({ id, shown: shownOf(answer), page: at });

  test('show the cited words marked within those around them, with where they are from', () => {
    const rendered = page(0);
    expect(rendered.embeds[0]).toMatchObject({
      author: { name: '[1] Skerrin Packet · 12 May 2025' },
      title: 'Inquiry finds 44 died',
      url: 'https://packet.example/inquiry',
      description: `Before. **__Forty-four people died when the ferry sank, the inquiry found.__** After.`,
      footer: { text: 'Passage 1 of 2 · the cited words are bold and underlined' },
    });
  });

  test('are paged through; the buttons end where the passages do', () => {
    const [previous, next] = page(1).components[0]!.components as { custom_id: string; disabled?: boolean }[];
    expect(previous).toMatchObject({ label: '‹ Previous', custom_id: `passages:${id}:0` });
    expect(previous).not.toHaveProperty('disabled');
    expect(next).toMatchObject({ label: 'Next ›', custom_id: `passages:${id}:2`, disabled: true });
  });

  test('a page that there is none of shows the nearest', () => {
    expect(page(7)).toEqual(page(1));
    expect(page(-3)).toEqual(page(0));
    expect(page(Number.NaN)).toEqual(page(0));
  });

  test('keep paragraphs, and mark words in each of them', () => {
    const shown = shownOf(answer);
    const excerpts = [{ n: 1, before: 'One.\n\nTwo ', quote: '*three*\n\n# four', after: '\n\nfive.' }];
    expect(renderPassages({ id, shown: { ...shown, excerpts }, page: 0 }).embeds[0]?.description).toBe(
      'One.\n\nTwo **__\\*three\\*__**\n\n**__\\# four__**\n\nfive.',
    );
  });

  test('too long ones lose what is farthest from the cited words, and show it', () => {
    const shown = shownOf(answer);
    const excerpts = [{ n: 1, before: 'far '.repeat(500), quote: 'near', after: ' far'.repeat(500) }];
    const rendered = renderPassages({ id, shown: { ...shown, excerpts }, page: 0 });
    expect(listFaults(rendered)).toEqual([]);
    expect(wordsOf(rendered)).toMatch(/\n\[…\] far (far )+near( far)+ \[…\]\n/);
  });

  test('an answer without passages says so', () => {
    expect(renderPassages({ id, shown: shownOf(abstention), page: 0 }).content).toBe('This answer cites no passage.');
  });
});
