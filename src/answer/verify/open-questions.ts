import { stemOf } from '../../retrieve/words.js';
import { readPolarity, type Polarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';

/** What says that a sentence leaves a question open as well, asks it or passes it on. */
const asking = new Set(
  'whether if ask question wonder unclear unknown uncertain unsure depend may might could would possible possibly perhaps decline refuse doubt likely unlikely consider examine investigate examination investigation determine dispute'
    .split(' ')
    .map(stemOf),
);
/** Words beside the verb that a sentence has of a question not cited. */
const leastOfFarQuestion = 2;
/** Verbs that only tell who speaks. */
const telling = new Set(
  'say tell report add note write state confirm deny announce admit insist claim'.split(' ').map(stemOf),
);

/**
 * The word by which a sentence decides what its evidence leaves open ("declined to say whether he had signed", "do not know if they are
 * safe"), on either side; undefined when there is none. What is told elsewhere in the passages (`others`) is not open.
 */
export function findDecidedQuestion(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  others: readonly ReadSentence[],
): string | undefined {
  const silent = findAnswerOfSilent(stated, evidence);
  if (silent !== undefined) return silent;
  const conditional = findMetCondition(stated, evidence, others);
  if (conditional !== undefined) return conditional;
  // A question that stands farther off is of the same matter if it has two more words of the sentence, names among them.
  const isOfSame = ({ open }: Polarity): boolean =>
    [...open].filter((stem) => stated.stems.has(stem)).length > leastOfFarQuestion;
  const asked = [
    ...evidence.filter((sentence) => readPolarity(sentence).open.size > 0),
    ...others.filter((sentence) => !evidence.includes(sentence) && isOfSame(readPolarity(sentence))),
  ];
  if (asked.length === 0 || stated.tokens.some(({ stem, isCapital }) => !isCapital && asking.has(stem)))
    return undefined;
  const names = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  const own = readPolarity(stated);
  const isSettled = (stem: string): boolean =>
    others.some((other) => {
      const { affirmed, negated } = readPolarity(other);
      return affirmed.has(stem) || negated.has(stem);
    });
  for (const sentence of asked) {
    const { open, affirmed, negated } = readPolarity(sentence);
    const decided = stated.tokens.filter(
      ({ stem, isContent }) => isContent && !names.has(stem) && open.has(stem) && !isSettled(stem),
    );
    const fixed = [...stated.stems].filter(
      (stem) => !names.has(stem) && !telling.has(stem) && (affirmed.has(stem) || negated.has(stem)),
    );
    const verb = decided.find(
      (token) => isVerb(stated.tokens, stated.tokens.indexOf(token)) || own.heads.has(token.stem),
    );
    if (verb !== undefined && decided.length >= fixed.length) return verb.text;
    if (decided.length >= 2 && decided.length > 2 * fixed.length) return decided[0]!.text;
  }
  return undefined;
}

/** What somebody says to a charge or question, which nobody says who is silent about it. */
const answers = new Set(
  'confirm deny admit acknowledge concede dispute reject refute verify endorse approve comment respond reply answer welcome criticise criticize defend'
    .split(' ')
    .map(stemOf),
);
const silence =
  /\b(?:not|never|n['’]t|no|without|declin\w+ to|refus\w+ to) (?:\w+ ){0,3}?(?:comment\w*|respon[ds]\w*|repl(?:y|ied)|answer(?:ed)?|say|said|react\w*)\b/iu;

/**
 * "Denied the claims", "confirmed the figures" of somebody of whom the evidence only has that he did not comment: a word of answering that stands
 * nowhere in it.
 */
function findAnswerOfSilent(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const at = stated.tokens.findIndex(({ stem, quoted }, i) => !quoted && answers.has(stem) && isVerb(stated.tokens, i));
  if (at === -1) return undefined;
  const { stem, text } = stated.tokens[at]!;
  const own = readPolarity(stated);
  if (own.negated.has(stem) || evidence.some(({ stems }) => stems.has(stem))) return undefined;
  const subject = new Set(stated.tokens.slice(0, at).flatMap((token) => (token.isContent ? [token.stem] : [])));
  const isSilent = evidence.some((sentence) => {
    const match = silence.exec(sentence.text);
    if (match === null) return false;
    const before = sentence.tokens.filter((token) => token.isContent && token.end <= match.index);
    return before.slice(-subjectReach).some((token) => subject.has(token.stem));
  });
  return isSilent ? text : undefined;
}

/** Topic words before a negation among which its subject stands. */
const subjectReach = 8;

/** What says that something only holds if something else does. */
const conditional =
  /^(?:if|whether|unless|provided|assuming|should|would|could|may|might|when|until|case|condition|were)$/u;

/**
 * "The rules will change" where the evidence has "if the rules change": the verb of a sentence that stands in the cited passage under a condition
 * only, with another word of the sentence. Undefined when there is none, and for a sentence that states a condition.
 */
function findMetCondition(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  others: readonly ReadSentence[],
): string | undefined {
  if (stated.tokens.some(({ key }) => conditional.test(key))) return undefined;
  for (const sentence of evidence) {
    const under = conditionOf(sentence);
    if (under === undefined) continue;
    const token = stated.tokens.find(
      ({ stem, quoted }, i) =>
        !quoted &&
        under.has(stem) &&
        isVerb(stated.tokens, i) &&
        !others.some((other) =>
          other.tokens.some((one) => one.stem === stem && conditionOf(other)?.has(stem) !== true),
        ),
    );
    if (token === undefined) continue;
    const shared = [...under].filter((stem) => stem !== token.stem && stated.stems.has(stem));
    if (shared.length > 0) return token.text;
  }
  return undefined;
}

/** The topic words between "if" and the end of its clause, without those that stand outside as well; undefined without a condition. */
function conditionOf({ tokens }: ReadSentence): ReadonlySet<string> | undefined {
  const at = tokens.findIndex(
    ({ key, quoted }, i) =>
      !quoted &&
      (key === 'if' || key === 'unless') &&
      !/^(?:as|even|only|what|and)$/u.test(tokens[i - 1]?.key ?? '') &&
      !asksIf.test(tokens[i - 1]?.key ?? '') &&
      !asksIf.test(tokens[i - 2]?.key ?? ''),
  );
  if (at === -1) return undefined;
  let end = at + 1;
  while (end < tokens.length && !/^[,;:.!?–—”]$/u.test(tokens[end]!.text)) end++;
  const under = new Set(tokens.slice(at + 1, end).flatMap(({ isContent, stem }) => (isContent ? [stem] : [])));
  tokens.forEach(({ stem }, i) => {
    if (i < at || i > end) under.delete(stem);
  });
  return under;
}

const asksIf =
  /^(?:ask|asks|asked|asking|say|says|said|know|knows|knew|known|see|clear|unclear|sure|unsure|wonder|wonders|wondered|tell|determine|check|decide)$/u;
