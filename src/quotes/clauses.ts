import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';
import type { Token } from './tokens.js';
import {
  adverbs,
  auxiliaries,
  calendar,
  conjunctions,
  determiners,
  irregularVerbs,
  possessives,
  prepositions,
  subordinators,
} from './function-words.js';
import { findVerbForm, isAlsoNoun, particleOf, type VerbForm } from './speech-verbs.js';
import { kindOfNoun, neverPersons } from './titles.js';

/** One paragraph as the grammar sees it. */
export interface Frame {
  paragraph: number;
  tokens: readonly Token[];
  sentences: readonly Sentence[];
  phrases: readonly Phrase[];
  /** Index of the (outer) phrase that covers a token, or -1. */
  phraseAt: readonly number[];
}

/** A verb of speech in a sentence: tokens `at` to `to` (exclusive). */
export interface CueVerb {
  at: number;
  to: number;
  form: VerbForm;
  /** True for "was asked", "was told": its subject heard the words and did not say them. */
  passive: boolean;
}

export function createFrame(
  paragraph: number,
  tokens: readonly Token[],
  sentences: readonly Sentence[],
  phrases: readonly Phrase[],
): Frame {
  const phraseAt = new Array<number>(tokens.length).fill(-1);
  phrases.forEach((phrase, index) => {
    if (phrase.inner) return;
    for (let i = phrase.from; i < phrase.to; i++) phraseAt[i] = index;
  });
  return { paragraph, tokens, sentences, phrases, phraseAt };
}

/** The verb of speech at a token, or null. */
export function verbAt(frame: Frame, at: number, sentence: Sentence): CueVerb | null {
  const token = frame.tokens[at];
  if (token === undefined || token.kind !== 'word' || frame.phraseAt[at] !== -1) return null;
  if (
    token.capital &&
    at !== sentence.from &&
    frame.tokens[at - 1]?.kind !== 'quote' &&
    frame.tokens[at - 1]?.kind !== 'sign'
  )
    return null;
  const form = findVerbForm(token.lower);
  if (form === undefined) return null;
  const particle = particleOf(form.base);
  const next = frame.tokens[at + 1];
  let to = at + 1;
  if (particle !== undefined) {
    if (next?.lower !== particle) return null;
    to = at + 2;
  }
  const before = previousWord(frame, at);
  if (isAlsoNoun(token.lower) && !verbFits(frame, at, before, form)) return null;
  if (form.form === 'base' && !baseFits(frame, before, form)) return null;
  if (form.form === 'past' && before !== -1 && at - before === 1 && isDeterminerAt(frame, before)) return null;
  return { at, to, form, passive: isPassive(frame, at, form) };
}

function isDeterminerAt(frame: Frame, at: number): boolean {
  const token = frame.tokens[at]!;
  return token.kind === 'owner' || determiners.has(token.lower) || possessives.has(token.lower);
}

/** The nearest token to the left that is no adverb, auxiliary or sign; -1 at the start. */
function previousWord(frame: Frame, at: number): number {
  let i = at - 1;
  while (
    i >= 0 &&
    frame.tokens[i]!.kind === 'word' &&
    (isAdverb(frame.tokens[i]!) || auxiliaries.has(frame.tokens[i]!.lower)) &&
    frame.phraseAt[i] === -1
  )
    i--;
  return i;
}

function isAdverb(token: Token): boolean {
  return adverbs.has(token.lower) || (!token.capital && token.lower.endsWith('ly')) || calendar.has(token.lower);
}

function verbFits(frame: Frame, at: number, before: number, form: VerbForm): boolean {
  if (before === -1) return form.form === 'participle' || form.form === 'past';
  const token = frame.tokens[before]!;
  if (form.form === 'participle')
    return (
      !isDeterminerAt(frame, before) && !(prepositions.has(token.lower) && token.lower !== 'by' && token.lower !== 'as')
    );
  if (form.form === 'past') return true;
  const phrase = frame.phrases[frame.phraseAt[before] ?? -1];
  if (token.kind === 'quote' || token.kind === 'sign') {
    const next = frame.tokens[at + 1];
    return form.form === 'present' && (frame.phraseAt[at + 1] !== -1 || next?.lower === 'that' || next?.text === ':');
  }
  if (phrase === undefined)
    return (
      token.lower === 'to' ||
      token.lower === 'who' ||
      token.lower === 'which' ||
      token.lower === 'that' ||
      ((token.lower === 'and' || token.lower === 'then') && form.form === 'present')
    );
  if (phrase.kind === 'noun') return kindOfNoun(phrase.head) !== null;
  return true;
}

function baseFits(frame: Frame, before: number, form: VerbForm): boolean {
  if (before === -1) return false;
  const token = frame.tokens[before]!;
  if (token.lower === 'to') return true;
  if (frame.tokens[before + 1] !== undefined && auxiliaries.has(frame.tokens[before + 1]!.lower)) return true;
  const phrase = frame.phrases[frame.phraseAt[before] ?? -1];
  if (phrase === undefined) return token.lower === 'who' || token.lower === 'and';
  if (phrase.kind === 'pronoun') return !['he', 'she', 'it'].includes(phrase.head) || form.base === 'put';
  if (phrase.kind === 'noun')
    return (
      kindOfNoun(phrase.head) === 'plural' ||
      phrase.head === 'others' ||
      phrase.head === 'some' ||
      phrase.head === 'many'
    );
  return false;
}

const beForms = new Set(['is', 'are', 'was', 'were', 'be', 'been', 'being', '’s', 'when', 'if', 'once']);

function isPassive(frame: Frame, at: number, form: VerbForm): boolean {
  if (form.form !== 'past') return false;
  if (
    ![
      'ask',
      'tell',
      'question',
      'call',
      'describe',
      'quote',
      'label',
      'dub',
      'name',
      'know',
      'inform',
      'address',
      'post',
      'write',
      'publish',
      'press',
      'hear',
      'think',
      'read',
      'sign',
      'welcome',
      'accuse',
      'urge',
      'remind',
      'advise',
      'say',
      'deem',
      'consider',
      'find',
      'put',
      'show',
      'characterize',
      'depict',
      'portray',
      'regard',
      'record',
      'instruct',
      'order',
      'criticize',
      'attack',
      'mock',
      'greet',
      'credit',
      'worry',
      'title',
    ].includes(form.base)
  )
    return false;
  let i = at - 1;
  while (i >= 0 && frame.tokens[i]!.kind === 'word' && isAdverb(frame.tokens[i]!)) i--;
  const before = frame.tokens[i];
  if (before === undefined || before.kind !== 'word')
    return frame.tokens[at]!.capital && form.base !== 'say' && form.base !== 'write';
  return beForms.has(before.lower) && form.base !== 'worry';
}

/**
 * Who does what the verb at `at` says: the phrase, or null when the sentence does not show it. `depth` bounds the walk over
 * verbs that share a subject.
 */
export function subjectOf(frame: Frame, at: number, sentence: Sentence, depth = 0): Phrase | null {
  const token = frame.tokens[at]!;
  const form = findVerbForm(token.lower)?.form;
  if (form === 'participle' || (/ing$/.test(token.lower) && form === undefined)) {
    let i = at - 1;
    while (i >= sentence.from && isAdverb(frame.tokens[i]!)) i--;
    const before = frame.tokens[i];
    const phrase = before === undefined ? undefined : frame.phrases[frame.phraseAt[i] ?? -1];
    // "a woman yelling", "is quoted as saying": the phrase right before, or the sentence's own subject.
    if (phrase !== undefined && i >= sentence.from) {
      if (!isObject(frame, phrase, sentence)) return reachHead(frame, phrase, sentence);
      if (phrase.kind === 'name' && !neverPersons.has(frame.tokens[phrase.to - 1]!.lower)) return phrase;
    }
    if (before !== undefined && auxiliaries.has(before.lower)) return walkLeft(frame, i, sentence, depth);
    return (
      speakingSubject(frame, at, sentence) ?? mainSubject(frame, sentence, at) ?? subjectAfter(frame, at, sentence)
    );
  }
  return walkLeft(frame, at, sentence, depth);
}

/** The subject of the nearest verb of speech to the left that is no relative clause's. */
function speakingSubject(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  for (let i = at - 1; i >= sentence.from; i--) {
    const verb = verbAt(frame, i, sentence);
    if (verb === null || verb.passive || verb.form.strength === 'weak') continue;
    if (verb.form.form !== 'past' && verb.form.form !== 'present') continue;
    const before = frame.tokens[previousWord(frame, i)]?.lower;
    if (before === 'who' || before === 'which' || before === 'that') continue;
    return walkLeft(frame, i, sentence, 1);
  }
  return null;
}

/** "Speaking in Sochi, Mr. Ivanov ...": the subject that follows an opening participle. */
function subjectAfter(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  for (let i = at + 1; i < sentence.to; i++) {
    if (frame.tokens[i]!.text !== ',') continue;
    const phrase = frame.phrases[frame.phraseAt[i + 1] ?? -1];
    if (phrase !== undefined && phrase.from === i + 1) return phrase;
  }
  return null;
}

function walkLeft(frame: Frame, at: number, sentence: Sentence, depth: number): Phrase | null {
  let i = at - 1;
  while (i >= sentence.from) {
    const token = frame.tokens[i]!;
    if (token.kind === 'word' && frame.phraseAt[i] === -1 && (isAdverb(token) || auxiliaries.has(token.lower))) {
      i--;
      continue;
    }
    if (token.text === ')') {
      i = skipBack(frame, i, sentence.from, '(');
      continue;
    }
    if (token.text === ']') {
      i = skipBack(frame, i, sentence.from, '[');
      continue;
    }
    break;
  }
  if (i < sentence.from) return null;
  const token = frame.tokens[i]!;
  const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
  if (phrase !== undefined) return reachHead(frame, phrase, sentence);
  if (token.kind === 'word') {
    const { lower } = token;
    if (lower === 'who' || lower === 'which' || lower === 'that') return antecedent(frame, i, sentence);
    if (lower === 'and' || lower === 'but' || lower === 'or' || lower === 'then')
      return sharedSubject(frame, i, sentence, depth);
    if (lower === 'to') return sharedSubject(frame, i, sentence, depth);
    return sharedSubject(frame, at, sentence, depth);
  }
  if (token.kind === 'sign' && (token.text === ',' || token.text === '—' || token.text === '–' || token.text === '-')) {
    return beforeApposition(frame, i, sentence) ?? sharedSubject(frame, i, sentence, depth);
  }
  return sharedSubject(frame, at, sentence, depth);
}

function skipBack(frame: Frame, at: number, floor: number, open: string): number {
  let i = at - 1;
  while (i > floor && frame.tokens[i]!.text !== open) i--;
  return i - 1;
}

/** From the object of "a spokesman for Ms. Doe" to its head. */
function reachHead(frame: Frame, phrase: Phrase, sentence: Sentence): Phrase {
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

function isTimeOrPlace(frame: Frame, phrase: Phrase): boolean {
  return calendar.has(frame.tokens[phrase.to - 1]!.lower);
}

/** "X, the governor of Y, said": from the comma before the verb to X. */
function beforeApposition(frame: Frame, comma: number, sentence: Sentence): Phrase | null {
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

/** The noun that "who", "which" or "that" stands for. */
function antecedent(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  let i = at - 1;
  while (i >= sentence.from && frame.tokens[i]!.kind === 'sign') {
    if (frame.tokens[i]!.text === ')') i = skipBack(frame, i, sentence.from, '(');
    else i--;
  }
  const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
  if (phrase === undefined || i < sentence.from) return sharedSubject(frame, at, sentence, 1);
  // "Ann Poe, the mayor, who said" names her first.
  const before = frame.tokens[phrase.from - 1];
  if (phrase.kind === 'noun' && before?.text === ',') {
    const left = frame.phrases[frame.phraseAt[phrase.from - 2] ?? -1];
    if (left?.kind === 'name' && left.to === phrase.from - 1) return left;
  }
  return phrase;
}

/** The subject of the nearest finite verb to the left, or the sentence's first subject. */
function sharedSubject(frame: Frame, at: number, sentence: Sentence, depth: number): Phrase | null {
  if (depth < 3) {
    for (let i = at - 1; i > sentence.from; i--) {
      const token = frame.tokens[i]!;
      if (token.kind === 'quote') continue;
      if (token.kind === 'sign' && (token.text === ';' || token.text === ':')) break;
      if (token.kind !== 'word' || frame.phraseAt[i] !== -1 || token.capital) continue;
      const before = frame.phrases[frame.phraseAt[i - 1] ?? -1];
      if (before !== undefined && before.to === i && isFiniteVerb(token.lower)) {
        const head = reachHead(frame, before, sentence);
        if (!isObject(frame, head, sentence)) return head;
      }
      const form = findVerbForm(token.lower)?.form;
      if (form === 'past' || form === 'present') {
        const subject = walkLeft(frame, i, sentence, depth + 1);
        if (subject !== null) return subject;
      }
    }
  }
  return mainSubject(frame, sentence, at);
}

export function isFiniteVerb(lower: string): boolean {
  if (auxiliaries.has(lower) || irregularVerbs.has(lower)) return true;
  const form = findVerbForm(lower)?.form;
  if (form === 'past' || form === 'present') return true;
  return (
    (lower.endsWith('ed') || (lower.endsWith('s') && !lower.endsWith('ss'))) &&
    !prepositions.has(lower) &&
    !conjunctions.has(lower) &&
    !adverbs.has(lower)
  );
}

/** Whether a phrase stands after a preposition or a verb. */
function isObject(frame: Frame, phrase: Phrase, sentence: Sentence): boolean {
  const before = frame.tokens[phrase.from - 1];
  if (before === undefined || phrase.from === sentence.from || before.kind !== 'word') return false;
  return prepositions.has(before.lower) && !subordinators.has(before.lower);
}

/** The subject of a sentence's main clause, looking no further than `limit`; null when none is plain. */
export function mainSubject(frame: Frame, sentence: Sentence, limit = sentence.to): Phrase | null {
  let i = sentence.from;
  const first = frame.tokens[i];
  if (first?.kind === 'word' && subordinators.has(first.lower) && frame.phraseAt[i] === -1) {
    let comma = i;
    while (comma < limit && frame.tokens[comma]!.text !== ',') comma++;
    if (comma < limit) i = comma + 1;
  }
  let fallback: Phrase | null = null;
  for (; i < limit; i++) {
    const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
    if (phrase === undefined) {
      // "Ann Poe, who ..., said": the verb after the closing comma is hers.
      if (fallback !== null && frame.tokens[i]!.kind === 'sign' && i > fallback.to) {
        let next = i + 1;
        while (
          next < sentence.to &&
          frame.phraseAt[next] === -1 &&
          frame.tokens[next]!.kind === 'word' &&
          isAdverb(frame.tokens[next]!)
        )
          next++;
        const verb = frame.tokens[next];
        if (verb?.kind === 'word' && frame.phraseAt[next] === -1 && isFiniteVerb(verb.lower)) return fallback;
      }
      continue;
    }
    i = phrase.to - 1;
    if (isObject(frame, phrase, sentence)) continue;
    if (isTimeOrPlace(frame, phrase)) continue;
    let next = phrase.to;
    while (next < sentence.to && frame.tokens[next]!.kind === 'word' && isAdverb(frame.tokens[next]!)) next++;
    const following = frame.tokens[next];
    if (following?.kind === 'word' && isFiniteVerb(following.lower)) return phrase;
    if (
      following !== undefined &&
      phrase.kind !== 'pronoun' &&
      (following.text === ',' || following.text === '(' || following.text === '—' || following.text === '–')
    )
      fallback ??= phrase;
    else if (following?.kind === 'word' && prepositions.has(following.lower)) fallback ??= phrase;
  }
  return fallback;
}
