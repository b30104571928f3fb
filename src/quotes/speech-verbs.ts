/**
 * Verbs that introduce speech, from general knowledge of English. `strong` verbs take a quotation as their object ("said",
 * "replied"); `weak` ones do so at times, or take the quoted words as a name or judgement ("called", "described").
 */
const strong = `say tell add ask reply respond write tweet retweet declare explain note argue claim insist continue conclude recall joke
quip warn urge shout yell chant announce state observe remark comment suggest acknowledge admit concede confess boast brag complain vow
promise pledge predict caution assert contend maintain allege testify proclaim exclaim cry scream whisper mutter murmur answer retort
counter interject interrupt demand inquire enquire wonder muse reason lament bemoan fume gush crow jeer scoff sneer snap thunder deadpan
implore plead beg reiterate repeat stress emphasize emphasise underscore reveal confirm report text email blog intone sing recite bellow
roar growl grumble grouse gripe sigh sob laugh chuckle chortle smile grin beam rave rant opine posit propose recount relate reflect
recommend remind rejoin riposte reassure rhapsodize sermonize theorize tease taunt stammer stutter summarize surmise swear utter venture
vent volunteer wail weigh_in chime_in wax elaborate exhort explode exult foretell growl gloat hint holler howl hiss implore indicate
interpose insinuate instruct invoke jibe marvel moan mouth mumble narrate needle offer pontificate plead preach proffer profess prophesy
protest query question quote rasp read remonstrate ruminate scold speculate squeal submit speak wisecrack worry blurt blast_back fire_back
shoot_back hit_back push_back point_out go_on spell_out sum_up`;
const weak = `find record calculate estimate accept list call describe label dub brand term name refer characterize characterise criticize criticise blast slam denounce decry condemn
praise hail accuse dismiss mock ridicule deride rail attack assail castigate lambaste rip tout cite depict portray liken compare
consider deem regard express voice post publish pen echo hear address begin conclude put insult trash bash knock decry thank
congratulate apologize apologise agree disagree object charge threaten deny refuse reject defend disclose appeal pitch repudiate
applaud lash chide rebuke reprimand rap berate admonish denigrate disparage fault decree rule inform tell caption headline title
scrawl scribble inscribe hashtag message cheer boo heckle jab`;

const irregular: Record<string, { past: string[]; participle?: string }> = {
  say: { past: ['said'] },
  tell: { past: ['told'] },
  write: { past: ['wrote', 'written'] },
  read: { past: ['read'] },
  think: { past: ['thought'] },
  feel: { past: ['felt'] },
  know: { past: ['knew', 'known'] },
  sing: { past: ['sang', 'sung'] },
  swear: { past: ['swore', 'sworn'] },
  speak: { past: ['spoke', 'spoken'] },
  hear: { past: ['heard'] },
  begin: { past: ['began', 'begun'] },
  put: { past: ['put'] },
  find: { past: ['found'] },
  show: { past: ['showed', 'shown'] },
  teach: { past: ['taught'] },
  lead: { past: ['led'] },
  foretell: { past: ['foretold'] },
  retell: { past: ['retold'] },
  quote: { past: ['quoted'] },
  beg: { past: ['begged'] },
  rap: { past: ['rapped'] },
  rip: { past: ['ripped'] },
  snap: { past: ['snapped'] },
  brag: { past: ['bragged'] },
  quip: { past: ['quipped'] },
  jab: { past: ['jabbed'] },
  sob: { past: ['sobbed'] },
  grin: { past: ['grinned'] },
  slam: { past: ['slammed'] },
  dub: { past: ['dubbed'] },
  admit: { past: ['admitted'] },
  submit: { past: ['submitted'] },
  refer: { past: ['referred'] },
  label: { past: ['labeled', 'labelled'] },
  signal: { past: ['signaled', 'signalled'] },
};
const doubling = new Set([
  'beg',
  'rap',
  'rip',
  'snap',
  'brag',
  'quip',
  'jab',
  'sob',
  'grin',
  'slam',
  'dub',
  'admit',
  'submit',
  'refer',
  'put',
  'begin',
]);

export interface VerbForm {
  base: string;
  form: 'past' | 'present' | 'base' | 'participle';
  strength: 'strong' | 'weak';
  /** The particle that belongs to it ("point out"), or null. */
  particle: string | null;
}

const particled: Record<string, string> = {
  point: 'out',
  shoot: 'back',
  fire: 'back',
  hit: 'back',
  push: 'back',
  chime: 'in',
  weigh: 'in',
  go: 'on',
  spell: 'out',
  sum: 'up',
  blast: 'back',
};
irregular.shoot = { past: ['shot'] };
irregular.go = { past: ['went', 'gone'] };
irregular.hit = { past: ['hit'] };

const forms = new Map<string, VerbForm>();

function addVerb(word: string, strength: 'strong' | 'weak'): void {
  const [base = '', particle = null] = word.split('_');
  const put = (text: string, form: VerbForm['form']): void => {
    if (!forms.has(text)) forms.set(text, { base, form, strength, particle });
  };
  const past = irregular[base]?.past ?? [pastOf(base)];
  for (const text of past) put(text, 'past');
  put(thirdOf(base), 'present');
  put(participleOf(base), 'participle');
  put(base, 'base');
}

function pastOf(base: string): string {
  if (base.endsWith('e')) return `${base}d`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
}

function thirdOf(base: string): string {
  if (/(?:s|x|ch|sh|o)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
}

function participleOf(base: string): string {
  if (doubling.has(base)) return `${base}${base.at(-1) ?? ''}ing`;
  return base.endsWith('e') && !base.endsWith('ee') ? `${base.slice(0, -1)}ing` : `${base}ing`;
}

for (const word of strong.split(/\s+/)) addVerb(word, 'strong');
for (const word of weak.split(/\s+/)) addVerb(word, 'weak');

/** What form of which speech verb a lower-case word is; undefined when it is none. */
export function findVerbForm(lower: string): VerbForm | undefined {
  return forms.get(lower);
}

/** The particle that makes this verb one of speech ("points" needs "out"); undefined when it needs none. */
export function particleOf(base: string): string | undefined {
  return particled[base];
}

// Forms that are nouns as often as verbs; they need a subject right before them.
const alsoNouns = new Set(
  `call calls claim claims report reports charge charges comment comments remark remarks question questions demand demands
  note notes state states answer answers cry cries warning saying writing reading name names attack attacks post posts promise promises
  pledge pledges joke jokes tweet tweets email emails text texts blog blogs message messages brand brands label labels term terms praise
  title headline caption record records offer offers hope hopes order orders command commands address addresses release issue issues
  talk talks sign signs appeal appeals credit frame pitch brief signal signals lead leads rule rules show shows start end close
  finish hint hints protest protests worry worries chant chants laugh smile grin sigh vow vows cheer cheers boo response feeling
  meaning opening beginning ending finding findings calling hearing lecture lectures welcome rap rip rant wonder reason reasons
  counter quote quotes query laughs complaint blast blasts jab jabs fault phone campaign campaigning campaigns deal hail share shares
  feel needle weigh answer predict voice voices echo tease insult insults order type types direct object objects close like
  relate lead venture exhibit mouth show submit put thought rulings ruling saying express rip finding describing`.split(
    /\s+/,
  ),
);

/** Whether a form is as often a noun or adjective, so that only its surroundings show the verb. */
export function isAlsoNoun(lower: string): boolean {
  return alsoNouns.has(lower);
}
