import { expect, test } from 'vitest';
import type { Verification } from '../../../src/domain/found-quote.js';
import { renderCoverage } from '../../../src/discord/render/coverage.js';
import { renderVerifications } from '../../../src/discord/render/verification.js';
import { match, passage, summary } from '../../fakes/app.js';
import { listFaults, readRendered, wordsOf } from './check-rendered.js';

const render = (...verifications: Verification[]) =>
  renderVerifications({ shown: { kind: 'verifications', verifications } });
const common = { quotation: 'The alarm had been taped over', claim: null, searched: { articles: 25 } };
const claim = { name: 'Aldane', speakers: [{ ...summary.speaker, id: 'pieter-aldane', name: 'Pieter Aldane' }] };
const exact: Verification = { ...common, verdict: 'exact', matches: [match] };

test('exact words are shown in their sentence, with who said them, where and when', () => {
  const rendered = render(exact);
  expect(wordsOf(rendered)).toBe(
    [
      '✅ Exact',
      'The coverage has these words.',
      '“The alarm had been taped over,” Ms. Torvay said. “We all heard nothing.”',
      'Inquiry finds 44 died',
      'Elin Torvay · Skerrin Packet · 12 May 2025',
      '',
    ].join('\n'),
  );
  const bold = readRendered(rendered).runs.filter(({ styles }) => styles.includes('bold'));
  expect(bold.map(({ text }) => text)).toEqual(['The alarm had been taped over']);
});

test('of many places some are shown, and how many more there are', () => {
  expect(wordsOf(render({ ...common, verdict: 'exact', matches: Array.from({ length: 8 }, () => match) }))).toContain('and 5 more places'); // prettier-ignore
});

test.each([
  [{ by: 'claimed' as const }, '✅ Exact', 'The coverage has these words, by Elin Torvay.'],
  [{ by: 'other' as const }, '👤 Exact words, said by someone else', 'Said by Elin Torvay, not Pieter Aldane.'],
  [
    { by: 'unknown' as const, speaker: null },
    '👤 Exact words, speaker not shown',
    'The article does not show that Pieter Aldane said them.',
  ],
  [
    { where: 'text' as const, speaker: null, quoteId: null },
    '📄 Printed, but not as a quotation',
    'The words stand in an article, word for word, and nobody is quoted with them.',
  ],
])('exact words against who is said to have said them: %j', (change, title, lead) => {
  const rendered = render({ ...common, claim, verdict: 'exact', matches: [{ ...match, ...change }] });
  expect(wordsOf(rendered)).toContain(`${title}\n${lead}\n`);
});

test('altered words are struck out, those of the article bold, and a line says which is which', () => {
  const rendered = render({
    ...common,
    verdict: 'altered',
    match,
    similarity: 0.8,
    differences: [
      { same: true, asked: 'The alarm', printed: 'The alarm' },
      { same: false, asked: 'was', printed: 'had been' },
      { same: true, asked: 'taped', printed: 'taped' },
      { same: false, asked: 'shut~~', printed: '' },
      { same: false, asked: '', printed: 'over' },
    ],
  });
  expect(rendered.embeds[0]?.description).toContain(
    '> The alarm ~~was~~ **had been** taped ~~shut~~\\~\\~ **over**\n-# ~~struck out~~ as given · **bold** as printed\n',
  );
  expect(wordsOf(rendered)).toContain('✏️ Altered\nNearly these words are printed.');
  expect(wordsOf(rendered)).toContain('Printed:\n“The alarm had been taped over,” Ms. Torvay said.');
});

test('altered words of somebody else tell both', () => {
  const rendered = render({
    ...common,
    claim,
    verdict: 'altered',
    match: { ...match, by: 'other' },
    similarity: 0.8,
    differences: [],
  });
  expect(wordsOf(rendered)).toContain('✏️ Altered, and said by someone else\nSaid by Elin Torvay, not Pieter Aldane.');
});

test('spliced words are shown part by part, each with its place', () => {
  const parts = [
    { asked: 'The alarm', match },
    { asked: 'heard nothing', match },
  ];
  const words = wordsOf(render({ ...common, verdict: 'spliced', parts }));
  expect(words).toContain('🧩 Spliced\nAll these words are printed, but in 2 places, not one after the other.');
  expect(words).toContain('1. The alarm\n');
  expect(words).toContain('2. heard nothing\n');
});

test('words that are not there are shown as they were given, with how much was searched', () => {
  const words = wordsOf(render({ ...common, verdict: 'not-found' }));
  expect(words).toContain(
    '❌ Not found\nThe coverage has neither these words nor nearly these.\nThe alarm had been taped over\n',
  );
  expect(words).toContain('Searched: 25 articles.');
});

test('each verdict differs by its words, not by its colour alone', () => {
  const titles = [
    exact,
    { ...common, verdict: 'altered' as const, match, similarity: 1, differences: [] },
    { ...common, verdict: 'spliced' as const, parts: [] },
    { ...common, verdict: 'not-found' as const },
  ].map((one) => render(one).embeds[0]?.title);
  expect(new Set(titles).size).toBe(4);
});

test('several quotations of a message share its room, and all are shown', () => {
  const long = { ...match, context: 'The alarm had been taped over, and so on. '.repeat(60), text: 'The alarm had been taped over, and so on. '.repeat(50).trim() }; // prettier-ignore
  const verifications = Array.from({ length: 5 }, (): Verification => ({ ...common, verdict: 'exact', matches: [long, long, long] })); // prettier-ignore
  const rendered = render(...verifications);
  expect(listFaults(rendered)).toEqual([]);
  expect(rendered.embeds.length).toBe(5);
  expect(wordsOf(rendered)).toContain('[…]');
  expect(readRendered(rendered).links.length).toBeGreaterThanOrEqual(5);
});

test('more quotations than a message can hold are told', () => {
  const rendered = render(...Array.from({ length: 12 }, () => exact));
  expect(rendered.content).toBe('The first 10; 2 more quotations did not fit.');
});

test('coverage of a message: headline, outlet, day, and how the passage begins', () => {
  const rendered = renderCoverage({ question: 'Did *44* people die?', passages: [passage] });
  expect(wordsOf(rendered)).toBe(
    [
      'Coverage of this message',
      'About: Did *44* people die?',
      '',
      'Inquiry finds 44 died',
      'Skerrin Packet · 12 May 2025',
      'Forty-four people died when the ferry sank, the inquiry found.',
      '',
    ].join('\n'),
  );
  expect(wordsOf(renderCoverage({ question: 'x', passages: [] }))).toContain(
    'Nothing in the coverage fits this message.',
  );
});
