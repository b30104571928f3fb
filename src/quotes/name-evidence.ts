import type { Frame } from './clauses.js';
import { setGender, type Entity, type Gender } from './entities.js';
import { mainSubject } from './subjects.js';

/** One "he", or "his" twice; a single "his" may be anybody's. */
const leastVotes = 2;

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
export function settleGenders(
  frames: readonly Frame[],
  of: readonly (readonly number[])[],
  entities: readonly Entity[],
): void {
  for (const entity of entities) {
    if (entity.genderFrom > 1) continue;
    entity.gender = null;
    entity.genderFrom = 0;
  }
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
    if (male + female >= leastVotes && (male >= 2 * female || female >= 2 * male))
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
export function settleKinds(
  frames: readonly Frame[],
  of: readonly (readonly number[])[],
  entities: readonly Entity[],
): void {
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
