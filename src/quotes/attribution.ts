import type { Piece } from './marks.js';
import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';
import { endingOf } from './sentences.js';
import { mainSubject, isFiniteVerb, subjectOf, verbAt, type CueVerb, type Frame } from './clauses.js';
import { adverbs, auxiliaries, calendar, conjunctions, prepositions } from './function-words.js';

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

const dashes = /^[—–―-]$/;

/** Tokens after a quotation that tell who spoke: "said X", "X said", "according to X". Null when they do not. */
export function attributeAfter(
  text: string,
  frame: Frame,
  sentence: Sentence,
  at: number,
  piece: Piece | null,
): Attribution | null {
  const { tokens } = frame;
  let i = at + 1;
  const ending = piece === null ? 'comma' : endingOf(text, piece);
  let dash = false;
  if (tokens[i]?.text === ',' && i < sentence.to) i++;
  else if (i < sentence.to && dashes.test(tokens[i]?.text ?? '')) {
    dash = true;
    i++;
  }
  const early = i;
  while (
    i < sentence.to &&
    tokens[i]!.kind === 'word' &&
    frame.phraseAt[i] === -1 &&
    (adverbs.has(tokens[i]!.lower) || calendar.has(tokens[i]!.lower) || /ly$/.test(tokens[i]!.lower))
  )
    i++;
  if (i >= sentence.to) return null;
  const token = tokens[i]!;
  if (token.lower === 'according' && tokens[i + 1]?.lower === 'to') {
    const phrase = phraseFrom(frame, i + 2, sentence);
    return phrase === null ? null : { phrase, cue: { from: i, to: i + 2 }, where: 'after', speech: ending !== 'none' };
  }
  if (token.lower === 'per' && i === early) {
    const phrase = phraseFrom(frame, i + 1, sentence);
    return phrase === null ? null : { phrase, cue: { from: i, to: i + 1 }, where: 'after', speech: true };
  }
  const verb = verbAt(frame, i, sentence);
  if (verb !== null) {
    if (verb.form.strength !== 'strong' || verb.form.form === 'participle' || verb.form.form === 'base') return null;
    const phrase = invertedSubject(frame, verb, sentence);
    return phrase === null ? null : { phrase, cue: { from: verb.at, to: verb.to }, where: 'after', speech: true };
  }
  if (token.lower === 'as' && frame.phraseAt[i + 1] !== -1 && (ending === 'comma' || tokens[at + 1]?.text === ',')) i++;
  // "election law expert Ann Poe": words no list knows before a name.
  for (let skipped = 0; skipped < 5 && frame.phraseAt[i] === -1; skipped++) {
    const word = tokens[i];
    if (word?.kind !== 'word' || i + 1 >= sentence.to || isStopWord(word.lower) || isFiniteVerb(word.lower)) break;
    i++;
  }
  const phrase = frame.phrases[frame.phraseAt[i] ?? -1];
  if (phrase === undefined || phrase.from !== i) return null;
  if (ending === 'none' && tokens[at + 1]?.text !== ',' && !dash) return null;
  // “Q.” ― Ann Poe
  const close = tokens[phrase.to];
  if (
    dash &&
    ending !== 'none' &&
    phrase.kind === 'name' &&
    (phrase.to >= sentence.to || close?.kind === 'quote' || (ending === 'stop' && /^[.,(]$/.test(close?.text ?? '')))
  ) {
    return { phrase, cue: null, where: 'after', speech: true };
  }
  const limit = Math.min(sentence.to, i + 45);
  for (let k = phrase.to; k < limit; k++) {
    if (tokens[k]!.kind === 'quote') {
      if (k - phrase.to < 2) return null;
      continue;
    }
    if (tokens[k]!.text === ';') break;
    const cue = verbAt(frame, k, sentence);
    if (cue === null || cue.passive) continue;
    if (cue.form.form === 'participle') {
      // "a reporter can be heard asking"
      if (k - phrase.to > 4 || !auxiliaries.has(tokens[phrase.to]!.lower) || tokens[k - 1]!.kind !== 'word') continue;
      return { phrase, cue: { from: cue.at, to: cue.to }, where: 'after', speech: true };
    }
    if (cue.form.strength === 'weak' && k > phrase.to + 3) continue;
    const subject = subjectOf(frame, cue.at, sentence);
    if (subject === null || subject.from < i) continue;
    if (subject !== phrase && isRelative(frame, cue.at)) continue;
    return { phrase: subject, cue: { from: cue.at, to: cue.to }, where: 'after', speech: true };
  }
  // "Q," he deadpanned: any verb will do right after the speaker when the quotation hands over with a comma.
  let next = phrase.to;
  while (next < sentence.to && tokens[next]!.kind === 'word' && adverbs.has(tokens[next]!.lower)) next++;
  const following = tokens[next];
  if (
    ending === 'comma' &&
    following?.kind === 'word' &&
    isFiniteVerb(following.lower) &&
    frame.phraseAt[next] === -1
  ) {
    return { phrase, cue: { from: next, to: next + 1 }, where: 'after', speech: true };
  }
  if (dash && next >= sentence.to) return { phrase, cue: null, where: 'after', speech: true };
  return null;
}

function isStopWord(lower: string): boolean {
  return prepositions.has(lower) || conjunctions.has(lower);
}

function isRelative(frame: Frame, at: number): boolean {
  const before = frame.tokens[at - 1];
  return before?.lower === 'who' || before?.lower === 'which' || before?.lower === 'that';
}

function phraseFrom(frame: Frame, at: number, sentence: Sentence): Phrase | null {
  if (at >= sentence.to) return null;
  const phrase = frame.phrases[frame.phraseAt[at] ?? -1];
  return phrase !== undefined && phrase.from === at ? preferNamed(frame, phrase) : null;
}

/** "said the mayor, Ann Poe, ": the name beats the role before it. */
function preferNamed(frame: Frame, phrase: Phrase): Phrase {
  if (phrase.kind !== 'noun' || frame.tokens[phrase.to]?.text !== ',') return phrase;
  const next = frame.phrases[frame.phraseAt[phrase.to + 1] ?? -1];
  if (next === undefined || next.kind !== 'name' || next.from !== phrase.to + 1) return phrase;
  const after = frame.tokens[next.to];
  return after === undefined || after.kind === 'sign' ? next : phrase;
}

function invertedSubject(frame: Frame, verb: CueVerb, sentence: Sentence): Phrase | null {
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

const naming = new Set(['call', 'dub', 'name', 'label', 'term', 'title', 'brand', 'know']);

const nounCues = new Set([
  'words',
  'word',
  'statement',
  'message',
  'tweet',
  'speech',
  'remarks',
  'remark',
  'comments',
  'comment',
  'question',
  'answer',
  'reply',
  'response',
  'chant',
  'chants',
  'shout',
  'shouts',
  'cries',
  'cry',
  'slogan',
  'motto',
  'mantra',
  'phrase',
  'line',
  'quote',
  'call',
  'calls',
  'letter',
  'email',
  'headline',
  'warning',
  'promise',
  'pledge',
  'vow',
  'claim',
  'assertion',
  'explanation',
  'argument',
  'description',
  'announcement',
  'declaration',
  'advice',
  'joke',
  'retort',
  'refrain',
  'post',
  'caption',
  'sign',
  'note',
  'suggestion',
  'accusation',
  'complaint',
  'admission',
  'references',
  'reference',
]);

/** Tokens before a quotation, in its sentence, that tell who spoke. Null when nothing there speaks. */
export function attributeBefore(frame: Frame, sentence: Sentence, at: number): Attribution | null {
  const { tokens } = frame;
  const last = tokens[at - 1];
  if (at <= sentence.from || last === undefined) return null;
  // "said he would answer": the bare verb counts when no other is found.
  let later: Attribution | null = null;
  for (let i = at - 1; i >= sentence.from; i--) {
    const token = tokens[i]!;
    if (token.kind === 'sign' && token.text === ';') break;
    if (token.kind !== 'word') continue;
    if (token.lower === 'according' && tokens[i + 1]?.lower === 'to') {
      const phrase = phraseFrom(frame, i + 2, sentence);
      if (phrase !== null) return { phrase, cue: { from: i, to: i + 2 }, where: 'before', speech: false };
    }
    if (
      nounCues.has(token.lower) &&
      at - i <= 3 &&
      (tokens[i - 1]?.kind === 'word' || tokens[i - 1]?.kind === 'owner')
    ) {
      const owned = ownerOf(frame, i);
      if (owned !== null && verbAt(frame, i, sentence) === null) {
        const opens = tokens[at - 1]!.text === ':' || tokens[at - 1]!.text === ',';
        return { phrase: owned, cue: { from: i, to: i + 1 }, where: 'noun', speech: opens };
      }
    }
    const verb = verbAt(frame, i, sentence);
    if (verb === null || verb.to > at) continue;
    if (verb.form.strength === 'weak' && verb.form.form === 'base' && tokens[i - 1]?.lower !== 'to') continue;
    const speech = isOwnSpeech(frame, verb, at);
    if (verb.passive) {
      const agent = agentOf(frame, verb, at);
      if (agent !== null) return { phrase: agent, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
      if (verb.form.base === 'ask' || verb.form.base === 'tell' || verb.form.base === 'question') {
        // "Asked about it, she said" speaks later; "was asked" right before the words leaves the asker unknown.
        if (at - verb.to <= 2) return { phrase: null, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
      }
      // "should not be called “X”" gives a name and no words of anyone's.
      if (naming.has(verb.form.base) && at - verb.to <= 1)
        return { phrase: null, cue: { from: verb.at, to: verb.to }, where: 'before', speech: false };
      continue;
    }
    let subject = subjectOf(frame, verb.at, sentence);
    if (subject === null || subject.from >= at) {
      const opens = verb.at === sentence.from || tokens[verb.at - 1]!.kind === 'quote';
      const inverted = opens && verb.form.form !== 'participle' ? invertedSubject(frame, verb, sentence) : null;
      subject = inverted !== null && inverted.to <= at ? inverted : null;
    }
    if (subject === null && !speech) continue;
    if (verb.form.form === 'base' && !speech) {
      later ??= { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
      continue;
    }
    return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
  }
  const colon =
    last.text === ':' || dashes.test(last.text) ? attributeColon(frame, { from: sentence.from, to: at }) : null;
  return colon ?? later;
}

/** "called by Mr. Roe": who did what a passive verb says. */
function agentOf(frame: Frame, verb: CueVerb, limit: number): Phrase | null {
  for (let i = verb.to; i < Math.min(limit, verb.to + 6); i++) {
    if (frame.tokens[i]!.lower !== 'by') continue;
    const phrase = frame.phrases[frame.phraseAt[i + 1] ?? -1];
    return phrase !== undefined && phrase.from === i + 1 ? phrase : null;
  }
  return null;
}

/** "his message", "Mr. Roe’s slogan", "chants of" after a subject: whose words the noun before a quotation names. */
function ownerOf(frame: Frame, at: number): Phrase | null {
  const index = frame.phraseAt[at] ?? -1;
  const phrase = frame.phrases[index];
  if (phrase === undefined) return null;
  for (let i = index + 1; frame.phrases[i]?.inner === true; i++) {
    const inner = frame.phrases[i]!;
    if (inner.to <= at && frame.tokens[inner.to]?.kind === 'owner') return inner;
  }
  const first = frame.tokens[phrase.from]!;
  if (['his', 'her', 'their', 'my'].includes(first.lower) && first.kind === 'word') {
    const head = first.lower === 'his' ? 'he' : first.lower === 'her' ? 'she' : first.lower === 'my' ? 'i' : 'they';
    return {
      ...phrase,
      to: phrase.from + 1,
      kind: 'pronoun',
      head,
      nameFrom: phrase.from,
      nameTo: phrase.from,
      roles: [],
    };
  }
  return null;
}

/** Whether the words after the verb stand as speech: directly, or after a comma or colon, and not woven in by "that" or "as". */
function isOwnSpeech(frame: Frame, verb: CueVerb, at: number): boolean {
  const before = frame.tokens[at - 1]!;
  if (verb.to === at) return verb.form.strength === 'strong' || verb.form.form !== 'base';
  if (before.text === ':') return true;
  if (before.text === ',' || dashes.test(before.text)) {
    return verb.form.strength === 'strong' || at - verb.to <= 2;
  }
  if (before.kind !== 'word') return false;
  if (conjunctions.has(before.lower) || prepositions.has(before.lower)) return before.lower === 'reading';
  const index = frame.phraseAt[at - 1] ?? -1;
  const phrase = frame.phrases[index];
  // "told his supporters “our nation ...”"
  return verb.form.base === 'tell' && phrase !== undefined && phrase.from === verb.to && phrase.to === at;
}

/** A sentence that hands over with a colon: its last verb of speech, else its subject. */
export function attributeColon(frame: Frame, sentence: Sentence): Attribution | null {
  let end = sentence.to - 1;
  while (end > sentence.from && frame.tokens[end]!.kind === 'sign') end--;
  const label = frame.phrases[frame.phraseAt[sentence.from] ?? -1];
  if (label !== undefined && label.from === sentence.from && label.to === end + 1 && label.kind !== 'pronoun') {
    return { phrase: label, cue: { from: end + 1, to: end + 2 }, where: 'colon', speech: true };
  }
  const closing = frame.phrases[frame.phraseAt[end] ?? -1];
  if (closing?.kind === 'name' && closing.to === end + 1 && closing.from > sentence.from) {
    const before = frame.tokens[closing.from - 1]!;
    if (before.lower === 'from' || before.lower === 'by' || (before.kind === 'sign' && before.text !== ',')) {
      return { phrase: closing, cue: { from: end + 1, to: end + 2 }, where: 'colon', speech: true };
    }
  }
  if (nounCues.has(frame.tokens[end]!.lower)) {
    const owner = ownerOf(frame, end);
    if (owner !== null) return { phrase: owner, cue: { from: end, to: end + 1 }, where: 'colon', speech: true };
  }
  for (let i = end; i >= sentence.from; i--) {
    if (frame.tokens[i]!.text === ';') break;
    const verb = verbAt(frame, i, sentence);
    if (verb === null || verb.passive) continue;
    const subject = subjectOf(frame, i, sentence) ?? invertedSubject(frame, verb, sentence);
    if (subject !== null) return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'colon', speech: true };
  }
  const subject = mainSubject(frame, sentence);
  const last = frame.phrases[frame.phraseAt[end] ?? -1];
  const chosen = subject !== null && subject.kind !== 'noun' ? subject : last?.kind === 'name' ? last : subject;
  return chosen === null ? null : { phrase: chosen, cue: null, where: 'colon', speech: true };
}
