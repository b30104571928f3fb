import { stemOf } from '../../retrieve/words.js';
import { readPolarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import type { Token } from './tokens.js';
import { isPresent, isVerb } from './verbs.js';

/**
 * What can be done in one matter, and what excludes it, on either side of "|"; a particle stands behind its verb with a hyphen. Any word of a side
 * tells what its side does. General knowledge of the language, independent of any coverage.
 */
const exclusive = `
accept adopt embrace approve endorse take-up sign-up welcome | reject refuse decline turn-down rebuff spurn knock-back throw-out shun rule-out
implement introduce enact proceed push-through force-through press-ahead push-ahead go-ahead go-through carry-out roll-out | abandon drop scrap shelve ditch cancel call-off axe back-down pull-out withdraw give-up pause suspend
join sign-up enlist enrol enroll | quit leave exit pull-out drop-out walk-out step-down withdraw
remain stay stay-on | quit leave resign step-down depart exit pull-out walk-out retire step-aside
retire resign quit step-down step-aside bow-out | return come-back
calm soothe settle steady stabilise stabilize reassure ease pacify defuse quell allay cool | roil rattle unsettle shake spook inflame stoke fuel agitate alarm unnerve destabilise destabilize panic ignite
win triumph prevail clinch | lose concede fall-short
praise applaud commend laud salute hail | slam deride mock ridicule scorn lambast lambaste blast scold rebuke chastise hit-out lash-out
reveal disclose publish unveil leak | conceal hide withhold suppress cover-up
help assist aid | hinder hamper obstruct thwart impede
hire recruit appoint take-on | fire sack dismiss lay-off oust axe let-go
accelerate hasten speed-up bring-forward | slow delay postpone put-off push-back stall defer hold-up
encourage hearten | discourage dissuade deter
repair restore fix rebuild mend | damage destroy wreck
attract lure | repel deter put-off drive-away
attend participate take-part | skip miss boycott stay-away shun snub
obey comply abide respect honour honor | defy violate breach flout ignore disobey
like love adore enjoy | dislike loathe hate detest
trust | distrust mistrust doubt
strengthen bolster reinforce shore-up | weaken undermine erode sap
advance gain | retreat pull-back fall-back
deploy send | withdraw recall pull-out bring-home
create establish found form set-up | abolish dissolve disband scrap shut-down
convict | acquit clear exonerate
switch-on turn-on | switch-off turn-off shut-off shut-down
laugh smile grin chuckle | frown grimace scowl weep sob cry wince
improve recover rebound pick-up | worsen deteriorate
promote elevate upgrade | demote downgrade relegate
escalate intensify step-up ramp-up | ease scale-back wind-down tone-down
retain keep hold-on hold-onto hang-on hang-onto cling | relinquish surrender lose give-up hand-over give-away
legalise legalize decriminalise decriminalize | outlaw criminalise criminalize ban
overestimate overstate exaggerate play-up | underestimate understate play-down
continue keep-on carry-on go-on resume | stop cease halt suspend end
appear emerge | disappear vanish
qualify | disqualify
agree | disagree
approve | disapprove
prove | disprove
pass | fail
widen broaden expand | narrow
tighten toughen stiffen | loosen relax ease soften
enable empower | disable
persuade talk-into | dissuade talk-out
arm | disarm
nationalise nationalize | privatise privatize
simplify streamline | complicate
inflate | deflate
load | unload
connect | disconnect
please satisfy delight | displease dissatisfy anger infuriate
enter board embark | exit disembark
deposit | withdraw
export | import
classify | declassify
regulate | deregulate
wake awake | sleep doze
push | pull
conserve spare | waste squander
overtake outpace outstrip outperform | trail lag fall-behind underperform
upgrade | downgrade
applaud cheer | boo jeer heckle
unite reunite bring-together | divide split
overpay | underpay
invest | divest
resist withstand | succumb surrender capitulate give-in
`;

/**
 * What is further along or weighs more before ">", and what stands behind it that is less: who was questioned was not charged for it. A word behind
 * the sign never vouches for one before it.
 */
const further = `
charge indict prosecute > question interview investigate suspect arrest detain
arrest detain jail > question interview investigate summon
convict > charge indict try accuse arrest
kill > wound injure hurt
destroy flatten raze > damage hit
ban outlaw prohibit > restrict limit curb discourage
cancel scrap abolish abandon > postpone delay suspend pause reschedule
capture seize occupy overrun > attack shell threaten encircle surround approach besiege
sign finalise finalize conclude seal clinch complete > negotiate discuss near draft debate
buy acquire > bid seek consider
order require force compel command > ask request urge invite recommend advise suggest encourage
demand > ask request suggest propose recommend
promise pledge vow guarantee swear > hope expect suggest consider aim want wish
prove establish > suggest indicate believe suspect allege
resign quit step-down > threaten consider offer
sue > threaten warn
attack assault > threaten warn
elect > nominate
`;

interface Side {
  own: ReadonlySet<string>;
  other: ReadonlySet<string>;
}

const lexeme = (word: string): string => {
  const [verb, particle] = word.split('-') as [string, string | undefined];
  return particle === undefined ? stemOf(verb) : `${stemOf(verb)} ${particle}`;
};
const linesOf = (text: string, sign: string): [Set<string>, Set<string>][] =>
  text
    .trim()
    .split('\n')
    .map(
      (line) =>
        line.split(sign).map((words) => new Set(words.trim().split(/\s+/u).map(lexeme))) as [Set<string>, Set<string>],
    );
const sidesOf = new Map<string, Side[]>();
const add = (own: ReadonlySet<string>, other: ReadonlySet<string>): void => {
  for (const word of own) sidesOf.set(word, [...(sidesOf.get(word) ?? []), { own, other }]);
};
for (const [left, right] of linesOf(exclusive, '|')) {
  add(left, right);
  add(right, left);
}
for (const [left, right] of linesOf(further, '>')) add(left, right);
/** Everything that a line has, by which a verb with a particle is known as one word. */
const known = new Set([...sidesOf.values()].flatMap((sides) => sides.flatMap(({ own, other }) => [...own, ...other])));

/** Verbs that are known with a particle. */
const beginning = new Set([...known].filter((word) => word.includes(' ')).map((word) => word.split(' ')[0]!));

/** Words about two verbs that must be the same, so that they are of one matter. */
const leastShared = 2;
/** As far on either side of a verb, within its clause, stands what it is said of. */
const reach = 10;
/** As far behind a verb stands its particle: "turned the offer down". */
const reachOfParticle = 4;

interface Deed {
  word: string;
  text: string;
  at: number;
}

const deedsOfSentence = new WeakMap<readonly Token[], readonly Deed[]>();

/** The verbs of a sentence that are said to be so, in its own words, with their particles. */
function deedsOf(sentence: ReadSentence): readonly Deed[] {
  return remember(deedsOfSentence, sentence.tokens, () => {
    const { negated, open } = readPolarity(sentence);
    return sentence.tokens.flatMap((token, at) => {
      if (negated.has(token.stem) || (open.has(token.stem) && !asking.has(token.stem))) return [];
      const word = wordAt(sentence.tokens, at);
      return isDone(sentence.tokens, at, word) ? [{ word, text: token.text, at }] : [];
    });
  });
}

/** What leaves open what stands behind it, but is done itself. */
const asking = new Set('question interview ask summon'.split(' ').map(stemOf));

function isDone(tokens: readonly Token[], at: number, word: string): boolean {
  if (isVerb(tokens, at) || isPresent(tokens, at) || isGerund(tokens, at)) return true;
  // "Put off", "cut back": verbs of one form, known by their particle; "a shut down" is a thing.
  return (
    known.has(word) &&
    word.includes(' ') &&
    !tokens[at]!.quoted &&
    !/^(?:a|an|the|his|her|their|its|this|that)$/u.test(tokens[at - 1]?.key ?? '')
  );
}

/** "By cancelling the order", "after rejecting it" */
function isGerund(tokens: readonly Token[], at: number): boolean {
  const { key, quoted, isContent, isCapital } = tokens[at]!;
  return (
    /ing$/u.test(key) &&
    !quoted &&
    isContent &&
    !isCapital &&
    /^(?:by|after|before|for|of|without|while|is|are|was|were|be|been|,)$/u.test(tokens[at - 1]?.key ?? '')
  );
}

/** The verb with its particle where both together mean something of their own: "turn down". */
function wordAt(tokens: readonly Token[], at: number): string {
  const { stem } = tokens[at]!;
  for (let k = at + 1; beginning.has(stem) && k <= at + reachOfParticle && k < tokens.length; k++) {
    const { key, kind } = tokens[k]!;
    if (kind === 'sign' && key !== '-') break;
    const both = `${stem} ${key}`;
    if (known.has(both)) return both;
  }
  // "Took over", "gave in": with a particle that no line has, these are other verbs.
  return turning.has(stem) && particles.test(tokens[at + 1]?.key ?? '') ? `${stem} ?` : stem;
}

const particles = /^(?:up|down|off|out|over|in|away|back|through|on|along|around)$/u;
/** Verbs that a particle makes into others. */
const turning = new Set(
  'take give turn put get go come set bring break pull push call carry keep hold run make look pick cut pass send hand drop lay fall stand live break bear work end win send'
    .split(' ')
    .map(stemOf),
);

/**
 * The verb of a sentence where its evidence has one that excludes it, or that says less, of the same, and none that tells what the sentence does; undefined when there
 * is none. What is denied, asked or quoted is looked at elsewhere.
 */
export function findExcludedVerb(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  all: readonly ReadSentence[],
): string | undefined {
  const own = deedsOf(stated);
  for (const { word, text, at } of own) {
    const sides = sidesOf.get(word);
    if (sides === undefined) continue;
    const mine = argumentsOf(stated.tokens, at);
    for (const side of sides) {
      if (own.some((deed) => side.other.has(deed.word))) continue;
      if (all.some((sentence) => has(sentence, side.own))) continue;
      const isExcluded = evidence.some((sentence) =>
        deedsOf(sentence).some(
          (deed) => side.other.has(deed.word) && shared(mine, argumentsOf(sentence.tokens, deed.at)) >= leastShared,
        ),
      );
      if (isExcluded) return text;
    }
  }
  return undefined;
}

/** Whether a sentence has one of the words in any form, or the noun of it, quoted or not. */
function has({ tokens }: ReadSentence, words: ReadonlySet<string>): boolean {
  return tokens.some(({ stem, kind }, i) => kind === 'word' && (words.has(stem) || words.has(wordAt(tokens, i))));
}

const argumentSets = new WeakMap<Token, ReadonlySet<string>>();

/** The topic words and figures about a verb, in its part of the sentence. */
function argumentsOf(tokens: readonly Token[], at: number): ReadonlySet<string> {
  return remember(argumentSets, tokens[at]!, () => {
    const found = new Set<string>();
    for (const step of [1, -1] as const)
      for (let k = at + step, words = 0; k >= 0 && k < tokens.length && words < reach; k += step) {
        const { kind, text, key, stem, isContent } = tokens[k]!;
        if (kind === 'sign') {
          if (/[,;:!?()–—]/u.test(text)) break;
          continue;
        }
        if (/^(?:while|whereas|but|although|though)$/u.test(key)) break;
        words++;
        if (isContent || kind === 'number') found.add(stem);
      }
    return found;
  });
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const stem of a) if (b.has(stem)) count++;
  return count;
}
