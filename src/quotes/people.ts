import type { Frame } from './clauses.js';
import type { Phrase } from './phrase.js';
import { determiners } from './function-words.js';
import { findGivenName, mayBeSameGivenName } from '../domain/given-names.js';
import { addEntity, formOf, honorifics, move, note, titleGender, type Entity, type Named } from './entities.js';
import { settleGenders, settleKinds } from './name-evidence.js';
import { bodyNameWords, kindOfNoun, neverPersons, personTitles, roleSynonyms } from '../domain/titles.js';

const suffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

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
      const namesakes = (bySurname.get(word) ?? []).filter((id) => fitsTitle(entities[id]!, one));
      // "Mr. Roe" is whoever was called that before, else one whom the article has named by now.
      const before = namesakes.filter((id) => counts.has(id));
      const form = formOf(text, one.frame, one.phrase);
      const called = form.includes(' ') ? before.filter((id) => entities[id]!.forms.has(form)) : [];
      const fitting = called.length > 0 ? called : before.length > 0 ? before : namesakes;
      const stated = titleGender(one.phrase);
      const known = stated === null ? [] : fitting.filter((id) => entities[id]!.gender === stated);
      const matching = known.length > 0 ? known : fitting;
      const sharing = matching.filter((id) =>
        one.phrase.roles.some(
          (role) => !honorifics.has(role.replace('.', '')) && entities[id]!.roles.has(roleSynonyms[role] ?? role),
        ),
      );
      const candidates = sharing.length > 0 ? sharing : matching;
      const chosen = choose(candidates, counts, one.frame.paragraph, entities, form);
      if (chosen !== undefined && !isBody(one)) {
        place(one, chosen);
        continue;
      }
      const given = (byGiven.get(word) ?? []).filter((id) => fitsTitle(entities[id]!, one));
      const first = choose(given, counts, one.frame.paragraph, entities, form);
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

/** Whether several namesakes are named in full equally often, so that a bare surname may mean either. */
function isTie(namesakes: readonly number[], counts: ReadonlyMap<number, { full: number; last: number }>): boolean {
  if (namesakes.length < 2) return false;
  const [first, ...rest] = namesakes.map((id) => counts.get(id));
  return first !== undefined && rest.every((one) => one?.full === first.full);
}

/**
 * Among people of one surname: the one named in full nearby, else the one named in full most; the first when none is yet. Where
 * nothing tells them apart, it is the one who was called so before, or the bare surname stays somebody of its own.
 */
function choose(
  candidates: readonly number[],
  counts: ReadonlyMap<number, { full: number; last: number }>,
  paragraph: number,
  entities: readonly Entity[],
  form: string,
): number | undefined {
  if (candidates.length <= 1) return candidates[0];
  const seen = candidates.filter((id) => counts.has(id) || entities[id]!.parts.length === 1);
  if (seen.length <= 1) return seen[0] ?? candidates[0];
  const near = seen.filter((id) => paragraph - (counts.get(id)?.last ?? -9) <= 0);
  if (near.length === 1) return near[0];
  const full = seen.filter((id) => entities[id]!.parts.length > 1);
  if (isTie(full, counts)) {
    const called = full.filter((id) => entities[id]!.forms.has(form));
    return called.length === 1 ? called[0] : seen.find((id) => entities[id]!.parts.length === 1);
  }
  let best = seen[0]!;
  for (const id of seen) if ((counts.get(id)?.full ?? 0) > (counts.get(best)?.full ?? 0)) best = id;
  return best;
}
