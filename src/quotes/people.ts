import { mainSubject, type Frame } from './clauses.js';
import type { Phrase } from './phrase.js';
import { determiners } from './function-words.js';
import { findGivenName, mayBeSameGivenName } from './given-names.js';
import {
  bodyNameWords,
  femaleTitles,
  genderOfNoun,
  kindOfNoun,
  maleTitles,
  neverPersons,
  personTitles,
  roleSynonyms,
} from './titles.js';

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
  /** Paragraph of the last mention by full name. */
  lastFull: number;
}

const suffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);
const honorifics = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'sir', 'lord', 'lady', 'dame']);

interface Named {
  frame: Frame;
  phrase: Phrase;
  index: number;
  parts: string[];
  suffix: string;
}

/**
 * Groups the names of an article: for every frame, the entity of each of its phrases (-1 for none). Full names come first, so
 * that "Mr. Roe" finds "Richard Roe" even when the full name stands later.
 */
export function nameEntities(text: string, frames: readonly Frame[]): { entities: Entity[]; of: number[][] } {
  const entities: Entity[] = [];
  const bySurname = new Map<string, number[]>();
  const byGiven = new Map<string, number[]>();
  const of = frames.map((frame) => new Array<number>(frame.phrases.length).fill(-1));
  const named: Named[] = [];
  frames.forEach((frame) => {
    frame.phrases.forEach((phrase, index) => {
      if (phrase.kind === 'name') named.push({ frame, phrase, index, ...readParts(frame, phrase) });
    });
  });
  const frameIndex = new Map(frames.map((frame, i) => [frame, i]));
  const bodies = new Map<string, number>();
  const place = (one: Named, entity: number): void => {
    of[frameIndex.get(one.frame)!]![one.index] = entity;
    note(text, entities[entity]!, one);
  };

  for (const one of named) {
    if (one.parts.length < 2 || !looksLikePerson(one)) continue;
    const surname = one.parts[one.parts.length - 1]!;
    const found = (bySurname.get(surname) ?? []).find((id) => samePerson(entities[id]!, one));
    const id = found ?? addEntity(entities, one, 'person');
    if (found === undefined) {
      push(bySurname, surname, id);
      push(byGiven, one.parts[0]!, id);
    }
    const entity = entities[id]!;
    if (one.parts.length > entity.parts.length) entity.parts = one.parts;
    place(one, id);
  }
  settleGenders(frames, of, entities);
  // Parts of a full name that are more than its last word: "Ocampo Reyes" for "Lucía Ocampo Reyes".
  const byTail = new Map<string, number>();
  entities.forEach((entity, id) => {
    if (entity.parts.length >= 3) byTail.set(entity.parts.slice(1).join(' '), id);
  });
  const counts = new Map<number, { full: number; last: number }>();
  for (const one of named) {
    const frame = frameIndex.get(one.frame)!;
    const already = of[frame]![one.index]!;
    if (already !== -1) {
      const tail = byTail.get(one.parts.join(' '));
      if (tail !== undefined && tail !== already && !findGivenName(one.parts[0]!)) {
        of[frame]![one.index] = tail;
        move(text, entities[already]!, entities[tail]!, one);
        continue;
      }
      const state = counts.get(already) ?? { full: 0, last: -1 };
      counts.set(already, { full: state.full + (one.phrase.inner ? 0.5 : 1), last: one.frame.paragraph });
      continue;
    }
    const word = one.parts[one.parts.length - 1];
    if (word === undefined) continue;
    if (one.parts.length === 1) {
      const fitting = (bySurname.get(word) ?? []).filter((id) => fitsTitle(entities[id]!, one));
      const stated = titleGender(one.phrase);
      const known = stated === null ? [] : fitting.filter((id) => entities[id]!.gender === stated);
      const matching = known.length > 0 ? known : fitting;
      const sharing = matching.filter((id) =>
        one.phrase.roles.some(
          (role) => !honorifics.has(role.replace('.', '')) && entities[id]!.roles.has(roleSynonyms[role] ?? role),
        ),
      );
      const candidates = sharing.length > 0 ? sharing : matching;
      const chosen = choose(candidates, counts, one.frame.paragraph, entities);
      if (chosen !== undefined && !isBody(one)) {
        place(one, chosen);
        continue;
      }
      const given = (byGiven.get(word) ?? []).filter((id) => fitsTitle(entities[id]!, one));
      const first = choose(given, counts, one.frame.paragraph, entities);
      if (first !== undefined && (bySurname.get(word) ?? []).length === 0 && !isBody(one)) {
        place(one, first);
        continue;
      }
    }
    const key = one.parts.join(' ');
    const person = one.parts.length === 1 && looksLikePerson(one);
    const existing = person ? undefined : bodies.get(key);
    const id = existing ?? addEntity(entities, one, person ? 'person' : 'body');
    if (existing === undefined) {
      if (person) push(bySurname, word, id);
      else bodies.set(key, id);
    }
    place(one, id);
  }
  settleGenders(frames, of, entities);
  settleKinds(frames, of, entities);
  return { entities, of };
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else if (list.length < 12) list.push(id);
}

function readParts(frame: Frame, phrase: Phrase): { parts: string[]; suffix: string } {
  const parts: string[] = [];
  let suffix = '';
  for (let i = phrase.nameFrom; i < phrase.nameTo; i++) {
    const token = frame.tokens[i]!;
    if (token.kind !== 'word') continue;
    const word = token.lower.replace(/\./g, '').replace(/’/g, "'");
    if (suffixes.has(word) && parts.length > 0) suffix = word;
    else parts.push(word);
  }
  return { parts, suffix };
}

function isBody(one: Named): boolean {
  const { frame, phrase, parts } = one;
  const title = phrase.roles.some((role) => personTitles.has(role));
  if (title) return false;
  const first = frame.tokens[phrase.from]!.lower;
  if (determiners.has(first) && phrase.roles.length <= 1) return true;
  if (parts.length === 1) return neverPersons.has(parts[0]!) || bodyNameWords.has(parts[0]!);
  return false;
}

function looksLikePerson(one: Named): boolean {
  const { frame, phrase, parts } = one;
  const words = phrase.roles;
  const title =
    words.some((role) => personTitles.has(role)) ||
    (words.length > 0 && kindOfNoun(words[words.length - 1]!) === 'person');
  const texts: string[] = [];
  for (let i = phrase.nameFrom; i < phrase.nameTo; i++) texts.push(frame.tokens[i]!.text);
  const last = parts[parts.length - 1] ?? '';
  if (/[@#$%\d]/.test(texts.join(''))) return false;
  if (parts.length === 1) {
    if (title) return true;
    if (isBody(one)) return false;
    if (kindOfNoun(last) === 'plural' && findGivenName(last) === undefined) return false;
    return !/^\p{Lu}{2,5}$/u.test(texts[0]!) && last.length > 1;
  }
  const given = findGivenName(parts[0]!) !== undefined;
  const initial =
    texts.some((t, i) => i > 0 && i < texts.length - 1 && /^\p{Lu}\.$/u.test(t)) ||
    /^\p{Lu}\.(?:\p{Lu}\.)?$/u.test(texts[0]!);
  if (parts.length > 5) return false;
  if (bodyNameWords.has(last) && !(title && parts.length === 2)) return false;
  if (given || initial || title) return !neverPersons.has(last) || given || initial;
  if (determiners.has(frame.tokens[phrase.from]!.lower)) return false;
  if (parts.some((part) => neverPersons.has(part) || bodyNameWords.has(part))) return false;
  return !texts.some((t) => /^\p{Lu}{3,}$/u.test(t)) || texts.every((t) => /^\p{Lu}+\.?$/u.test(t));
}

function samePerson(entity: Entity, one: Named): boolean {
  const a = entity.parts;
  const b = one.parts;
  if (entity.suffix !== one.suffix && entity.suffix !== '' && one.suffix !== '') return false;
  if ((entity.suffix === 'jr' || one.suffix === 'jr') && entity.suffix !== one.suffix && entity.fullMentions > 0) {
    return entity.suffix === 'jr' && one.suffix === '';
  }
  if (!mayBeSameGivenName(a[0]!, b[0]!)) {
    const given = findGivenName(a[0]!) !== undefined && findGivenName(b[0]!) !== undefined;
    return !given && a.length !== b.length && (a.includes(b[0]!) || b.includes(a[0]!));
  }
  if (a.length > 2 && b.length > 2) return mayBeSameGivenName(a[1]!, b[1]!) || a.slice(1).join() === b.slice(1).join();
  return true;
}

function fitsTitle(entity: Entity, one: Named): boolean {
  const gender = titleGender(one.phrase);
  return gender === null || entity.gender === null || entity.gender === gender;
}

function titleGender(phrase: Phrase): Gender {
  for (const role of phrase.roles) {
    if (maleTitles.has(role)) return 'male';
    if (femaleTitles.has(role)) return 'female';
  }
  return null;
}

/** Among people of one surname: the one named in full nearby, else the one named in full most; the first when none is yet. */
function choose(
  candidates: readonly number[],
  counts: ReadonlyMap<number, { full: number; last: number }>,
  paragraph: number,
  entities: readonly Entity[],
): number | undefined {
  if (candidates.length <= 1) return candidates[0];
  const seen = candidates.filter((id) => counts.has(id) || entities[id]!.parts.length === 1);
  if (seen.length <= 1) return seen[0] ?? candidates[0];
  const near = seen.filter((id) => paragraph - (counts.get(id)?.last ?? -9) <= 0);
  if (near.length === 1) return near[0];
  let best = seen[0]!;
  for (const id of seen) if ((counts.get(id)?.full ?? 0) > (counts.get(best)?.full ?? 0)) best = id;
  return best;
}

function addEntity(entities: Entity[], one: Named, kind: Entity['kind']): number {
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
    lastFull: -1,
  };
  entities.push(entity);
  return entities.length - 1;
}

function note(text: string, entity: Entity, one: Named): void {
  const { frame, phrase } = one;
  const form = formOf(text, frame, phrase);
  entity.forms.set(form, (entity.forms.get(form) ?? 0) + 1);
  entity.mentions++;
  if (one.parts.length > 1) {
    entity.fullMentions++;
    entity.lastFull = frame.paragraph;
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

function move(text: string, from: Entity, to: Entity, one: Named): void {
  const form = formOf(text, one.frame, one.phrase);
  const left = (from.forms.get(form) ?? 1) - 1;
  if (left <= 0) from.forms.delete(form);
  else from.forms.set(form, left);
  from.mentions--;
  from.fullMentions--;
  note(text, to, one);
}

function formOf(text: string, frame: Frame, phrase: Phrase): string {
  const title = frame.tokens[phrase.nameFrom - 1];
  const from =
    title !== undefined && phrase.nameFrom > phrase.from && honorifics.has(title.lower.replace('.', ''))
      ? title.start
      : frame.tokens[phrase.nameFrom]!.start;
  return text.slice(from, frame.tokens[phrase.nameTo - 1]!.end).replace(/\s+/g, ' ');
}

function setGender(entity: Entity, gender: Gender, from: number): void {
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
      !/^(?:and|sen\.?|rep\.?|gov\.?|mr\.?|ms\.?|mrs\.?|his|her|their)$/.test(words[0]!.lower)
    ) {
      entity.description = text.slice(words[0]!.start, words[words.length - 1]!.end);
    }
  }
}

const himself = new Map<string, Gender>([
  ['he', 'male'],
  ['him', 'male'],
  ['his', 'male'],
  ['himself', 'male'],
  ['she', 'female'],
  ['her', 'female'],
  ['hers', 'female'],
  ['herself', 'female'],
]);

/** Where the first phrase of an entity in a sentence ends. */
function lastTokenOf(frame: Frame, ids: readonly number[], from: number, to: number, entity: number): number {
  for (let i = from; i < to; i++) if (ids[i] === entity) return frame.phrases[i]!.to;
  return frame.phrases[from]?.to ?? 0;
}

/** For people of unknown gender: the pronouns that follow in sentences that name nobody else. */
function settleGenders(
  frames: readonly Frame[],
  of: readonly (readonly number[])[],
  entities: readonly Entity[],
): void {
  const votes = entities.map(() => ({ male: 0, female: 0 }));
  frames.forEach((frame, f) => {
    let last = -1;
    let lastSentence = -2;
    let phrase = 0;
    frame.sentences.forEach((sentence, s) => {
      const begin = phrase;
      let only = -1;
      let crowd = false;
      while (phrase < frame.phrases.length && frame.phrases[phrase]!.sentence === s) {
        const id = of[f]![phrase]!;
        if (id !== -1 && entities[id]!.kind === 'person' && (entities[id]!.sure || !frame.phrases[phrase]!.inner)) {
          if (only !== -1 && only !== id) crowd = true;
          only = id;
        }
        phrase++;
      }
      const subject = crowd ? frame.phrases.indexOf(mainSubject(frame, sentence)!, begin) : -1;
      const leading = subject === -1 ? -1 : of[f]![subject]!;
      const target =
        only !== -1 && !crowd
          ? only
          : crowd
            ? leading !== -1 && entities[leading]!.kind === 'person'
              ? leading
              : -1
            : lastSentence === s - 1
              ? last
              : -1;
      if (target !== -1) {
        // Pronouns before the name point elsewhere; "he" says more than "his".
        const start = target === only || crowd ? lastTokenOf(frame, of[f]!, begin, phrase, target) : sentence.from;
        for (let i = start; i < sentence.to; i++) {
          const { lower } = frame.tokens[i]!;
          const gender = himself.get(lower);
          if (gender === undefined) continue;
          const weight = lower === 'his' || lower === 'her' ? 1 : 2;
          votes[target]![gender ?? 'male'] += weight;
        }
        last = target;
        lastSentence = s;
      }
    });
  });
  entities.forEach((entity, id) => {
    if (entity.kind !== 'person' || entity.genderFrom > 1) return;
    const { male, female } = votes[id]!;
    if (male + female >= 1 && (male >= 2 * female || female >= 2 * male))
      setGender(entity, male > female ? 'male' : 'female', 1);
  });
}

const placeWords = new Set([
  'in',
  'at',
  'near',
  'from',
  'into',
  'toward',
  'towards',
  'off',
  'outside',
  'through',
  'across',
  'around',
  'to',
  'of',
]);
const bodyPronouns = new Set(['it', 'its', 'itself']);

/** Names that nothing shows to be people, and that stand like places or are called "it", are no people. */
function settleKinds(frames: readonly Frame[], of: readonly (readonly number[])[], entities: readonly Entity[]): void {
  const place = new Uint32Array(entities.length);
  const thing = new Uint32Array(entities.length);
  frames.forEach((frame, f) => {
    frame.phrases.forEach((phrase, index) => {
      const id = of[f]![index]!;
      if (id === -1) return;
      const entity = entities[id]!;
      if (entity.kind !== 'person' || entity.sure || entity.genderFrom > 1) return;
      const before = frame.tokens[phrase.from - 1]?.lower ?? '';
      if (!phrase.inner && placeWords.has(before)) place[id]!++;
      const sentence = frame.sentences[phrase.sentence]!;
      if (phrase.inner || phrase.from - sentence.from > 6) return;
      for (let i = phrase.to; i < Math.min(sentence.to, phrase.to + 25); i++) {
        if (bodyPronouns.has(frame.tokens[i]!.lower)) {
          thing[id]!++;
          break;
        }
      }
    });
  });
  entities.forEach((entity, id) => {
    if (entity.kind !== 'person' || entity.sure || entity.genderFrom > 1) return;
    const single = entity.parts.length === 1;
    if (
      (single && place[id]! >= 1 && place[id]! * 3 >= entity.mentions) ||
      (entity.genderFrom === 0 && thing[id]! >= 1 && thing[id]! * 4 >= entity.mentions)
    )
      entity.kind = 'body';
  });
}
