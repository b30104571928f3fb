import fc from '../../property.js';
import { expect, test } from 'vitest';
import { renderAnnouncement, renderWatches } from '../../../src/discord/render/announcement.js';
import { renderExchange } from '../../../src/discord/render-exchange.js';
import { renderCoverage } from '../../../src/discord/render/coverage.js';
import { renderError } from '../../../src/discord/render/error.js';
import { renderSources } from '../../../src/discord/render/information.js';
import { findLinkable } from '../../../src/discord/render/markdown.js';
import { renderNotice } from '../../../src/discord/render/notice.js';
import { renderPassages } from '../../../src/discord/render/passages.js';
import { renderQuotes } from '../../../src/discord/render/quotes.js';
import { renderReport } from '../../../src/discord/render/reindex.js';
import type { Rendered } from '../../../src/discord/render/rendered.js';
import { renderVerifications } from '../../../src/discord/render/verification.js';
import { report, status } from '../../fakes/app.js';
import * as arbitrary from './arbitraries.js';
import { listFaults, listPlainTexts, readRendered } from './check-rendered.js';
import { dialects } from './discord-markdown.js';

const id = 'abcdefghijklmnop';
const watch = { id: 3, guildId: '1', channelId: '2', quiet: null, trouble: null };
const exchange = { id, userId: '1', guildId: null, channelId: '2', follows: null, at: '2025-06-01T10:00:00Z' };
const page = fc.integer({ min: -1, max: 40 });

/** Every address anywhere in a value. */
function listUrls(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'url' && typeof inner === 'string' ? [inner] : listUrls(inner))); // prettier-ignore
}

const renderings: Record<string, fc.Arbitrary<{ value: unknown; rendered: Rendered }>> = {
  'an answer or an abstention': fc
    .tuple(arbitrary.shownAnswer, fc.boolean(), fc.option(arbitrary.text, { nil: undefined }), fc.boolean())
    .map(([shown, isPrivate, note, isTimed]) => {
      const until = isTimed ? { until: '2025-06-02T00:00:00Z' } : {};
      const outcome = { ...shown.outcome, ...(note === undefined ? {} : { note, ...until }) };
      return { value: shown, rendered: renderExchange({ ...exchange, isPrivate, shown: { ...shown, outcome } }) };
    }),
  'a page of passages': fc
    .tuple(arbitrary.shownAnswer, page)
    .map(([shown, at]) => ({ value: shown, rendered: renderPassages({ id, shown, page: at }) })),
  'quotes, or speakers to choose from': fc
    .tuple(arbitrary.shownQuotes, page)
    .map(([shown, at]) => ({ value: shown, rendered: renderQuotes({ id, shown, page: at }) })),
  verifications: fc.array(arbitrary.verification, { maxLength: 12 }).map((verifications) => ({
    value: verifications,
    rendered: renderVerifications({ shown: { kind: 'verifications', verifications } }),
  })),
  coverage: fc
    .tuple(arbitrary.text, fc.array(arbitrary.foundPassage, { maxLength: 12 }))
    .map(([question, passages]) => ({ value: passages, rendered: renderCoverage({ question, passages }) })),
  sources: fc
    .tuple(
      fc.array(arbitrary.text, { maxLength: 40 }),
      fc.array(arbitrary.text, { maxLength: 5 }),
      arbitrary.text,
      page,
    )
    .map(([outlets, sources, search, at]) => ({
      value: null,
      rendered: renderSources({
        entries: sources.map((source) => ({ ...status.sources[1]!, source, articles: 3, failures: 1 })),
        outlets: outlets.map((outlet) => ({ outlet, articles: 2 })),
        search: search.length % 2 === 0 ? '' : search,
        page: at,
        totals: report.totals,
      }),
    })),
  'the report of a reindex': fc
    .array(
      fc.record({
        source: arbitrary.text,
        location: arbitrary.text,
        code: fc.constant('X'),
        message: arbitrary.text,
        at: fc.constant(''),
      }),
    ) // prettier-ignore
    .map((failures) => ({ value: null, rendered: renderReport({ ...report, failures }) })),
  'an announcement of a topic, or of a speaker’s quotes': fc
    .tuple(
      arbitrary.text,
      fc.boolean(),
      fc.array(fc.tuple(arbitrary.foundQuote, arbitrary.text), { minLength: 1, maxLength: 5 }),
    )
    .map(([words, isTopic, found]) => ({
      value: found,
      rendered: renderAnnouncement({
        watch: {
          ...watch,
          subject: isTopic ? { kind: 'topic', words } : { kind: 'speaker', speakerId: 'x', name: words },
        },
        takenAt: '2025-06-01T10:00:00.000Z',
        articles: found.map(([quote, sentence]) =>
          isTopic ? { ...quote, sentence, quote: null } : { ...quote, sentence: null, quote },
        ),
        total: 7,
      }),
    })),
  'an error': fc
    .tuple(arbitrary.text, fc.option(arbitrary.text), fc.option(arbitrary.text))
    .map(([message, hint, incident]) => ({ value: null, rendered: renderError({ message, hint, incident }) })),
  'a notice': arbitrary.text.map((text) => ({ value: null, rendered: renderNotice(text) })),
};

test.each(Object.entries(renderings))(
  '%s keeps to Discord’s limits, pings nobody and links to articles alone',
  (_, arb) => {
    fc.assert(
      fc.property(arb, ({ value, rendered }) => {
        expect(listFaults(rendered)).toEqual([]);
        const allowed = listUrls(value).map(findLinkable);
        for (const dialect of dialects) {
          const { links, mentions } = readRendered(rendered, dialect);
          expect(mentions).toEqual([]);
          expect(links.map(({ url }) => url).filter((url) => !allowed.includes(url))).toEqual([]);
        }
        for (const { url } of rendered.embeds) expect([undefined, ...allowed]).toContain(url);
        for (const text of listPlainTexts(rendered))
          expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
        // What is sent is JSON; a half of a character would be refused.
        expect(JSON.stringify(rendered)).not.toMatch(/\\ud[89a-f]/i);
      }),
      { numRuns: 60 },
    );
  },
);

test('watches keep to Discord’s limits, whatever they are about, and name channels alone', () => {
  const some = fc.array(fc.tuple(arbitrary.text, arbitrary.text), { maxLength: 25 });
  fc.assert(
    fc.property(some, (subjects) => {
      const watches = subjects.map(([words, reason], i) => ({
        ...watch,
        id: i + 1,
        channelId: '223456789012345678',
        subject: { kind: 'topic' as const, words },
        quiet: { from: 22 * 60, to: 7 * 60 },
        trouble: { reason, tries: 1, retryAt: '2025-06-01T10:00:00.000Z' },
      }));
      const rendered = renderWatches({ watches, timeZone: 'Europe/Berlin' });
      expect(listFaults(rendered)).toEqual([]);
      for (const dialect of dialects) {
        const { links, mentions } = readRendered(rendered, dialect);
        expect(links).toEqual([]);
        expect(mentions.filter((mention) => mention !== '<#223456789012345678>')).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});
