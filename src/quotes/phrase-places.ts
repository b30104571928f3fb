import { isFiniteVerb, verbAt, type Frame } from './clauses.js';
import { adverbs, auxiliaries, determiners, prepositions, subordinators } from './function-words.js';
import type { Phrase } from './phrase.js';

/** The other of two that are named together: "Ann Poe and Rob Roe arrived". */
export function partnerOf(frame: Frame, phrase: Phrase): Phrase | null {
  if (phrase.inner) return null;
  if (frame.tokens[phrase.to]?.lower === 'and') {
    const next = frame.phrases[frame.phraseAt[phrase.to + 1] ?? -1];
    if (next !== undefined && next.from === phrase.to + 1 && next.sentence === phrase.sentence) return next;
  }
  if (frame.tokens[phrase.from - 1]?.lower === 'and') {
    const before = frame.phrases[frame.phraseAt[phrase.from - 2] ?? -1];
    if (before !== undefined && before.to === phrase.from - 1 && before.sentence === phrase.sentence) return before;
  }
  return null;
}

export function isSubject(frame: Frame, phrase: Phrase): boolean {
  if (phrase.inner) return false;
  let next = phrase.to;
  while (frame.tokens[next]?.kind === 'word' && adverbs.has(frame.tokens[next]!.lower)) next++;
  const following = frame.tokens[next];
  return (
    following?.kind === 'word' &&
    frame.phraseAt[next] === -1 &&
    (auxiliaries.has(following.lower) || isFiniteVerb(following.lower)) &&
    !isGoverned(frame, phrase)
  );
}

export function isGoverned(frame: Frame, phrase: Phrase): boolean {
  const before = frame.tokens[phrase.from - 1];
  if (before?.kind !== 'word' || !prepositions.has(before.lower)) return false;
  // "as Ann Poe foresaw" is a clause of hers, "as mayor" is not.
  const next = frame.tokens[phrase.to];
  const clause = next?.kind === 'word' && frame.phraseAt[phrase.to] === -1 && isFiniteVerb(next.lower);
  return !(clause && subordinators.has(before.lower));
}

/** "the man who ...", "the head of ...": a description that says for itself whom it means. */
export function isModified(frame: Frame, phrase: Phrase): boolean {
  const next = frame.tokens[phrase.to];
  return (
    next?.kind === 'word' &&
    (next.lower === 'who' || next.lower === 'whose' || (next.lower === 'of' && !determiners.has(phrase.head)))
  );
}

/** Whether a phrase and its verb of speech stand between signs: "The dam, she said, holds", "The dam holds, she said." */
export function isAside(frame: Frame, phrase: Phrase): boolean {
  const sentence = frame.sentences[phrase.sentence]!;
  if (phrase.from === sentence.from || frame.tokens[phrase.from - 1]!.text !== ',') return false;
  const verb = verbAt(frame, phrase.to, sentence);
  if (verb === null) return false;
  const after = frame.tokens[verb.to];
  return after === undefined || /^[,.;]$/.test(after.text);
}
