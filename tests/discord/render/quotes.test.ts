import { describe, expect, test } from 'vitest';
import type { QuoteRequest } from '../../../src/domain/conversation.js';
import type { FoundQuote, QuoteSearch, SpeakerSummary } from '../../../src/domain/found-quote.js';
import { renderQuotes } from '../../../src/discord/render/quotes.js';
import { quote, summary } from '../../fakes/app.js';
import { listFaults, readRendered, wordsOf } from './check-rendered.js';

const id = 'abcdefghijklmnop';
const speaker = summary.speaker;
const render = (found: QuoteSearch, page = 0, request: QuoteRequest = { filters: {} }) =>
  renderQuotes({ id, shown: { kind: 'quotes', request, found }, page });

const numbered = (count: number, change: (i: number) => Partial<FoundQuote> = () => ({})): FoundQuote[] =>
  Array.from({ length: count }, (_, i) => ({
    ...quote,
    id: `packet-1#${i + 1}`,
    text: `“Number ${i + 1}.”`,
    segments: [`Number ${i + 1}.`],
    context: `“Number ${i + 1}.”`,
    ...change(i),
  }));

describe('quotes', () => {
  test('show the words in their sentence, then headline, outlet and day; the speaker stands above', () => {
    const rendered = render({ outcome: 'quotes', speaker, quotes: [quote], total: 1 });
    expect(wordsOf(rendered)).toBe(
      [
        'Elin Torvay',
        'an engineer of the ferry company',
        '',
        '“The alarm had been taped over,” Ms. Torvay said. “We all heard nothing.”',
        'Inquiry finds 44 died',
        'Skerrin Packet · 12 May 2025',
        'Quote 1 of 1',
      ].join('\n'),
    );
    expect(readRendered(rendered).links).toEqual([
      { text: 'Inquiry finds 44 died', url: 'https://packet.example/inquiry' },
    ]);
    expect(rendered.components).toEqual([]);
  });

  test('the spoken words are bold, and not what the reporter put in between', () => {
    const { runs } = readRendered(render({ outcome: 'quotes', speaker, quotes: [quote], total: 1 }));
    expect(runs.filter(({ styles }) => styles.includes('bold')).map(({ text }) => text)).toEqual(quote.segments);
  });

  test('name their speakers where nobody in particular was asked for', () => {
    const unknown = { ...quote, id: 'x#1', speaker: null, context: '“Stay where you are.”', text: '“Stay where you are.”', segments: ['Stay where you are.'] }; // prettier-ignore
    const words = wordsOf(render({ outcome: 'quotes', speaker: null, quotes: [quote, unknown], total: 2 }));
    expect(words).toContain('\nElin Torvay · Skerrin Packet · 12 May 2025');
    expect(words).toContain('\nthe article does not show who spoke · Skerrin Packet');
  });

  test('two quotes in one sentence are shown once, and count as two', () => {
    const context = 'An “extension,” she argued, was not an “exemption.”';
    const first = { ...quote, text: '“extension,”', segments: ['extension,'], context, start: 10, end: 22 };
    const second = { ...quote, text: '“exemption.”', segments: ['exemption.'], context, start: 46, end: 58 };
    const rendered = render({ outcome: 'quotes', speaker, quotes: [first, second], total: 2 });
    expect(wordsOf(rendered).split('she argued').length).toBe(2);
    expect(wordsOf(rendered)).toContain('Quotes 1–2 of 2');
    const bold = readRendered(rendered).runs.filter(({ styles }) => styles.includes('bold'));
    expect(bold.map(({ text }) => text)).toEqual(['extension,', 'exemption.']);
  });

  test('are paged through, and the footer says which ones these are', () => {
    const found = { outcome: 'quotes', speaker, quotes: numbered(9), total: 240 } as const;
    const request = { about: 'the alarm', filters: { since: '2025-03-01' } };
    const rendered = render(found, 1, request);
    expect(wordsOf(rendered)).toContain('“Number 5.”');
    expect(wordsOf(rendered)).not.toContain('“Number 4.”');
    expect(rendered.embeds[0]?.footer?.text).toBe(
      'Quotes 5–8 of the first 9 of 240 · about “the alarm”, since 1 Mar 2025',
    );
    const controls = rendered.components[0]!.components as { custom_id: string; disabled?: boolean }[];
    expect(controls.map(({ custom_id, disabled }) => [custom_id, disabled])).toEqual([
      [`quotes-page:${id}:0`, undefined],
      [`quotes-page:${id}:2`, undefined],
    ]);
    expect(wordsOf(render(found, 99))).toContain('“Number 9.”');
  });

  test('every quote is on one page, long ones on pages of their own', () => {
    const quotes = numbered(6, (i) => {
      const words = `Number ${i + 1}. ${'And so on and on. '.repeat(i % 2 === 0 ? 200 : 1)}`.trim();
      return { text: `“${words}”`, segments: [words], context: `“${words}”` };
    });
    const found = { outcome: 'quotes', speaker, quotes, total: 6 } as const;
    const pages = Array.from({ length: 6 }, (_, page) => render(found, page));
    for (const rendered of pages) expect(listFaults(rendered)).toEqual([]);
    const shown = [...new Set(pages.map(wordsOf))].join('\n');
    for (let n = 1; n <= 6; n++) expect(shown.split(`“Number ${n}.`).length).toBe(2);
  });

  test('one that is too long is cut behind a word, with its quotation mark closed before the mark of the cut', () => {
    const words = 'And so on and on. '.repeat(200).trim();
    const quotes = numbered(1, () => ({ text: `“${words}”`, segments: [words], context: `“${words}”` }));
    const shown = wordsOf(render({ outcome: 'quotes', speaker, quotes, total: 1 }));
    expect(shown).toMatch(/\n“And so on .* (?:And|so|on|and|on\.)” \[…\]\n/u);
  });

  test('none found tells for whom, about what, and with which filters', () => {
    const request = { about: 'football', filters: { outlet: 'The Courier' } };
    const rendered = render({ outcome: 'quotes', speaker, quotes: [], total: 0 }, 0, request);
    expect(wordsOf(rendered)).toContain(
      'No quotes of Elin Torvay\nThe coverage has none about “football” with outlet The Courier.',
    );
  });
});

describe('a name that fits several speakers', () => {
  const speakers = (count: number): SpeakerSummary[] =>
    Array.from({ length: count }, (_, i) => ({
      ...summary,
      speaker: { ...speaker, id: `s-${i}`, name: `Torvay ${i}` },
    }));

  test('gives a menu of them, with counts and what they are', () => {
    const rendered = render({ outcome: 'ambiguous', name: 'Torvay', speakers: speakers(3) });
    expect(wordsOf(rendered)).toContain(
      '“Torvay” fits 3 speakers\nWhich one do you mean?\nTorvay 0 · 7 quotes in 3 articles, last 12 May 2025',
    );
    expect(rendered.components[0]?.components[0]).toMatchObject({
      custom_id: `speaker:${id}:`,
      options: [
        {
          label: 'Torvay 0',
          value: 's-0',
          description: '7 quotes in 3 articles, last 12 May 2025 · an engineer of the ferry company',
        },
        { label: 'Torvay 1', value: 's-1' },
        { label: 'Torvay 2', value: 's-2' },
      ],
    });
  });

  test('says how many more there are than a menu holds', () => {
    const rendered = render({ outcome: 'ambiguous', name: 'Torvay', speakers: speakers(31) });
    expect(listFaults(rendered)).toEqual([]);
    expect(wordsOf(rendered)).toContain('and 15 more in the menu');
    expect(wordsOf(rendered)).toContain('6 more speakers did not fit: give more of the name to see them.');
  });

  test('an unknown name offers the most similar ones', () => {
    const rendered = render({ outcome: 'unknown', name: 'Torway', nearest: speakers(1) });
    expect(wordsOf(rendered)).toContain('Nobody of the name “Torway” is quoted\nThe most similar names:\nTorvay 0');
    expect(rendered.components.length).toBe(1);
    const none = render({ outcome: 'unknown', name: 'Xyz', nearest: [] });
    expect(wordsOf(none)).toContain('No name in the coverage is like it.');
    expect(none.components).toEqual([]);
  });
});
