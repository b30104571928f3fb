import { dashes, invertedSubject, phraseFrom, type Attribution } from './attribution.js';
import { verbAt, type CueVerb, type Frame } from './clauses.js';
import { conjunctions, prepositions } from './function-words.js';
import type { Phrase } from './phrase.js';
import type { Sentence } from './sentences.js';
import { mainSubject, subjectOf } from './subjects.js';
import { kindOfNoun } from '../domain/titles.js';

/** Verbs of speech before a quotation that are asked; more only stand in sentences that were made to be slow. */
const mostVerbs = 12;

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
  let verbs = 0;
  for (let i = at - 1; i >= sentence.from && verbs < mostVerbs; i--) {
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
    verbs++;
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
    // Words that someone did not say are no quotation of theirs.
    if (isNegated(frame, verb)) continue;
    let subject = subjectOf(frame, verb.at, sentence);
    if (subject === null || subject.from >= at) {
      const opens = verb.at === sentence.from || tokens[verb.at - 1]!.kind === 'quote';
      const inverted = opens && verb.form.form !== 'participle' ? invertedSubject(frame, verb, sentence) : null;
      subject = inverted !== null && inverted.to <= at ? inverted : null;
    }
    if (subject === null && !speech) continue;
    // "a class called “Perception”" gives a name: a thing calls nobody anything.
    if (naming.has(verb.form.base) && verb.to === at && subject?.kind === 'noun' && kindOfNoun(subject.head) === null)
      return { phrase: null, cue: { from: verb.at, to: verb.to }, where: 'before', speech: false };
    // "asked by Rob Roe, who has dismissed the story about it, “...”": a far verb that seldom speaks leaves it to a better one.
    if (
      (verb.form.form === 'base' || (verb.form.strength === 'weak' && last.text === ',' && at - verb.to > 3)) &&
      !speech
    ) {
      later ??= { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
      continue;
    }
    return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'before', speech };
  }
  const colon =
    last.text === ':' || dashes.test(last.text) ? attributeColon(frame, { from: sentence.from, to: at }) : null;
  return colon ?? later;
}

/** “She had not written “X,” she said”: whether the words before a quotation say that somebody did not say it. */
export function isDenied(frame: Frame, sentence: Sentence, at: number): boolean {
  const verb = at - 1 < sentence.from ? null : verbAt(frame, at - 1, sentence);
  return verb !== null && verb.to === at && isNegated(frame, verb);
}

function isNegated(frame: Frame, verb: CueVerb): boolean {
  for (let i = verb.at - 1; i >= Math.max(0, verb.at - 3); i--) {
    const { lower } = frame.tokens[i]!;
    if (lower === 'not' || lower === 'never' || lower.endsWith('n’t') || lower.endsWith("n't")) return true;
    if (frame.phraseAt[i] !== -1) return false;
  }
  return false;
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
  if (verb.to === at) return verb.form.strength === 'strong';
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

const deciphering = /^(?:deciphered|deciphers|translated|translates|transcribed|transcribes)$/;

/** "deciphered it", "made it out" */
function isDeciphering(frame: Frame, at: number): boolean {
  const { lower } = frame.tokens[at]!;
  if (lower !== 'made' && lower !== 'makes') return deciphering.test(lower);
  return frame.tokens[at + 1]?.lower === 'out' || frame.tokens[at + 2]?.lower === 'out';
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
  let verbs = 0;
  for (let i = end; i >= sentence.from && verbs < mostVerbs; i--) {
    if (frame.tokens[i]!.text === ';') break;
    const verb = verbAt(frame, i, sentence);
    if (verb === null || verb.passive) continue;
    verbs++;
    const subject = subjectOf(frame, i, sentence) ?? invertedSubject(frame, verb, sentence);
    if (subject !== null) return { phrase: subject, cue: { from: verb.at, to: verb.to }, where: 'colon', speech: true };
  }
  // Who deciphers an inscription did not write it.
  for (let i = sentence.from; i < end; i++) {
    if (isDeciphering(frame, i)) return { phrase: null, cue: { from: i, to: i + 1 }, where: 'colon', speech: true };
  }
  const subject = mainSubject(frame, sentence);
  const last = frame.phrases[frame.phraseAt[end] ?? -1];
  const chosen = subject !== null && subject.kind !== 'noun' ? subject : last?.kind === 'name' ? last : subject;
  return chosen === null ? null : { phrase: chosen, cue: null, where: 'colon', speech: true };
}
