import type { ArticleSpeaker, SpeakerKind } from '../domain/quote.js';
import type { Frame } from './clauses.js';
import { determiners, prepositions } from './function-words.js';
import { findGivenName } from '../domain/given-names.js';
import type { Entity } from './entities.js';
import { genderOfPhrase, type Phrase } from './phrase.js';
import type { Referent } from './referents.js';
import { bodyNameWords, kindOfNoun, neverPersons } from '../domain/titles.js';

const notNames = new Set([
  'q',
  'a',
  'question',
  'answer',
  'moderator',
  'interviewer',
  'host',
  'narrator',
  'video',
  'audio',
  'voice',
  'caller',
  'audience',
  'reporter',
  'unidentified',
  'speaker',
  'related',
  'update',
  'note',
  'read',
  'watch',
]);

/** Collects the speakers of one article as they speak. */
export interface SpeakerList {
  /** The key of whoever the referent is; null for nobody known. */
  speak(referent: Referent, frame: Frame, phrase: Phrase): number | null;
  /** The key of whoever a transcript's label names ("WALLACE"), known to the article or not; null for "Q" and "A". */
  speakLabel(label: string): number | null;
  /** The entity behind a key; null for one without. */
  entityOf(key: number | null): number | null;
  list(): ArticleSpeaker[];
}

export function createSpeakerList(body: string, entities: readonly Entity[], authors: readonly string[]): SpeakerList {
  const speakers: ArticleSpeaker[] = [];
  const keys = new Map<string, number>();
  const entityOfKey: (number | null)[] = [];
  let surnames: Map<string, number[]> | undefined;

  function add(id: string, entity: number | null, make: () => Omit<ArticleSpeaker, 'key'>): number {
    const known = keys.get(id);
    if (known !== undefined) return known;
    const key = speakers.length;
    keys.set(id, key);
    speakers.push({ key, ...make() });
    entityOfKey.push(entity);
    return key;
  }

  return {
    speak(referent, frame, phrase) {
      if (referent === null) return null;
      if (referent === 'author') {
        const author = authors[0];
        if (authors.length !== 1 || author === undefined) return null;
        // A desk or an agency is no one who says "I".
        if (
          author
            .toLowerCase()
            .split(/\s+/)
            .some((word) => bodyNameWords.has(word) || neverPersons.has(word))
        )
          return null;
        const words = author.toLowerCase().split(/\s+/);
        const namesakes = (surnames ??= indexSurnames(entities)).get(words.at(-1) ?? '') ?? [];
        const entity = namesakes.find((id) => entities[id]!.parts[0] === words[0]) ?? -1;
        if (entity !== -1) return add(`entity ${entity}`, entity, () => fromEntity(entities[entity]!));
        return add('author', null, () => ({
          name: author,
          kind: 'person',
          aliases: [{ name: author, count: 1 }],
          description: null,
          gender: null,
        }));
      }
      if ('entity' in referent) {
        const key = add(`entity ${referent.entity}`, referent.entity, () => fromEntity(entities[referent.entity]!));
        // "the Vermont senator" tells one senator from another; "the senator" is no name.
        if (phrase.kind === 'noun' && frame.tokens.slice(phrase.from + 1, phrase.to).some((token) => token.capital)) {
          count(speakers[key]!, describedName(body, frame, phrase));
        }
        return key;
      }
      const known = keys.get(`described ${referent.described}`);
      // "he" after "a spokesman": the pronoun adds nothing to the description.
      if (phrase.kind === 'pronoun') return known ?? null;
      const name = describedName(body, frame, phrase);
      const key = add(`described ${referent.described}`, null, () => ({
        name,
        kind: kindOfDescription(phrase),
        aliases: [],
        description: null,
        gender: genderOfPhrase(phrase),
      }));
      const speaker = speakers[key]!;
      count(speaker, name);
      return key;
    },
    speakLabel(label) {
      const parts = label
        .replace(/\([^)]*\)/g, '')
        .toLowerCase()
        .replace(/’/g, "'")
        .split(/[\s.]+/)
        .filter((part) => part !== '');
      const last = parts[parts.length - 1];
      if (last === undefined || last.length < 2 || notNames.has(last)) return null;
      const namesakes = (surnames ??= indexSurnames(entities)).get(last) ?? [];
      let best = -1;
      for (const id of namesakes) {
        const entity = entities[id]!;
        if (
          parts.length > 1 &&
          entity.parts.length > 1 &&
          !entity.parts.includes(parts[0]!) &&
          findGivenName(parts[0]!) !== undefined
        )
          continue;
        if (best === -1 || entity.mentions > entities[best]!.mentions) best = id;
      }
      if (best !== -1) return add(`entity ${best}`, best, () => fromEntity(entities[best]!));
      const name = label.replace(/\p{L}+/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase()).trim();
      return add(`label ${name}`, null, () => ({
        name,
        kind: 'person',
        aliases: [{ name: label, count: 1 }],
        description: null,
        gender: null,
      }));
    },
    entityOf: (key) => (key === null ? null : (entityOfKey[key] ?? null)),
    list: () => speakers,
  };
}

function count(speaker: ArticleSpeaker, name: string): void {
  const alias = speaker.aliases.find((one) => one.name === name);
  if (alias === undefined) speaker.aliases.push({ name, count: 1 });
  else alias.count++;
}

function fromEntity(entity: Entity): Omit<ArticleSpeaker, 'key'> {
  const aliases = [...entity.forms].map(([name, count]) => ({ name, count }));
  aliases.sort((a, b) => b.count - a.count);
  return {
    name: fullestName(entity),
    kind: entity.kind === 'person' ? 'person' : 'organisation',
    aliases,
    description: entity.description,
    gender: entity.gender,
  };
}

const honorific = /^(?:mr|mrs|ms|miss|dr|sir|lord|lady|dame)\.?\s+/i;

/** The form with the most words, without an honorific; among equals the most frequent. */
function fullestName(entity: Entity): string {
  let best = '';
  let bestWords = 0;
  let bestCount = 0;
  for (const [form, count] of entity.forms) {
    const bare = form.replace(honorific, '');
    const shouted = bare.length > 3 && bare === bare.toUpperCase();
    const words = bare.split(' ').length - (shouted ? 0.5 : 0);
    if (words > bestWords || (words === bestWords && count > bestCount)) {
      best = bare;
      bestWords = words;
      bestCount = count;
    }
  }
  return best;
}

function kindOfDescription(phrase: Phrase): SpeakerKind {
  const kind = kindOfNoun(phrase.head);
  if (kind === 'document') return 'document';
  return kind === 'body' ? 'organisation' : 'anonymous';
}

/** A description with what qualifies it: "a source close to the mayor". */
function describedName(body: string, frame: Frame, phrase: Phrase): string {
  const { tokens } = frame;
  const sentence = frame.sentences[phrase.sentence]!;
  let to = phrase.to;
  const next = tokens[to];
  if (
    next?.kind === 'word' &&
    prepositions.has(next.lower) &&
    ['of', 'for', 'from', 'with', 'in', 'at'].includes(next.lower)
  ) {
    const object = frame.phrases[frame.phraseAt[to + 1] ?? -1];
    if (object !== undefined && object.from === to + 1 && object.to <= sentence.to) to = object.to;
  }
  const words = body.slice(tokens[phrase.from]!.start, tokens[to - 1]!.end).replace(/\s+/g, ' ');
  // "That captain", said at the start of a sentence of one who was named before, is "the captain" where he stands alone.
  const first = tokens[phrase.from]!;
  if (first.kind !== 'word' || !determiners.has(first.lower)) return words;
  const article = /^(?:this|that|these|those|such)$/.test(first.lower) ? 'the' : first.lower;
  return article + words.slice(first.text.length);
}

/** The first people of each surname. */
function indexSurnames(entities: readonly Entity[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  entities.forEach((entity, id) => {
    const last = entity.parts[entity.parts.length - 1];
    if (entity.kind !== 'person' || last === undefined) return;
    const list = index.get(last);
    if (list === undefined) index.set(last, [id]);
    else if (list.length < 12) list.push(id);
  });
  return index;
}
