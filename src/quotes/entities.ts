import type { Frame } from './clauses.js';
import { findGivenName } from '../domain/given-names.js';
import type { Phrase } from './phrase.js';
import { femaleTitles, genderOfNoun, kindOfNoun, maleTitles, personTitles, roleSynonyms } from '../domain/titles.js';

export type Gender = 'male' | 'female' | null;

/** Someone or something that an article names. */
export interface Entity {
  kind: 'person' | 'body';
  /** Lower-case name words without points, in order. */
  parts: string[];
  suffix: string;
  forms: Map<string, number>;
  gender: Gender;
  /** How sure `gender` is: 3 stated, 2 by given name, 1 by pronouns, 0 unknown. */
  genderFrom: number;
  /** Lower-case roles the article gives, canonical words ("senator"). */
  roles: Set<string>;
  description: string | null;
  mentions: number;
  /** True when a title, a given name or a verb of speech shows a person. */
  sure: boolean;
  fullMentions: number;
}

export const honorifics = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'sir', 'lord', 'lady', 'dame']);

export interface Named {
  frame: Frame;
  phrase: Phrase;
  index: number;
  parts: string[];
  suffix: string;
}

export function titleGender(phrase: Phrase): Gender {
  for (const role of phrase.roles) {
    if (maleTitles.has(role)) return 'male';
    if (femaleTitles.has(role)) return 'female';
  }
  return null;
}

export function addEntity(entities: Entity[], one: Named, kind: Entity['kind']): number {
  const entity: Entity = {
    kind,
    parts: one.parts,
    suffix: one.suffix,
    forms: new Map(),
    gender: null,
    genderFrom: 0,
    roles: new Set(),
    description: null,
    mentions: 0,
    sure: false,
    fullMentions: 0,
  };
  entities.push(entity);
  return entities.length - 1;
}

export function note(text: string, entity: Entity, one: Named): void {
  const { frame, phrase } = one;
  const form = formOf(text, frame, phrase);
  entity.forms.set(form, (entity.forms.get(form) ?? 0) + 1);
  entity.mentions++;
  if (one.parts.length > 1) {
    entity.fullMentions++;
  }
  if (entity.suffix === '') entity.suffix = one.suffix;
  if (entity.kind !== 'person') return;
  if (phrase.roles.some((role) => personTitles.has(role)) || findGivenName(entity.parts[0]!) !== undefined)
    entity.sure = true;
  const stated = titleGender(phrase);
  if (stated !== null) setGender(entity, stated, 3);
  const given = entity.parts.length > 1 ? findGivenName(entity.parts[0]!) : undefined;
  if (given === 'male' || given === 'female') setGender(entity, given, 2);
  if (entity.parts.length > 2 && given === undefined) {
    const second = findGivenName(entity.parts[1]!);
    if (second === 'male' || second === 'female') setGender(entity, second, 1);
  }
  addRoles(entity, phrase.roles);
  readApposition(text, frame, phrase, entity);
}

export function move(text: string, from: Entity, to: Entity, one: Named): void {
  const form = formOf(text, one.frame, one.phrase);
  const left = (from.forms.get(form) ?? 1) - 1;
  if (left <= 0) from.forms.delete(form);
  else from.forms.set(form, left);
  from.mentions--;
  from.fullMentions--;
  note(text, to, one);
}

export function formOf(text: string, frame: Frame, phrase: Phrase): string {
  const title = frame.tokens[phrase.nameFrom - 1];
  const from =
    title !== undefined && phrase.nameFrom > phrase.from && honorifics.has(title.lower.replace('.', ''))
      ? title.start
      : frame.tokens[phrase.nameFrom]!.start;
  return text.slice(from, frame.tokens[phrase.nameTo - 1]!.end).replace(/\s+/g, ' ');
}

export function setGender(entity: Entity, gender: Gender, from: number): void {
  if (from <= entity.genderFrom) return;
  entity.gender = gender;
  entity.genderFrom = from;
}

function addRoles(entity: Entity, roles: readonly string[]): void {
  for (const role of roles) entity.roles.add(roleSynonyms[role] ?? role);
  const gender = genderOfNoun(roles[roles.length - 1] ?? '');
  if (gender !== null) setGender(entity, gender, 3);
}

/** "Ann Poe, the mayor of Ley," and "the mayor of Ley, Ann Poe,": what the article says she is. */
function readApposition(text: string, frame: Frame, phrase: Phrase, entity: Entity): void {
  const { tokens } = frame;
  const sentence = frame.sentences[phrase.sentence]!;
  if (phrase.inner) return;
  let after = phrase.to;
  if (tokens[after]?.text === '(') {
    while (after < sentence.to && tokens[after]!.text !== ')') after++;
    after++;
  }
  if (tokens[after]?.text === ',' && after < sentence.to) {
    let from = after + 1;
    if (/^\d\d?$/.test(tokens[from]?.text ?? '') && tokens[from + 1]?.text === ',') from += 2;
    const head = frame.phrases[frame.phraseAt[from] ?? -1];
    if (head !== undefined && head.from === from && head.kind === 'noun' && kindOfNoun(head.head) === 'person') {
      let to = head.to;
      while (
        to < sentence.to &&
        to - from < 24 &&
        !(tokens[to]!.kind === 'sign' && /^[,.;:—–()]$/.test(tokens[to]!.text)) &&
        tokens[to]!.kind !== 'quote'
      )
        to++;
      if (tokens[to] === undefined || /^[,.;]$/.test(tokens[to]!.text)) {
        entity.description ??= text.slice(tokens[from]!.start, tokens[to - 1]!.end);
        addRoles(entity, head.roles);
      }
      return;
    }
  }
  const copula = tokens[phrase.to]?.lower;
  if (copula === 'is' || copula === 'was' || copula === 'became') {
    const head = frame.phrases[frame.phraseAt[phrase.to + 1] ?? -1];
    if (head?.kind === 'noun' && head.from === phrase.to + 1 && kindOfNoun(head.head) === 'person')
      addRoles(entity, head.roles);
  }
  const comma = tokens[phrase.from - 1];
  if (
    comma?.text === ',' &&
    phrase.from - 2 >= sentence.from &&
    (tokens[phrase.to] === undefined || tokens[phrase.to]!.kind === 'sign')
  ) {
    const head = frame.phrases[frame.phraseAt[phrase.from - 2] ?? -1];
    if (head?.kind === 'noun' && head.to === phrase.from - 1 && kindOfNoun(head.head) === 'person') {
      entity.description ??= text.slice(tokens[head.from]!.start, tokens[head.to - 1]!.end);
      addRoles(entity, head.roles);
      return;
    }
  }
  if (entity.description === null && phrase.nameFrom > phrase.from) {
    const words = tokens.slice(phrase.from, phrase.nameFrom);
    if (
      words.some((token) => !honorifics.has(token.lower.replace('.', ''))) &&
      !/^(?:and|sen\.?|rep\.?|gov\.?|mr\.?|ms\.?|mrs\.?|his|her|their|that|this|these|those|another|one|no)$/.test(
        words[0]!.lower,
      )
    ) {
      entity.description = text.slice(words[0]!.start, words[words.length - 1]!.end);
    }
  }
}
