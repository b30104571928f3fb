import { attributeAfter } from './attribute-after.js';
import { attributeBefore, attributeColon, isDenied } from './attribute-before.js';
import type { Attribution } from './attribution.js';
import { classify } from './classify.js';
import { verbAt, type Frame } from './clauses.js';
import type { Piece } from './marks.js';
import type { Sentence } from './sentences.js';
import { mainSubject, subjectOf } from './subjects.js';

const answering = /^(?:answer|repl|respond)/;

/** A quotation while its sentence is being read. */
export interface Found {
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

export function findQuotes(body: string, frames: readonly Frame[], pieces: readonly Piece[]): Found[] {
  const found: Found[] = [];
  frames.forEach((frame, f) => {
    let lastInParagraph = -1;
    let denied: Sentence | null = null;
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
        // Words that somebody denies are no quotation, nor are those that "or" joins to them.
        const denies =
          isDenied(frame, sentence, at) || (denied === sentence && /^n?or$/.test(frame.tokens[at - 1]?.lower ?? ''));
        if (denies) {
          denied = sentence;
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
    if (one.sentence !== 0 || (found[index - 1]?.frame ?? -9) >= one.frame - 1) continue;
    const above = frames[one.frame - 1]!;
    const attribution = attributeSentence(above, above.sentences.length - 1, true);
    // "She answered our questions." The question that follows is not hers.
    const cue = attribution?.cue ?? null;
    const answers = cue !== null && answering.test(above.tokens[cue.from]!.lower);
    if (answers && endingOfQuote(body, one) === 'question') continue;
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
    const comma = frame.tokens[at - 1]?.kind === 'sign' && /^[,—–.]$/.test(frame.tokens[at - 1]!.text);
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
    // "her letter, which named members suggesting a new dam": what an aside tells of does not speak on.
    if (verb.form.form === 'participle' && subject !== mainSubject(frame, sentence)) continue;
    if (subject !== null)
      return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'subject', speech: true };
  }
  if (speechOnly) return null;
  const subject = mainSubject(frame, sentence);
  return subject === null || subject.kind === 'noun'
    ? null
    : { phrase: subject, cue: null, where: 'subject', speech: true };
}
