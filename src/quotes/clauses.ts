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
} from './function-words.js';
import { findVerbForm, isAlsoNoun, particleOf, type VerbForm } from './speech-verbs.js';
import { kindOfNoun } from '../domain/titles.js';

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
export function previousWord(frame: Frame, at: number): number {
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

export function isAdverb(token: Token): boolean {
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
  // "thousands of Poe emails"
  const governor = frame.tokens[phrase.from - 1];
  return !(governor?.kind === 'word' && prepositions.has(governor.lower));
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
