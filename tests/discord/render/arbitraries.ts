import fc from '../../property.js';
import type { AnswerSentence, Citation, FoundPassage, Outcome, Searched } from '../../../src/domain/answer.js';
import type { Shown } from '../../../src/domain/conversation.js';
import type {
  FoundQuote,
  QuotationMatch,
  QuoteSearch,
  SpeakerSummary,
  Verification,
} from '../../../src/domain/found-quote.js';
import type { Speaker } from '../../../src/domain/quote.js';
import { hostileText, hostileUrl, longText, plainText } from './hostile.js';

/** Any text of an article, person or user: never empty, as none of what is shown is. */
export const text = fc
  .oneof({ weight: 4, arbitrary: hostileText }, { weight: 2, arbitrary: plainText }, { weight: 1, arbitrary: longText })
  .map((value) => value || 'x');

const day = fc.oneof(
  fc.constantFrom(null, '2024-11-03', '2025-03-04T10:00:00+02:00', 'no day'),
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
);

const origin = fc.record({
  articleId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  url: hostileUrl,
  title: text,
  outlet: fc.option(text),
  authors: fc.array(text, { maxLength: 3 }),
  publishedAt: day,
});

const filters = fc.record(
  { outlet: text, author: text, since: fc.constant('2024-11-01'), until: fc.constant('2024-11-30') },
  { requiredKeys: [] },
);

const searched: fc.Arbitrary<Searched> = fc.record({
  question: text,
  filters,
  articles: fc.integer({ min: 0, max: 2_000_000 }),
  newest: day,
});

export const answer: fc.Arbitrary<Extract<Outcome, { outcome: 'answer' }>> = fc
  .record({
    mode: fc.constantFrom('extractive' as const, 'model' as const),
    citations: fc.array(fc.record({ origin, quote: text, hasOwnArticle: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    }),
    sentences: fc.array(fc.record({ text, first: fc.nat(), count: fc.integer({ min: 1, max: 3 }), isQuote: fc.boolean() }), { minLength: 1, maxLength: 5 }), // prettier-ignore
    searched,
  })
  .map(({ mode, citations: raw, sentences: asked, searched: what }) => {
    const citations: Citation[] = raw.map(({ origin: of, quote, hasOwnArticle }, i) => ({
      ...of,
      articleId: hasOwnArticle ? `own-${i}` : of.articleId,
      n: i + 1,
      quote,
      start: 0,
      end: quote.length,
    }));
    const sentences: AnswerSentence[] = asked.map(({ text: words, first, count, isQuote }) => {
      const numbers = Array.from({ length: count }, (_, i) => ((first + i) % citations.length) + 1);
      const quote = citations[numbers[0]! - 1]!.quote;
      return { text: mode === 'extractive' && isQuote ? quote : words, citations: [...new Set(numbers)] };
    });
    return { outcome: 'answer', mode, sentences, citations, searched: what };
  });

export const abstention: fc.Arbitrary<Extract<Outcome, { outcome: 'abstention' }>> = fc.record({
  outcome: fc.constant('abstention' as const),
  mode: fc.constant('extractive' as const),
  sentences: fc.constant([] as []),
  citations: fc.constant([] as []),
  searched,
  reason: text,
  related: fc.array(origin, { maxLength: 8 }),
});

export const shownAnswer: fc.Arbitrary<Extract<Shown, { kind: 'answer' }>> = fc
  .tuple(fc.oneof(answer, abstention), text, fc.array(fc.tuple(text, text), { minLength: 40, maxLength: 40 }))
  .map(([outcome, question, sides]) => ({
    kind: 'answer',
    question,
    askedOn: '2025-06-01',
    outcome,
    excerpts: outcome.citations.map(({ n, quote }, i) => ({ n, before: sides[i]![0], quote, after: sides[i]![1] })),
  }));

const speakerId = fc.oneof(fc.uuid(), fc.constant('x'.repeat(120)));

const speaker: fc.Arbitrary<Speaker> = fc.record({
  id: speakerId,
  name: text,
  kind: fc.constant('person' as const),
  aliases: fc.constant([]),
  description: fc.option(text),
  gender: fc.constant(null),
});

const summary: fc.Arbitrary<SpeakerSummary> = fc.record({
  speaker,
  direct: fc.integer({ min: 0, max: 5000 }),
  partial: fc.integer({ min: 0, max: 50 }),
  articles: fc.integer({ min: 1, max: 900 }),
  newest: day,
});

/** A quote in its sentence: segments with what stood between them, and what stands around them. */
export const foundQuote: fc.Arbitrary<FoundQuote> = fc
  .tuple(origin, fc.array(text, { minLength: 1, maxLength: 3 }), text, text, text, fc.option(speaker))
  .map(([of, segments, between, before, after, who]) => {
    const words = segments.map((segment) => `“${segment}”`).join(between);
    return {
      ...of,
      id: `${of.articleId}#1`,
      kind: 'direct',
      text: words,
      start: 0,
      end: words.length,
      segments,
      cue: null,
      mention: null,
      speaker: who,
      context: `${before}${words}${after}`,
    };
  });

const unique = fc.uniqueArray(summary, { maxLength: 40, selector: ({ speaker: { id } }) => id });

export const shownQuotes: fc.Arbitrary<Extract<Shown, { kind: 'quotes' }>> = fc.record({
  kind: fc.constant('quotes' as const),
  request: fc.record({ speaker: text, filters, about: text }, { requiredKeys: ['filters'] }),
  found: fc.oneof(
    fc.record({
      outcome: fc.constant('quotes' as const),
      speaker: fc.option(speaker),
      quotes: fc.array(foundQuote, { maxLength: 12 }),
      total: fc.integer({ min: 12, max: 400 }),
    }),
    fc.record({ outcome: fc.constant('ambiguous' as const), name: text, speakers: unique }),
    fc.record({ outcome: fc.constant('unknown' as const), name: text, nearest: unique }),
  ) as fc.Arbitrary<QuoteSearch>,
});

const match: fc.Arbitrary<QuotationMatch> = fc
  .tuple(
    foundQuote,
    fc.constantFrom('quote' as const, 'text' as const),
    fc.constantFrom('claimed' as const, 'other' as const, 'unknown' as const, 'unclaimed' as const),
  ) // prettier-ignore
  .map(([quote, where, by]) => ({
    ...quote,
    where,
    by,
    quoteId: quote.id,
    spans: [{ start: 0, end: Math.ceil(quote.text.length / 2) }, { start: Math.ceil(quote.text.length / 2), end: quote.text.length }], // prettier-ignore
  }));

const difference = fc.oneof(
  text.map((words) => ({ same: true, asked: words, printed: words })),
  fc.tuple(text, text).map(([asked, printed]) => ({ same: false, asked, printed })),
  text.map((asked) => ({ same: false, asked, printed: '' })),
  text.map((printed) => ({ same: false, asked: '', printed })),
);

export const verification: fc.Arbitrary<Verification> = fc
  .record({
    quotation: text,
    claim: fc.option(fc.record({ name: text, speakers: fc.array(speaker, { maxLength: 3 }) })),
    searched: fc.constant({ articles: 25 }),
  })
  .chain((common) =>
    fc.oneof(
      fc
        .array(match, { minLength: 1, maxLength: 6 })
        .map((matches) => ({ ...common, verdict: 'exact' as const, matches })),
      fc.tuple(match, fc.array(difference, { minLength: 1, maxLength: 12 })).map(([of, differences]) => ({
        ...common,
        verdict: 'altered' as const,
        match: of,
        similarity: 0.8,
        differences,
      })),
      fc
        .array(fc.record({ asked: text, match }), { minLength: 2, maxLength: 5 })
        .map((parts) => ({ ...common, verdict: 'spliced' as const, parts })),
      fc.constant({ ...common, verdict: 'not-found' as const }),
    ),
  );

export const foundPassage: fc.Arbitrary<FoundPassage> = fc
  .tuple(origin, text)
  .map(([of, words]) => ({ ...of, text: words, start: 0, end: words.length, score: 0.5 }));
