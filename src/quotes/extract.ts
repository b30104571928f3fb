import type { ArticleQuote, ArticleSpeaker } from '../domain/quote.js';
import { attributeAfter, attributeBefore, attributeColon, type Attribution } from './attribution.js';
import { classify } from './classify.js';
import { mainSubject, subjectOf, verbAt, type Frame } from './clauses.js';
import { readFrames } from './frames.js';
import { splitLabels } from './labels.js';
import { findMarked, type MarkOptions, type Piece } from './marks.js';
import { splitParagraphs } from './paragraphs.js';
import { nameEntities } from './people.js';
import type { Phrase } from './phrase.js';
import { createResolver } from './referents.js';
import type { Sentence } from './sentences.js';
import { createSpeakerList } from './article-speakers.js';

/** What `extractQuotes` reads of an article. */
export interface QuotedArticle {
  title: string;
  body: string;
  authors?: readonly string[];
}

/** A quotation while its sentence is being read. */
interface Found {
  pieces: Piece[];
  frame: number;
  sentence: number;
  attribution: Attribution | null;
  /** The frame that holds the attribution's tokens. */
  attributionFrame: number;
  kind: 'direct' | 'partial';
  /** The quotation whose speaker goes on speaking here; -1 for none. */
  follows: number;
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
  const pieces = splitLabels(body, findMarked(body, paragraphs, options));
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
          speaker = speakers.speak(resolver.referentOf(phrase), frames[one.attributionFrame]!, phrase);
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

function findQuotes(body: string, frames: readonly Frame[], pieces: readonly Piece[]): Found[] {
  const found: Found[] = [];
  frames.forEach((frame, f) => {
    let lastInParagraph = -1;
    frame.sentences.forEach((sentence, s) => {
      for (let at = sentence.from; at < sentence.to; at++) {
        const token = frame.tokens[at]!;
        if (token.kind !== 'quote') continue;
        const piece = pieces[token.piece]!;
        if (piece.continues && found.length > 0 && found[found.length - 1]!.frame === f - 1) {
          const before = found[found.length - 1]!;
          // The words that name the speaker may stand in any paragraph of a quotation that goes on; a second name is a
          // second speaker, and the first one's closing mark is missing.
          const own = attributeAfter(body, frame, sentence, at, piece);
          if (
            own !== null &&
            own.phrase !== null &&
            own.phrase.kind !== 'pronoun' &&
            before.attribution !== null &&
            before.attribution.phrase !== null &&
            before.attribution.where === 'after'
          ) {
            found.push({
              pieces: [piece],
              frame: f,
              sentence: s,
              attribution: own,
              attributionFrame: f,
              kind: 'direct',
              follows: -1,
            });
            lastInParagraph = found.length - 1;
            continue;
          }
          before.pieces.push(piece);
          if (own !== null && before.attribution === null) {
            before.attribution = own;
            before.attributionFrame = f;
          }
          before.frame = f;
          before.sentence = s;
          lastInParagraph = found.length - 1;
          continue;
        }
        if (piece.label !== undefined) {
          found.push({
            pieces: [piece],
            frame: f,
            sentence: s,
            attribution: null,
            attributionFrame: f,
            kind: 'direct',
            follows: -1,
          });
          lastInParagraph = found.length - 1;
          continue;
        }
        const one = attribute(body, frames, f, s, at, pieces, found, lastInParagraph);
        if (one === null) continue;
        if (one === 'joined') {
          found[lastInParagraph]!.pieces.push(piece);
          continue;
        }
        found.push(one);
        lastInParagraph = found.length - 1;
      }
    });
  });
  found.forEach((one, index) => {
    if (one.pieces[0]!.label !== undefined) return;
    const next = found[index + 1];
    if (one.attribution !== null || one.follows !== -1 || one.kind !== 'direct' || next === undefined) return;
    // A quotation that is a paragraph of its own is named with the one that opens the next paragraph.
    if (
      next.frame === one.frame + 1 &&
      next.sentence === 0 &&
      next.attribution?.where === 'after' &&
      isAlone(frames[one.frame]!, frames[one.frame]!.sentences[one.sentence]!)
    ) {
      found[index] = { ...one, follows: index + 1 };
    }
  });
  for (const [index, one] of found.entries()) {
    if (one.pieces[0]!.label !== undefined) continue;
    if (one.attribution !== null || one.follows !== -1 || one.kind !== 'direct' || one.frame === 0) continue;
    if (one.sentence !== 0 || found[index - 1]?.frame === one.frame) continue;
    const above = frames[one.frame - 1]!;
    const attribution = attributeSentence(above, above.sentences.length - 1, true);
    if (attribution !== null) found[index] = { ...one, attribution, attributionFrame: one.frame - 1 };
  }
  return found;
}

function attribute(
  body: string,
  frames: readonly Frame[],
  f: number,
  s: number,
  at: number,
  pieces: readonly Piece[],
  found: readonly Found[],
  lastInParagraph: number,
): Found | 'joined' | null {
  const frame = frames[f]!;
  const sentence = frame.sentences[s]!;
  const piece = pieces[frame.tokens[at]!.piece]!;
  const previous = lastInParagraph === -1 ? undefined : found[lastInParagraph];
  const before = attributeBefore(frame, sentence, at);
  const adjacent = before !== null && before.speech && before.cue !== null && isAdjacent(frame, before.cue.to, at);
  const after = adjacent ? null : attributeAfter(body, frame, sentence, at, piece);
  const alone = isAlone(frame, sentence);

  // "A," he said, "B": the cue of A reaches B.
  if (previous !== undefined && previous.sentence === s && previous.attribution?.where === 'after' && after === null) {
    const cue = previous.attribution.cue;
    const own = before !== null && before.cue !== null && (cue === null || before.cue.from !== cue.from);
    const comma = frame.tokens[at - 1]?.kind === 'sign' && /^[,—–:.]$/.test(frame.tokens[at - 1]!.text);
    if (!own && comma) return 'joined';
  }
  let attribution = after ?? before;
  let follows = -1;
  if (attribution === null && startsSentence(frame, sentence, at)) {
    if (previous !== undefined) {
      if (alone && previous.sentence === s - 1 && previous.attribution?.where === 'after' && previous.kind === 'direct')
        return 'joined';
      follows = lastInParagraph;
      const between = s - 1 > previous.sentence ? attributeSentence(frame, s - 1, true) : null;
      if (between !== null) attribution = between;
      else if (s - 1 > previous.sentence + 1) follows = -1;
    } else if (s > 0) attribution = attributeSentence(frame, s - 1, false);
    else {
      const above = frames[f - 1];
      if (above !== undefined) {
        const colon = endsWithColon(above) ? attributeColon(above, above.sentences[above.sentences.length - 1]!) : null;
        const last = found[found.length - 1];
        if (colon !== null) return outcome(body, frame, f, s, at, piece, alone, colon, -1, f - 1);
        if (last !== undefined && last.frame === f - 1 && endingOfQuote(body, last) !== 'question')
          follows = found.length - 1;
      }
    }
  }
  return outcome(body, frame, f, s, at, piece, alone, attribution, follows, f);
}

function outcome(
  body: string,
  frame: Frame,
  f: number,
  s: number,
  at: number,
  piece: Piece,
  alone: boolean,
  attribution: Attribution | null,
  follows: number,
  attributionFrame: number,
): Found | null {
  const kind = classify(body, frame, frame.sentences[s]!, at, piece, attribution, alone);
  if (kind === null) return null;
  return { pieces: [piece], frame: f, sentence: s, attribution, attributionFrame, kind, follows };
}

function endingOfQuote(body: string, one: Found): 'question' | 'other' {
  const piece = one.pieces[one.pieces.length - 1]!;
  return /\?["”'’»\s]*$/.test(body.slice(Math.max(piece.start, piece.end - 4), piece.end)) ? 'question' : 'other';
}

function endsWithColon(frame: Frame): boolean {
  return frame.tokens[frame.tokens.length - 1]?.text === ':';
}

function isAdjacent(frame: Frame, from: number, at: number): boolean {
  for (let i = from; i < at; i++) if (!/^[,:—–-]$/.test(frame.tokens[i]!.text)) return false;
  return true;
}

function isAlone(frame: Frame, sentence: Sentence): boolean {
  for (let i = sentence.from; i < sentence.to; i++) if (frame.tokens[i]!.kind === 'word') return false;
  return true;
}

function startsSentence(frame: Frame, sentence: Sentence, at: number): boolean {
  for (let i = sentence.from; i < at; i++) if (frame.tokens[i]!.kind === 'word') return false;
  return true;
}

/** Who spoke according to the sentence before: by a colon, by a verb of speech, or as its subject. */
function attributeSentence(frame: Frame, s: number, speechOnly: boolean): Attribution | null {
  const sentence = frame.sentences[s]!;
  if (frame.tokens[sentence.to - 1]?.text === ':') return attributeColon(frame, sentence);
  for (let i = sentence.to - 1; i >= sentence.from; i--) {
    const verb = verbAt(frame, i, sentence);
    if (verb === null || verb.passive || verb.form.form === 'base') continue;
    const subject = subjectOf(frame, i, sentence);
    if (subject !== null)
      return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'subject', speech: true };
  }
  if (speechOnly) return null;
  const subject = mainSubject(frame, sentence);
  return subject === null || subject.kind === 'noun'
    ? null
    : { phrase: subject, cue: null, where: 'subject', speech: true };
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
          : span(mentioned.from, mentioned.to, frame),
    speaker,
  };
}
