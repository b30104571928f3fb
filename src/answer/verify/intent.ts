import { stemOf } from '../../retrieve/words.js';
import { readPolarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { haveStem } from './tokens.js';

/**
 * Words that say with what intent or right something was done, with others that say so too behind ">". A newsroom is sued over these:
 * none may be added. General knowledge of the language, independent of any coverage.
 */
const intents = `
deliberately intentionally knowingly wilfully willfully purposely consciously > deliberate intent intention intentional purpose knowing knew aware awareness willing planned
accidentally inadvertently unintentionally mistakenly unwittingly > accident accidental mistake error inadvertent unintentional slip oversight
illegally unlawfully criminally > illegal unlawful law crime criminal legal offence offense breach
fraudulently dishonestly corruptly deceitfully > fraud fraudulent dishonest corrupt corruption deceive deceit deception lie cheat false
secretly covertly clandestinely > secret covert hidden hide conceal private privately quietly
maliciously spitefully > malice malicious spite
recklessly negligently carelessly > reckless negligent negligence careless careful gross
`;

const groups = intents
  .trim()
  .split('\n')
  .map((line) => {
    const [claims, supports] = line.split('>').map((words) => words.trim().split(' ')) as [string[], string[]];
    return { claims: new Set(claims), supports: new Set([...claims, ...supports].map(stemOf)) };
  });

/** The word for an intent or a wrong that a sentence tells and its evidence does not, by any word for the same; undefined when there is none. */
export function findUnsupportedIntent(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const { negated } = readPolarity(stated);
  return stated.tokens.find(
    ({ key, stem, quoted }) =>
      !quoted &&
      !negated.has(stem) &&
      groups.some(
        ({ claims, supports }) => claims.has(key) && ![...supports].some((support) => haveStem(evidence, support)),
      ),
  )?.text;
}
