import { verbForms } from '../retrieve/irregular-verbs.js';
import { stemOf } from '../retrieve/words.js';
import { isParticiple, isPast, isPossessive, skipWords } from './premise-mentions.js';
import { readNames, type Name } from './verify/names.js';
import { readTokens, type Token } from './verify/tokens.js';

/** What a question takes for granted of somebody or something that it names: "Why did Ann Poe resign?" that she did. */
export interface Premise {
  subject: Name;
  /** What would have to be said, to follow "do not say": "that the Grey Heron sank". Empty when it would not be plain to read. */
  statement: string;
  /** Stems of the verb and of its nouns. */
  stems: ReadonlySet<string>;
  /** Stems of other words for the same, each with what must stand behind it, if anything: "quit" and "step down" for "resign". */
  synonyms: ReadonlyMap<string, string | undefined>;
  /** Whether other words for it are known so well that silence tells something. */
  isListed: boolean;
  /** What must stand behind the verb for it to mean the same: "aground". */
  particle: string | undefined;
  /** Whether it is the one who did it (or to whom it happened, "sink") or to whom it was done. */
  role: 'doer' | 'patient';
}

const doing = /^(?:did|does|do|will)$/u;
const being = /^(?:was|were|is|are)$/u;
const having = /^(?:has|have|had)$/u;
const joining = /^(?:when|after|before|until|once|since|because)$/u;
const adverb = /ly$|^(?:also|ever|still|already|first|then|later|finally|again)$/u;
const preposition =
  /^(?:of|in|on|at|by|for|from|with|to|into|over|under|about|after|before|during|between|and|or|not|never)$/u;

/**
 * Verbs that are about everything: who says, has or makes something is told in too many words for their absence to tell anything.
 * With a particle some of them are precise ("run aground", "step down").
 */
const vague = new Set(
  (
    'say tell think know have be do make take get give go come want need use mean call name ask answer write speak talk describe state claim explain report ' +
    'mention announce reveal show see look hear feel believe expect hope plan try happen seem become keep let put set turn bring hold stand run play work live ' +
    'start begin end stop continue change move help leave win lose beat earn score cost spend include involve relate concern plead warn add note argue decide receive manage learn order'
  )
    .split(' ')
    .map(stemOf),
);
/** What may stand behind a name that is an object: "What did he tell Parliament yesterday?" */
const noVerb = /^(?:yesterday|today|tomorrow|tonight|last|next|earlier|ago|per|plus|versus)$/u;
const particles = /^(?:out|up|down|off|over|away|back|aground|guilty|aside)$/u;
/** Those of them that say it alone. */
const telling = /^(?:aground|guilty)$/u;

/** Nouns that are no form of their verb by their stem. Each pair is of one event. */
const nouns = new Map(
  (
    'suspend suspension|explode explosion|invade invasion|expel expulsion|collide collision|extend extension|admit admission|depart departure|marry marriage|' +
    'acquit acquittal|close closure|seize seizure|succeed successor|decide decision|fail failure|kill killer|murder murderer|apologise apology|apologize apology|rescue rescuer'
  )
    .split('|')
    .map((pair) => pair.split(' ').map(stemOf) as [string, string]),
);

/** Stems with their particles, the one that the group is for first. */
type Group = [readonly [string, string | undefined], ...(readonly [string, string | undefined])[]];

/** Words that may tell the same, so that a passage that has one of them of the one asked about is not said to be silent. */
const synonyms = (
  'resign quit oust step_down stand_down depart|die kill murder assassinate drown perish slay dead fatal fatality body victim|shoot kill wound assassinate gun|arrest detain custody apprehend jail|' +
  'dismiss fire sack oust remove|replace succeed successor take_over|find discover recover spot locate uncover notice identify|pay buy purchase spend cost fine acquire|' +
  'elect win vote|injure hurt wound|attack assault stab strike beat|convict guilty sentence|sentence jail prison imprison|ban suspend bar prohibit forbid|release free|' +
  'reject refuse decline turn_down|accept agree approve admit|withdraw pull_out pull|cancel scrap call_off postpone|launch open begin start|marry wed|sink capsize go_down|' +
  'sue lawsuit|hit strike land batter|raise hike increase lift|close shut|build construct|buy purchase acquire|steal rob theft|visit travel trip|publish release print|' +
  'apologise apologize sorry regret|leave depart quit|defeat beat win|appoint name pick choose|rescue save|destroy ruin|capsize sink|drop_out withdraw quit|step_down resign quit'
)
  .split('|')
  .map((group) => group.split(' ').map((word) => word.split('_') as [string, string?]))
  .map((group) => group.map(([word, particle]) => [stemOf(word), particle] as const)) as Group[];

/** Nouns of events by what they presuppose of whom stands behind "of", or owns them. */
const events: Readonly<Record<string, Premise['role']>> = {
  sinking: 'doer', resignation: 'doer', collapse: 'doer', retirement: 'doer', arrival: 'doer',
  arrest: 'patient', dismissal: 'patient', suspension: 'patient', murder: 'patient', conviction: 'patient', acquittal: 'patient', rescue: 'patient',
}; // prettier-ignore

/** The premises of a question that small rules of English grammar find; mostly none, since only those about a name are looked for. Linear. */
export function findPremises(question: string): Premise[] {
  const tokens = readTokens(question);
  const names = readNames(question, tokens, () => false);
  return tokens.flatMap(({ key, kind }, i): Premise[] => {
    if (kind !== 'word') return [];
    const found = readAuxiliary(tokens, names, i) ?? readJoined(tokens, names, i) ?? readReplaced(tokens, names, i);
    if (found !== undefined) return premiseOf(question, tokens, found);
    const role = Object.hasOwn(events, key) ? events[key] : undefined;
    return role === undefined ? [] : premiseOf(question, tokens, readEvent(tokens, names, i, role));
  });
}

/** Where a premise stands in a question. */
interface Found {
  /** The first token of the noun phrase that `name` ends. */
  from: number;
  name: Name;
  verb: number;
  role: Premise['role'];
  /** How the verb is told after the name: "did" asks for its past form. */
  told: (verb: Token, behind: string) => string;
}

/** "Why did Ann Poe resign", "When was Ann Poe dismissed", "Why has Ann Poe resigned". */
function readAuxiliary(tokens: readonly Token[], names: readonly Name[], i: number): Found | undefined {
  const { key, isCapital } = tokens[i]!;
  // "Will Smith"
  if (isCapital && i > 0) return undefined;
  if (!doing.test(key) && !being.test(key) && !having.test(key)) return undefined;
  const phrase = nameAfter(tokens, names, i + 1);
  if (phrase === undefined) return undefined;
  const verb = skipWords(tokens, phrase.name.to, adverb);
  if (doing.test(key)) {
    const told: Found['told'] = (base, behind) =>
      key === 'did'
        ? `that … ${pastOf(base.key)}${behind}`
        : `that … ${key === 'will' ? 'will' : key} ${base.key}${behind}`;
    return { ...phrase, verb, role: 'doer', told };
  }
  const isBeen = having.test(key) && tokens[verb]?.key === 'been';
  const at = isBeen ? skipWords(tokens, verb + 1, adverb) : verb;
  if (!isParticiple(tokens[at])) return undefined;
  const told: Found['told'] = (participle, behind) =>
    `that … ${key}${isBeen ? ' been' : ''} ${participle.key}${behind}`;
  return { ...phrase, verb: at, role: isBeen || being.test(key) ? 'patient' : 'doer', told };
}

/** "... when the Perigee sank", "... after Ann Poe was dismissed". */
function readJoined(tokens: readonly Token[], names: readonly Name[], i: number): Found | undefined {
  if (i === 0 || !joining.test(tokens[i]!.key)) return undefined;
  const phrase = nameAfter(tokens, names, i + 1);
  if (phrase === undefined) return undefined;
  const at = skipWords(tokens, phrase.name.to, adverb);
  const form = tokens[at]?.key ?? '';
  if (!being.test(form))
    return isPast(tokens[at])
      ? { ...phrase, verb: at, role: 'doer', told: (past, behind) => `that … ${past.key}${behind}` }
      : undefined;
  const verb = skipWords(tokens, at + 1, adverb);
  if (!isParticiple(tokens[verb])) return undefined;
  return { ...phrase, verb, role: 'patient', told: ({ key }, behind) => `that … ${form} ${key}${behind}` };
}

/** "Who replaced Ann Poe?" */
function readReplaced(tokens: readonly Token[], names: readonly Name[], i: number): Found | undefined {
  if (i !== 0 || tokens[0]!.key !== 'who' || !isPast(tokens[1])) return undefined;
  const phrase = nameAfter(tokens, names, 2);
  if (phrase === undefined || isHeadedBy(tokens, phrase.name)) return undefined;
  return {
    ...phrase,
    verb: 1,
    role: 'patient',
    told: ({ key }, behind) => `that … was ${verbForms(key)[2] ?? key}${behind}`,
  };
}

/** "The sinking of the Grey Heron", "Ann Poe's resignation". */
function readEvent(
  tokens: readonly Token[],
  names: readonly Name[],
  i: number,
  role: Premise['role'],
): Found | undefined {
  const told: Found['told'] = ({ key }) => `that there was a ${key} of …`.replace(/ a (?=[aeiou])/u, ' an ');
  if (tokens[i + 1]?.key === 'of') {
    const phrase = nameAfter(tokens, names, i + 2);
    return phrase === undefined || isHeadedBy(tokens, phrase.name) ? undefined : { ...phrase, verb: i, role, told };
  }
  const name = names.find(({ to }) => to === i && isPossessive(tokens[to - 1]!));
  // "Ann Poe's murder conviction" is about another event.
  if (name === undefined || tokens[i + 1]?.isContent === true) return undefined;
  return { from: name.from, name, verb: i, role, told };
}

function premiseOf(question: string, tokens: readonly Token[], found: Found | undefined): Premise[] {
  if (found === undefined) return [];
  const { from, name: subject, verb, role, told } = found;
  const token = tokens[verb];
  if (token?.kind !== 'word' || token.isCapital || !token.isContent || token.quoted || noVerb.test(token.key))
    return [];
  const particle = tokens.slice(verb + 1, verb + 2).find(({ key }) => particles.test(key))?.key;
  if (particle === undefined && vague.has(token.stem)) return [];
  const noun = nouns.get(token.stem);
  const stems = new Set(noun === undefined ? [token.stem] : [token.stem, noun]);
  const who = question.slice(tokens[from]!.start, subject.end).replace(/['’]s?$/u, '');
  const statement = told(token, restOf(question, tokens, Math.max(verb + 1, subject.to))).replace('…', () => who);
  return [
    {
      subject,
      statement: readable.test(statement) ? statement : '',
      stems,
      synonyms: synonymsOf(token.stem, particle, stems),
      isListed: synonyms.some(([[head, behind]]) => head === token.stem && behind === particle),
      particle,
      role,
    },
  ];
}

/** What the question says behind its verb, up to the next sign or "and", without the preposition that asks: "plead guilty to". */
function restOf(question: string, tokens: readonly Token[], from: number): string {
  const isEnd = ({ kind, key, text }: Token): boolean =>
    kind === 'sign' ? text !== '-' : /^(?:and|or|but)$/u.test(key);
  let to = from;
  while (tokens[to] !== undefined && !isEnd(tokens[to]!)) to++;
  while (to > from && preposition.test(tokens[to - 1]!.key)) to--;
  return to === from ? '' : ` ${question.slice(tokens[from]!.start, tokens[to - 1]!.end)}`;
}

/** Words of letters with nothing that a face could take for markup, and no longer than a line. */
const readable = /^(?:\p{L}\p{M}?|[\p{N} .'’-]){1,160}$/u;

/** The past of a verb by its base. */
function pastOf(base: string): string {
  if (/^(?:hit|cut|put|set|let|shut|hurt|quit|cost|spread|split|bet|cast|burst)$/u.test(base)) return base;
  const past = verbForms(base)[1];
  if (past !== undefined) return past;
  if (base.endsWith('e')) return `${base}d`;
  if (/[^aeiou]y$/u.test(base)) return `${base.slice(0, -1)}ied`;
  return /^[^aeiou]*[aeiou][bdgkmnprt]$|(?:mit|[^f]fer|cur|quit|el)$/u.test(base)
    ? `${base}${base.slice(-1)}ed`
    : `${base}ed`;
}

/** The name that a noun phrase beginning at a token ends with, up to three words of the kind of thing before it: "the schooner Constance". */
function nameAfter(
  tokens: readonly Token[],
  names: readonly Name[],
  from: number,
): { from: number; name: Name } | undefined {
  for (let i = from; i < Math.min(tokens.length, from + 4); i++) {
    const name = names.find((each) => each.from === i);
    if (name !== undefined) return isPossessive(tokens[name.to - 1]!) ? undefined : { from, name };
    const { kind, key } = tokens[i]!;
    if (kind !== 'word' || preposition.test(key) || isGrammar(key) || (i > from && /^(?:the|a|an)$/u.test(key)))
      return undefined;
  }
  return undefined;
}

/** Whether it is part of a longer name: "the Silver Tern relief fund", "the Achterberg report". */
function isHeadedBy(tokens: readonly Token[], { to }: Name): boolean {
  const next = tokens[to];
  return next?.kind === 'word' && next.isContent && !next.isCapital && !adverb.test(next.key);
}

function isGrammar(key: string): boolean {
  return (
    doing.test(key) ||
    being.test(key) ||
    having.test(key) ||
    joining.test(key) ||
    /^(?:be|been|who|which|that)$/u.test(key)
  );
}

function synonymsOf(
  stem: string,
  particle: string | undefined,
  own: ReadonlySet<string>,
): Map<string, string | undefined> {
  const groups = synonyms.filter((group) => group.some(([other, behind]) => other === stem && behind === particle));
  const told = new Map(groups.flat().filter(([other]) => !own.has(other)));
  // “Guilty,” he answered.
  if (particle !== undefined && telling.test(particle)) told.set(stemOf(particle), undefined);
  return told;
}
