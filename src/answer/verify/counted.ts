import { stemOf } from '../../retrieve/words.js';
import { sameFigure, type Figure } from './figures.js';
import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';

/** Sorts of people, each by the words that reports use for it; whoever is counted as one sort is not counted as another. */
const sorts = `
soldier troop serviceman marine gi recruit conscript paratrooper
child kid minor youngster toddler infant baby schoolchild pupil
student undergraduate
teacher lecturer professor
passenger
crew sailor seafarer crewman crewmember deckhand
police officer policeman policewoman constable
firefighter fireman
nurse doctor physician medic surgeon
journalist reporter correspondent
woman girl
man boy
tourist holidaymaker visitor traveller traveler
migrant refugee asylum
prisoner inmate detainee convict
hostage captive
civilian
protester demonstrator
player footballer
miner
farmer
lawmaker senator deputy representative congressman legislator
pilot
judge magistrate
lawyer barrister solicitor attorney
patient
executive director manager
worker employee staff
`
  .trim()
  .split('\n')
  .map((line) => new Set(line.split(' ').map(stemOf)));
/** Nouns of which the plural is another word. */
const plurals: Readonly<Record<string, string>> = {
  children: 'child',
  men: 'man',
  women: 'woman',
  policemen: 'policeman',
  firemen: 'fireman',
  crewmen: 'crewman',
  servicemen: 'serviceman',
  schoolchildren: 'schoolchild',
  congressmen: 'congressman',
};

/** -1 for a word for no sort of people. */
function sortAt({ key, stem }: Token): number {
  const plural = plurals[key];
  return sorts.findIndex((stems) => stems.has(plural === undefined ? stem : stemOf(plural)));
}

/** Words behind a figure among which its noun is. */
const reach = 3;
/** As far from a figure its noun may stand where the sentence is built otherwise: "of the crew of 14". */
const about = 6;

/**
 * The sort of people that a sentence counts with a figure, where its evidence counts another, or people of whatever sort, with the same figure and has nobody
 * of that sort by it; undefined when there is none. "Forty soldiers" for "forty people", "412 crew" for "412 passengers".
 */
export function findOtherCounted(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  all: readonly ReadSentence[],
): string | undefined {
  for (const figure of stated.figures) {
    const own = countedBy(stated, figure);
    if (own === undefined) continue;
    const places = evidence.flatMap((sentence) =>
      sentence.figures
        .filter((other) => sameFigure(figure, other) && !isOther(other))
        .map((other) => ({ sentence, other })),
    );
    if (places.length === 0) continue;
    const isNear = places.some(({ sentence, other }) =>
      sentence.tokens
        .slice(Math.max(0, other.from - about), other.to + about)
        .some((token) => sortAt(token) === own.sort),
    );
    if (isNear) continue;
    const isElsewhere = all.some(({ tokens }) => tokens.some((token) => sortAt(token) === own.sort));
    const isOfOthers = places.every(({ sentence, other }) => {
      const theirs = countedBy(sentence, other);
      return theirs !== undefined && theirs.sort !== own.sort;
    });
    const isOfPeople = places.every(({ sentence, other }) =>
      sentence.tokens.slice(other.to, other.to + 2).some(({ key }) => /^(?:people|persons?)$/u.test(key)),
    );
    if (isOfOthers || (isOfPeople && !isElsewhere)) return `${figure.text} ${own.text}`;
  }
  return undefined;
}

function isOther({ kind, unit, isYear, isOrdinal, isShare }: Figure): boolean {
  return kind === 'time' || unit !== null || isYear || isOrdinal || isShare;
}

/** The people that stand counted behind a figure. */
function countedBy({ tokens }: ReadSentence, figure: Figure): { sort: number; text: string } | undefined {
  if (isOther(figure)) return undefined;
  for (let k = figure.to; k < figure.to + reach && k < tokens.length; k++) {
    const { kind, key, isCapital, quoted, text } = tokens[k]!;
    if (kind !== 'word' || quoted || isCapital) return undefined;
    const sort = sortAt(tokens[k]!);
    if (sort !== -1 && tokens[k + 1]?.text !== '-') return { sort, text };
    if (!/^(?:of|the|its|their|his|her|more|other|another|all)$/u.test(key) && !tokens[k]!.isContent) return undefined;
  }
  return undefined;
}
