import { dashes, invertedSubject, isStopWord, phraseFrom, type Attribution } from './attribution.js';
import { isFiniteVerb, verbAt, type Frame } from './clauses.js';
import { adverbs, auxiliaries, calendar } from './function-words.js';
import type { Piece } from './marks.js';
import { endingOf, type Sentence } from './sentences.js';
import { subjectOf } from './subjects.js';

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
    // A dash of a typewriter is two hyphens.
    while (i < sentence.to && dashes.test(tokens[i]!.text)) i++;
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
    // “Order!” called Ann Poe: before the name of nobody else, "called" speaks.
    const strong = verb.form.strength === 'strong' || verb.form.base === 'call';
    if (!strong || verb.form.form === 'participle' || verb.form.form === 'base') return null;
    const phrase = invertedSubject(frame, verb, sentence);
    // "Q," tweeted @annpoe: somebody spoke, whoever it was.
    if (phrase === null && ending !== 'comma') return null;
    return { phrase, cue: { from: verb.at, to: verb.to }, where: 'after', speech: true };
  }
  // "Q," stormed Ann Poe: any past tense will do between a comma and a name, and any word when nothing follows.
  if (
    (ending === 'comma' || tokens[at + 1]?.text === ',') &&
    token.kind === 'word' &&
    !token.capital &&
    !isStopWord(token.lower) &&
    frame.phraseAt[i] === -1
  ) {
    const phrase = phraseFrom(frame, i + 1, sentence);
    const last = phrase === null ? undefined : tokens[phrase.to];
    const alone = phrase?.kind === 'name' && (phrase.to >= sentence.to || last?.text === '.' || last?.text === ',');
    if (phrase !== null && ((ending === 'comma' && token.lower.endsWith('ed')) || alone))
      return { phrase, cue: { from: i, to: i + 1 }, where: 'after', speech: true };
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

function isRelative(frame: Frame, at: number): boolean {
  const before = frame.tokens[at - 1];
  return before?.lower === 'who' || before?.lower === 'which' || before?.lower === 'that';
}
