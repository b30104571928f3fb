import type { ArticleQuote, ArticleSpeaker } from '../domain/quote.js';
import { speakersIn } from './attribution.js';
import type { Frame } from './clauses.js';
import { findQuotes, type Found } from './find-quotes.js';
import { readFrames } from './frames.js';
import { splitLabels } from './transcript-labels.js';
import { findMarked, type MarkOptions } from './marks.js';
import { splitParagraphs } from './paragraphs.js';
import { nameEntities } from './people.js';
import type { Phrase } from './phrase.js';
import { createResolver } from './referents.js';
import { createSpeakerList } from './article-speakers.js';

/** What `extractQuotes` reads of an article. */
export interface QuotedArticle {
  title: string;
  body: string;
  authors?: readonly string[];
}

/**
 * The quotations of an article in order, and its speakers. Pure and deterministic; cost linear in the length of the body. Never
 * throws. Both lists are empty for a text without quotations. A headline repeated as the first line is passed over.
 */
export function extractQuotes(
  article: QuotedArticle,
  options: MarkOptions = {},
): { quotes: ArticleQuote[]; speakers: ArticleSpeaker[] } {
  const { body } = article;
  const paragraphs = splitParagraphs(body);
  const first = paragraphs[0];
  const repeated =
    first !== undefined && paragraphs.length > 1 && sameLine(body.slice(first.start, first.end), article.title);
  if (repeated) paragraphs.shift();
  const pieces = splitLabels(body, paragraphs, findMarked(body, paragraphs, options));
  const frames = readFrames(body, paragraphs, pieces);
  const found = findQuotes(body, frames, pieces);
  const { entities, of } = nameEntities(body, frames);
  const resolver = createResolver(frames, entities, of);
  const speakers = createSpeakerList(body, entities, article.authors ?? []);

  const speaking = new Set<Phrase>();
  for (const one of found) if (one.attribution?.phrase) speaking.add(one.attribution.phrase);
  const speakerOf: (number | null)[] = [];
  let next = 0;
  frames.forEach((frame, f) => {
    frame.sentences.forEach((_, s) => {
      resolver.readSentence(f, s, speaking);
      for (; next < found.length && found[next]!.frame === f && found[next]!.sentence === s; next++) {
        const one = found[next]!;
        const phrase = one.attribution?.phrase ?? null;
        const from = one.attribution === null ? one.follows : -1;
        let speaker: number | null = null;
        const label = one.pieces[0]!.label;
        if (label !== undefined) speaker = speakers.speakLabel(body.slice(label.start, label.end));
        else if (phrase !== null)
          speaker = speakers.speak(
            resolver.referentOf(speakersIn(frames[one.attributionFrame]!, phrase)[0]),
            frames[one.attributionFrame]!,
            phrase,
          );
        else if (from >= 0 && from < next) speaker = speakerOf[from] ?? null;
        speakerOf.push(speaker);
        const entity = phrase === null ? speakers.entityOf(speaker) : null;
        if (entity !== null) resolver.spoke(entity);
      }
    });
  });
  const quotes = found.map((one, index) => {
    const from = one.attribution === null ? one.follows : -1;
    const source = from >= 0 ? found[from]! : one;
    const speaker = from > index ? (speakerOf[from] ?? null) : (speakerOf[index] ?? null);
    return toQuote(body, one, frames[source.attributionFrame]!, source.attribution?.phrase ?? null, speaker);
  });
  return { quotes, speakers: speakers.list() };
}

function sameLine(line: string, title: string): boolean {
  const plain = (s: string): string =>
    s
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return title.trim() !== '' && line.length < 400 && plain(line) === plain(title);
}

function toQuote(
  body: string,
  one: Found,
  frame: Frame,
  mentioned: Phrase | null,
  speaker: number | null,
): ArticleQuote {
  const start = one.pieces[0]!.start;
  const end = one.pieces[one.pieces.length - 1]!.end;
  const span = (from: number, to: number, within: Frame): { text: string; start: number; end: number } | null => {
    const a = within.tokens[from];
    const b = within.tokens[to - 1];
    return a === undefined || b === undefined ? null : { text: body.slice(a.start, b.end), start: a.start, end: b.end };
  };
  const spanOf = (speaking: readonly [Phrase, ...Phrase[]]): ReturnType<typeof span> =>
    span(speaking[0].from, speaking[speaking.length - 1]!.to, frame);
  const cue = one.attribution?.cue ?? null;
  const label = one.pieces[0]!.label;
  return {
    kind: one.kind,
    text: body.slice(start, end),
    start,
    end,
    segments: one.pieces.map((piece) => piece.inner),
    cue: cue === null ? null : span(cue.from, cue.to, frame),
    mention:
      label !== undefined
        ? { text: body.slice(label.start, label.end), ...label }
        : mentioned === null
          ? null
          : spanOf(speakersIn(frame, mentioned)),
    speaker,
  };
}
