import { stemOf } from '../../retrieve/words.js';
import { sameNameWord } from './names.js';
import { readPolarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';
import { haveStem } from './tokens.js';

/**
 * Events and states that nobody may be said to have part in unless the coverage says so, before the sign ">"; behind it are further words by
 * which a report tells the same. Each line stands alone. Grave things that news is about, in words that are not used for much else; what can
 * be told in any number of ways ("criticise", "rescue") is left out. General knowledge of the language, independent of any coverage.
 */
const events = `
sell auction > sale buy buyer purchase dispose market
buy purchase > sale sell seller acquire acquisition takeover pay price spend
arrest detain apprehend handcuff > detention custody jail prison seize hold capture catch cell prisoner
jail imprison > prison sentence custody detention detain term cell bar year
indict prosecute > charge count accuse trial plead prosecution prosecutor court indictment
convict > conviction guilty sentence jail prison verdict condemn
acquit exonerate > acquittal innocent clear guilty verdict free absolve
sue > lawsuit suit court claim action litigation damage
bribe > bribery corrupt corruption payment pay kickback
steal rob > theft thief robbery robber burglary burglar take break loot
confess > confession admit admission plead guilty
murder assassinate > kill killer shoot gun stab slay strangle murderer homicide manslaughter assassin
execute behead > execution hang penalty kill shoot row plan order carry warrant
poison > poisoning toxic toxin lace venom contaminate nerve
deport > deportation expel expulsion remove removal repatriate return send
rescue > rescuer survive survivor alive save safe pull pluck bring take lift pick haul carry evacuate free help lifeboat
torture > beat abuse electric brutal
rape > sexual sexually assault
injure wound > injury wound hurt hospital burn fracture shoot stab casualty hit bruise treat harm bullet strike victim
hospitalise hospitalize > hospital clinic treat ward intensive
burn > fire blaze flame arson char scald torch heat smoke incinerate
bury > burial funeral grave cemetery inter lay rest
apologise apologize > apology sorry regret forgive forgiveness pardon
promise vow pledge > promise vow pledge swear oath guarantee assure assurance commit commitment undertake undertaking word will shall ll would
admit > admission acknowledge concede confess confession own guilty accept recognise recognize plead
threaten > threat warn warning ultimatum menace danger risk would will if
surrender > give hand yield capitulate capitulation
infect > infection virus disease positive catch ill case contract
celebrate > celebration party anniversary mark cheer champagne festival joy feast toast
laugh > laughter joke smile chuckle giggle amuse amused humour humor funny
weep cry sob > tear weep cry sob emotional
phone telephone > call phone telephone ring speak conversation line
hijack > hijacker seize
hack > hacker cyber breach cyberattack
shoot > gun fire shot bullet rifle pistol gunman
stab > knife blade wound
kidnap abduct > kidnapper abduction hostage take snatch
sack > dismiss dismissal fire remove oust job post lose
appoint hire > appointment name choose pick select take become make successor post job join recruit
resign > resignation step quit leave stand go office depart departure
approve authorise authorize ratify > approval authorisation agree agreement accept acceptance permit permission allow pass grant sign signature consent object objection back adopt vote initial clear licence license certify yes decide decision extend
ban outlaw prohibit forbid > prohibition stop bar block allow illegal
dissolve disband > dissolution end close wind fold cease
abolish repeal > scrap end cancel drop remove abolition
welcome applaud hail praise commend > thank thankful tribute glad pleased relief grateful gratitude congratulate credit admire admiration hero support satisfaction satisfied happy cheer compliment courage brave proud honour
sink founder capsize > wreck under bottom seabed founder capsize lose loss drown disaster sinking overturn roll turn
explode detonate > explosion blast bomb blow
collapse > fall crumble cave give
collide crash > collision hit run strike accident ram
drown > die dead death water body sea perish
die perish > kill dead death body victim drown murder lose fatal bereave survive survivor funeral bury mourn loss widow toll cost claim miss
marry wed > marriage wedding husband wife spouse couple bride
divorce > separate separation marriage husband wife leave split
evacuate > evacuation leave move clear empty
demolish raze > tear destroy knock demolition pull raze
protest > demonstration demonstrate march rally protester
invade bomb > invasion attack strike war raid
bankrupt > insolvent insolvency administration collapse debt bankruptcy
donate > give gift donation contribute contribution pay fund
alive > live life survive survivor breathe rescue
drunk > drink alcohol sober
asleep > sleep woke wake bed nap
unconscious > conscious faint coma senseless
pregnant > pregnancy birth baby expect child
dry > drought
prove > proof show establish find confirm demonstrate evidence convict conviction guilty verdict conclude test rule know true
guarantee > assure assurance ensure promise pledge certain secure commit commitment
`;

interface Event {
  claims: ReadonlySet<string>;
  supports: ReadonlySet<string>;
}

const stems = (words: string): string[] => words.trim().split(/\s+/u).map(stemOf);
const groups: readonly Event[] = events
  .trim()
  .split('\n')
  .map((line) => {
    const [claims, supports] = line.split('>') as [string, string];
    return { claims: new Set(stems(claims)), supports: new Set([...stems(claims), ...stems(supports)]) };
  });
const groupOf = new Map(groups.flatMap((group) => [...group.claims].map((stem) => [stem, group] as const)));
const praise = groupOf.get(stemOf('praise'));
/** Claims that are states and no verbs. */
const states = new Set(stems('alive drunk asleep unconscious pregnant dry bankrupt'));
/** A bill passes otherwise than a car does. */
const laws = new Set(stems('bill law act motion budget amendment legislation resolution'));
const passing = new Set(stems('pass enact adopt approve law carry vote force sign'));

/**
 * The word for a grave event or state that a sentence tells and its evidence does not have, by any of the words that the same is told with;
 * undefined when there is none. `evidence` are the sentences that are cited and those beside them; `leads` are headlines and leads, which
 * count unless the sentence begins with a name that they do not have and that is nobody of `people`, who may go by other words there. What
 * is quoted, or said not to be so, is looked at elsewhere.
 */
export function findUnsupportedEvent(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  leads: readonly ReadSentence[],
  people: ReadonlySet<string>,
): string | undefined {
  const { negated } = readPolarity(stated);
  const subject = stated.names[0];
  const isAbout = ({ tokens }: ReadSentence): boolean =>
    subject === undefined ||
    stated.tokens.slice(0, subject.from).some(({ isContent }) => isContent) ||
    subject.words.some((word) => people.has(word) || tokens.some(({ key }) => sameNameWord(key, word)));
  // Most sentences tell of no such event, and nothing is looked for.
  let given: readonly ReadSentence[] | undefined;
  const isGiven = (supports: ReadonlySet<string>): boolean => {
    const sentences = (given ??= [...evidence, ...leads.filter(isAbout)]);
    return [...supports].some((stem) => haveStem(sentences, stem));
  };
  return stated.tokens.find((token, i) => {
    if (token.quoted || token.kind !== 'word' || token.isCapital || negated.has(token.stem)) return false;
    if (!isVerb(stated.tokens, i) && !states.has(token.stem)) return tellsPresent(stated, i) && lacks(token.stem);
    return lacks(token.stem);

    function lacks(stem: string): boolean {
      if (stem === 'pass') return stated.tokens.slice(0, i).some((other) => laws.has(other.stem)) && !isGiven(passing);
      const group = groupOf.get(stem);
      // "Praised it as “a marvel”": the words themselves are compared.
      if (group !== undefined && group === praise && stated.tokens.slice(i).some(({ quoted }) => quoted)) return false;
      return group !== undefined && !isGiven(group.supports);
    }
  })?.text;
}

/** "The report praises": a verb in the present, behind its subject. */
function tellsPresent({ tokens }: ReadSentence, i: number): boolean {
  const next = tokens[i + 1];
  return (
    /[^s]s$/u.test(tokens[i]!.key) &&
    tokens[i - 1]?.isContent === true &&
    next?.kind === 'word' &&
    /^(?:the|a|an|his|her|their|its|him|them|it|this|that|all|both)$/u.test(next.key)
  );
}
