import type { Frame } from './clauses.js';
import { calendar, prepositions, subordinators } from './function-words.js';
import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';
import { findVerbForm } from './speech-verbs.js';
import { kindOfNoun } from '../domain/titles.js';
import type { Token } from './tokens.js';

export function skipBack(frame: Frame, at: number, floor: number, open: string): number {
  let i = at - 1;
  while (i > floor && frame.tokens[i]!.text !== open) i--;
  return i - 1;
}

/** From the object of "a spokesman for Ms. Doe" to its head. */
export function reachHead(frame: Frame, phrase: Phrase, sentence: Sentence): Phrase {
  let current = phrase;
  for (let steps = 0; steps < 4; steps++) {
    const before = current.from - 1;
    const token = frame.tokens[before];
    if (before <= sentence.from || token === undefined || token.kind !== 'word') break;
    if (!prepositions.has(token.lower) || current.kind === 'pronoun') break;
    if (subordinators.has(token.lower) && token.lower !== 'despite') break;
    const left = frame.phrases[frame.phraseAt[before - 1] ?? -1];
    if (left === undefined || left.to !== before) break;
    if (isTimeOrPlace(frame, current) && left.kind !== 'name' && kindOfNoun(left.head) === null) break;
    current = left;
  }
  return current;
}

export function isTimeOrPlace(frame: Frame, phrase: Phrase): boolean {
  return calendar.has(frame.tokens[phrase.to - 1]!.lower);
}

/** "X, the governor of Y, said": from the comma before the verb to X. */
export function beforeApposition(frame: Frame, comma: number, sentence: Sentence): Phrase | null {
  let end = comma;
  for (let steps = 0; steps < 6; steps++) {
    let start = end - 1;
    while (start >= sentence.from && !isBreak(frame.tokens[start]!)) start--;
    if (frame.tokens[start]?.kind === 'quote' || start < sentence.from) {
      const opening = firstSubject(frame, start + 1, end, sentence);
      return opening;
    }
    const before = frame.phrases[frame.phraseAt[start - 1] ?? -1];
    const inside = frame.phrases[frame.phraseAt[start + 1] ?? -1];
    if (frame.tokens[end - 1]?.text === ')') {
      const inParens = frame.phrases[frame.phraseAt[skipBack(frame, end - 1, sentence.from, '(')] ?? -1];
      if (inParens !== undefined) return reachHead(frame, inParens, sentence);
    }
    const beforeParen =
      frame.tokens[start - 1]?.text === ')'
        ? frame.phrases[frame.phraseAt[skipBack(frame, start - 1, sentence.from, '(')] ?? -1]
        : undefined;
    if (
      inside?.kind === 'name' &&
      inside.from === start + 1 &&
      inside.to === end &&
      before !== undefined &&
      isPersonNoun(reachHead(frame, before, sentence))
    )
      return inside;
    if (inside?.kind === 'pronoun' && inside.from === start + 1) return null;
    const left = before ?? beforeParen;
    if (left !== undefined) {
      const head = reachHead(frame, left, sentence);
      const owner = frame.tokens[head.from - 1];
      const object =
        owner !== undefined &&
        head.from > sentence.from &&
        owner.kind === 'word' &&
        (prepositions.has(owner.lower) || findVerbForm(owner.lower) !== undefined);
      if (!object || head.from === sentence.from) return appositionHead(frame, head, sentence);
    }
    end = start;
  }
  return null;
}

function isPersonNoun(phrase: Phrase): boolean {
  return phrase.kind === 'noun' && kindOfNoun(phrase.head) !== null;
}

/** "Ann Poe, the mayor of Ley, one of ...": from the role to the name before it. */
function appositionHead(frame: Frame, phrase: Phrase, sentence: Sentence): Phrase {
  if (phrase.kind !== 'noun' || phrase.from - 2 < sentence.from || frame.tokens[phrase.from - 1]?.text !== ',')
    return phrase;
  const left = frame.phrases[frame.phraseAt[phrase.from - 2] ?? -1];
  return left?.kind === 'name' && left.to === phrase.from - 1 ? left : phrase;
}

function isBreak(token: Token): boolean {
  return token.kind === 'quote' || (token.kind === 'sign' && /^[,;:—–]$/.test(token.text));
}

/** The first phrase of a stretch that no preposition governs. */
function firstSubject(frame: Frame, from: number, to: number, sentence: Sentence): Phrase | null {
  for (let i = from; i < to; i++) {
    const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
    if (phrase === undefined) continue;
    const before = frame.tokens[phrase.from - 1];
    if (phrase.from > sentence.from && before?.kind === 'word' && prepositions.has(before.lower)) {
      i = phrase.to - 1;
      continue;
    }
    return phrase;
  }
  return null;
}
