import { beforeApposition, isTimeOrPlace, reachHead, skipBack } from './appositions.js';
import { isAdverb, isFiniteVerb, previousWord, verbAt, type Frame } from './clauses.js';
import { auxiliaries, prepositions, subordinators } from './function-words.js';
import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';
import { findVerbForm } from './speech-verbs.js';
import { neverPersons } from '../domain/titles.js';

/** Verbs to the left that are asked for their subject; more share none in prose, and a hostile sentence has a hundred. */
const mostVerbs = 6;

/** Tokens of "SANTA ANA, Calif., Dec. 8 (Reuters) —" and some to spare. */
const longestDateline = 16;

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

type Memory<T> = WeakMap<Frame, Map<number, T>>;

/** What was found for a verb at a depth, and for a sentence from a token: verbs that share a subject ask again and again. */
const walks: Memory<Phrase | null> = new WeakMap();
const mains: Memory<MainSubjects> = new WeakMap();
/** More than a sentence has tokens. */
const longestKey = 512;

function remember<T>(memory: Memory<T>, frame: Frame, key: number, find: () => T): T {
  let known = memory.get(frame);
  if (known === undefined) memory.set(frame, (known = new Map<number, T>()));
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}

function walkLeft(frame: Frame, at: number, sentence: Sentence, depth: number): Phrase | null {
  const key = (at * 4 + depth) * longestKey + (sentence.to - at);
  return remember(walks, frame, key, () => findLeft(frame, at, sentence, depth));
}

function findLeft(frame: Frame, at: number, sentence: Sentence, depth: number): Phrase | null {
  const speaks = verbAt(frame, at, sentence)?.form.strength === 'strong';
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
      return sharedSubject(frame, i, sentence, depth, speaks);
    if (lower === 'to') return sharedSubject(frame, i, sentence, depth, speaks);
    return sharedSubject(frame, at, sentence, depth, speaks);
  }
  if (token.kind === 'sign' && (token.text === ',' || token.text === '—' || token.text === '–' || token.text === '-')) {
    return beforeApposition(frame, i, sentence) ?? sharedSubject(frame, i, sentence, depth, speaks);
  }
  return sharedSubject(frame, at, sentence, depth, speaks);
}

/** The noun that "who", "which" or "that" stands for. */
function antecedent(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  let i = at - 1;
  while (i >= sentence.from && frame.tokens[i]!.kind === 'sign') {
    if (frame.tokens[i]!.text === ')') i = skipBack(frame, i, sentence.from, '(');
    else i--;
  }
  const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
  if (phrase === undefined || i < sentence.from) return sharedSubject(frame, at, sentence, 1, false);
  // "Ann Poe, the mayor, who said" names her first.
  const before = frame.tokens[phrase.from - 1];
  if (phrase.kind === 'noun' && before?.text === ',') {
    const left = frame.phrases[frame.phraseAt[phrase.from - 2] ?? -1];
    if (left?.kind === 'name' && left.to === phrase.from - 1) return left;
  }
  return phrase;
}

/**
 * The subject of the nearest finite verb to the left, or the sentence's first subject. A verb of speech (`speaks`) seldom shares
 * the subject of what another reports: "she joked that the dam was dry, but went on to say".
 */
function sharedSubject(frame: Frame, at: number, sentence: Sentence, depth: number, speaks: boolean): Phrase | null {
  if (depth < 3) {
    let verbs = 0;
    for (let i = at - 1; i > sentence.from && verbs < mostVerbs; i--) {
      const token = frame.tokens[i]!;
      if (token.kind === 'quote') continue;
      if (token.kind === 'sign' && (token.text === ';' || token.text === ':')) break;
      if (token.kind !== 'word' || frame.phraseAt[i] !== -1 || token.capital) continue;
      const before = frame.phrases[frame.phraseAt[i - 1] ?? -1];
      if (before !== undefined && before.to === i && isFiniteVerb(token.lower)) {
        const head = reachHead(frame, before, sentence);
        if (speaks && isReported(frame, head, sentence)) continue;
        if (!isObject(frame, head, sentence)) return head;
      }
      const form = findVerbForm(token.lower)?.form;
      if (form === 'past' || form === 'present') {
        const subject = walkLeft(frame, i, sentence, depth + 1);
        if (subject !== null) return subject;
        verbs++;
      }
    }
  }
  return mainSubject(frame, sentence, at);
}

/** Whether a phrase opens what somebody is said to have said: "Ann Poe said that the dam ...". */
function isReported(frame: Frame, phrase: Phrase, sentence: Sentence): boolean {
  const that = phrase.from - 1;
  if (that <= sentence.from || frame.tokens[that]!.lower !== 'that') return false;
  return verbAt(frame, that - 1, sentence) !== null;
}

/** Whether a phrase stands after a preposition or a verb. */
function isObject(frame: Frame, phrase: Phrase, sentence: Sentence): boolean {
  const before = frame.tokens[phrase.from - 1];
  if (before === undefined || phrase.from === sentence.from || before.kind !== 'word') return false;
  return prepositions.has(before.lower) && !subordinators.has(before.lower);
}

/** The subjects that a reading of a sentence from its start comes to, and the tokens where it does. */
interface MainSubjects {
  /** A phrase with its verb. */
  sure: { at: number; phrase: Phrase } | null;
  /** The first that may be one, until a sure one comes. */
  likely: { at: number; phrase: Phrase } | null;
}

/** The subject of a sentence's main clause, looking no further than `limit`; null when none is plain. */
export function mainSubject(frame: Frame, sentence: Sentence, limit = sentence.to): Phrase | null {
  const from = openingOf(frame, sentence, limit);
  const { sure, likely } = remember(mains, frame, from * longestKey + (sentence.to - from), () =>
    findMainSubjects(frame, sentence, from),
  );
  if (sure !== null && sure.at < limit) return sure.phrase;
  return likely !== null && likely.at < limit ? likely.phrase : null;
}

/** Where a sentence begins after a dateline and an opening clause. */
function openingOf(frame: Frame, sentence: Sentence, limit: number): number {
  const from = skipDateline(frame, sentence, limit);
  const first = frame.tokens[from];
  if (first?.kind !== 'word' || !subordinators.has(first.lower) || frame.phraseAt[from] !== -1) return from;
  let comma = from;
  while (comma < limit && frame.tokens[comma]!.text !== ',') comma++;
  return comma < limit ? comma + 1 : from;
}

function findMainSubjects(frame: Frame, sentence: Sentence, from: number): MainSubjects {
  let likely: MainSubjects['likely'] = null;
  for (let i = from; i < sentence.to; i++) {
    const at = i;
    const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
    if (phrase === undefined) {
      // "Ann Poe, who ..., said": the verb after the closing comma is hers.
      if (likely !== null && frame.tokens[i]!.kind === 'sign' && i > likely.phrase.to) {
        let next = i + 1;
        while (
          next < sentence.to &&
          frame.phraseAt[next] === -1 &&
          frame.tokens[next]!.kind === 'word' &&
          isAdverb(frame.tokens[next]!)
        )
          next++;
        const verb = frame.tokens[next];
        if (verb?.kind === 'word' && frame.phraseAt[next] === -1 && isFiniteVerb(verb.lower))
          return { sure: { at, phrase: likely.phrase }, likely };
      }
      continue;
    }
    i = phrase.to - 1;
    if (isObject(frame, phrase, sentence) || isInRelative(frame, phrase, sentence)) continue;
    if (isTimeOrPlace(frame, phrase)) continue;
    let next = phrase.to;
    while (next < sentence.to && frame.tokens[next]!.kind === 'word' && isAdverb(frame.tokens[next]!)) next++;
    const following = frame.tokens[next];
    if (following?.kind === 'word' && isFiniteVerb(following.lower)) return { sure: { at, phrase }, likely };
    if (
      following !== undefined &&
      phrase.kind !== 'pronoun' &&
      (following.text === ',' || following.text === '(' || following.text === '—' || following.text === '–')
    )
      likely ??= { at, phrase };
    else if (following?.kind === 'word' && prepositions.has(following.lower)) likely ??= { at, phrase };
  }
  return { sure: null, likely };
}

/** "LEY, Dec. 8 (UPI) — ...": where the sentence begins after the place and date of an agency's report. */
function skipDateline(frame: Frame, sentence: Sentence, limit: number): number {
  const { tokens } = frame;
  if (!/^\p{Lu}{3,}$/u.test(tokens[sentence.from]?.text ?? '')) return sentence.from;
  for (let i = sentence.from + 1; i < Math.min(limit, sentence.from + longestDateline); i++) {
    if (/^[—–-]$/.test(tokens[i]!.text)) return i + 1;
  }
  return sentence.from;
}

/** Whether a phrase is the subject of a relative clause ("whose choir survived", "which the mayor opposed"). */
function isInRelative(frame: Frame, phrase: Phrase, sentence: Sentence): boolean {
  if (frame.tokens[phrase.from]!.lower === 'whose') return true;
  if (phrase.from - 1 <= sentence.from) return false;
  const before = frame.tokens[phrase.from - 1]!.lower;
  return before === 'which' || before === 'whom';
}
