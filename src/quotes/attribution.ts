import { isFiniteVerb, type CueVerb, type Frame } from './clauses.js';
import { adverbs, conjunctions, prepositions } from './function-words.js';
import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';

/** What a sentence says about who spoke a quotation in it. */
export interface Attribution {
  /** Null when a cue is there but nobody is named ("was asked"). */
  phrase: Phrase | null;
  /** Tokens of the cue; null when there is none. */
  cue: { from: number; to: number } | null;
  where: 'after' | 'before' | 'colon' | 'noun' | 'subject';
  /** False when the words are part of the reporter's own sentence. */
  speech: boolean;
}

export const dashes = /^[—–―-]$/;

export function isStopWord(lower: string): boolean {
  return prepositions.has(lower) || conjunctions.has(lower);
}

export function phraseFrom(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  if (at >= sentence.to) return null;
  const phrase = frame.phrases[frame.phraseAt[at] ?? -1];
  return phrase !== undefined && phrase.from === at ? preferNamed(frame, phrase) : null;
}

/** "said the mayor, Ann Poe, ": the name beats the role before it. */
function preferNamed(frame: Frame, phrase: Phrase): Phrase {
  if (phrase.kind !== 'noun') return phrase;
  let end = phrase.to;
  // "the mayor's daughter and campaign chief, Ann Poe"
  if (frame.tokens[end]?.lower === 'and') {
    const second = frame.phrases[frame.phraseAt[end + 1] ?? -1];
    if (second !== undefined && second.from === end + 1 && second.kind === 'noun') end = second.to;
  }
  if (frame.tokens[end]?.text !== ',') return phrase;
  const next = frame.phrases[frame.phraseAt[end + 1] ?? -1];
  if (next === undefined || next.kind !== 'name' || next.from !== end + 1) return phrase;
  const after = frame.tokens[next.to];
  return after === undefined || after.kind === 'sign' ? next : phrase;
}

export function invertedSubject(frame: Frame, verb: CueVerb, sentence: Sentence): Phrase | null {
  let i = verb.to;
  while (
    i < sentence.to &&
    frame.tokens[i]!.kind === 'word' &&
    frame.phraseAt[i] === -1 &&
    adverbs.has(frame.tokens[i]!.lower)
  )
    i++;
  const phrase = phraseFrom(frame, i, sentence);
  if (phrase !== null) return phrase;
  // "said 9/11 widow Ann Poe": unknown words before a name.
  for (let k = i + 1; k < Math.min(sentence.to, i + 6); k++) {
    const token = frame.tokens[k]!;
    if (
      token.kind === 'sign'
        ? token.text !== '/' && token.text !== '-'
        : isStopWord(token.lower) || isFiniteVerb(token.lower)
    )
      break;
    const later = phraseFrom(frame, k, sentence);
    if (later !== null) return later.kind === 'name' ? later : null;
  }
  return null;
}

/** The names that speak together where the phrase is one of two ("Ann Poe and Rob Roe said"), first to last; else the phrase alone. */
export function speakersIn(frame: Frame, phrase: Phrase): [Phrase, ...Phrase[]] {
  if (phrase.kind !== 'name') return [phrase];
  const named = (at: number): Phrase | null => {
    const other = frame.phrases[frame.phraseAt[at] ?? -1];
    return other?.kind === 'name' && other.sentence === phrase.sentence ? other : null;
  };
  if (frame.tokens[phrase.from - 1]?.lower === 'and') {
    const first = named(phrase.from - 2);
    if (first?.to === phrase.from - 1) return [first, phrase];
  }
  if (frame.tokens[phrase.to]?.lower === 'and') {
    const second = named(phrase.to + 1);
    if (second?.from === phrase.to + 1) return [phrase, second];
  }
  return [phrase];
}
