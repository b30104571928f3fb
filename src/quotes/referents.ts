import type { Frame } from './clauses.js';
import type { Entity, Gender } from './entities.js';
import { genderOfPhrase, isPlural, type Phrase } from './phrase.js';
import { verbAt } from './clauses.js';
import { mainSubject, subjectOf } from './subjects.js';
import { isAside, isGoverned, isModified, isSubject, partnerOf } from './phrase-places.js';
import { isPassingRole, kindOfNoun, roleSynonyms } from '../domain/titles.js';

/** Whom a phrase stands for: an entity of the article, an unnamed speaker of its own (`described`), the author, or nobody known. */
export type Referent = { entity: number } | { described: number } | 'author' | null;

/** A person who was named or meant at some point of the text. */
interface Trace {
  /** An entity, or -1 - n for the described speaker n. */
  entity: number;
  /** Running number of the sentence. */
  sentence: number;
  paragraph: number;
  /** How prominent the place is: subject, owner, object. */
  weight: number;
  speaks: boolean;
}

/** Weights of the choice among possible antecedents; set by hand on the training articles. */
const subjectWeight = 2.2;
const objectWeight = 0.5;
/** "found by Ann Poe" */
const agentWeight = 2.2;
const governedWeight = -0.2;
const ownerWeight = -0.6;
const speakerWeight = 1.3;
const perSentence = 0.75;
const perParagraph = 0.7;
const frequencyWeight = 0.25;
const knownGender = 0.9;
const doubtfulPerson = 1;
/** Antecedents nearer to each other than this leave it open who is meant. */
const leastMargin = 0.4;
/** What scores less was named too long ago, and in passing. */
const leastScore = -2;
const lookBack = 40;

/** Words that make another office of the same noun. */
const distinguishing = new Set([
  'prime',
  'vice',
  'deputy',
  'first',
  'attorney',
  'lieutenant',
  'foreign',
  'interior',
  'finance',
  'defense',
  'defence',
  'press',
  'assistant',
]);

/** What no trace carries. */
const nobody = -1e9;

export interface Resolver {
  /** Reads the sentence's phrases in order. `speaking` are the phrases that are cued as speakers. */
  readSentence(frame: number, sentence: number, speaking: ReadonlySet<Phrase>): void;
  /** Whom a phrase that was read stands for. */
  referentOf(phrase: Phrase): Referent;
  /** Records that an entity spoke here. */
  spoke(entity: number): void;
}

/** Follows a text from its start and settles pronouns and descriptions as it goes; cost linear in the number of phrases. */
export function createResolver(
  frames: readonly Frame[],
  entities: readonly Entity[],
  of: readonly (readonly number[])[],
): Resolver {
  const traces: Trace[] = [];
  const settled = new Map<Phrase, Referent>();
  const described = new Map<string, number>();
  const introduced = new Map<string, { sentence: number; roles: ReadonlySet<string> }>();
  const seen = new Map<number, number>();
  let lastGroup: { referent: Referent; sentence: number } | null = null;
  let lastThing: { referent: Referent; sentence: number } | null = null;
  let clock = 0;
  let nextDescribed = 0;
  const genders = new Map<number, Gender>();
  /** The first two people that have a role. */
  const byRole = new Map<string, number[]>();
  entities.forEach((entity, id) => {
    if (entity.kind !== 'person') return;
    for (const role of entity.roles) {
      const holders = byRole.get(role);
      if (holders === undefined) byRole.set(role, [id]);
      else if (holders.length < 2) holders.push(id);
    }
  });

  function trace(entity: number, paragraph: number, weight: number, speaks: boolean): void {
    traces.push({ entity, sentence: clock, paragraph, weight, speaks });
    seen.set(entity, (seen.get(entity) ?? 0) + 1);
    if (traces.length > 4 * lookBack) traces.splice(0, 2 * lookBack);
  }

  function best(
    gender: Gender,
    paragraph: number,
    accept: (entity: Entity) => number,
    pronoun = false,
    until = clock,
  ): number {
    const scores = new Map<number, number>();
    for (let i = traces.length - 1; i >= Math.max(0, traces.length - lookBack); i--) {
      const one = traces[i]!;
      if (one.sentence > until) continue;
      const entity = one.entity >= 0 ? entities[one.entity]! : null;
      const known = entity === null ? (genders.get(one.entity) ?? null) : entity.gender;
      if (gender !== null && known !== null && known !== gender) continue;
      const extra = entity === null ? (pronoun ? 0 : -Infinity) : accept(entity);
      if (extra === -Infinity) continue;
      const age = clock - one.sentence;
      if (age > 14) break;
      const score =
        one.weight +
        (one.speaks ? speakerWeight : 0) -
        perSentence * age -
        perParagraph * Math.max(0, paragraph - one.paragraph) +
        frequencyWeight * Math.log(Math.min(12, seen.get(one.entity) ?? 1)) +
        (gender !== null && known === gender ? knownGender : 0) -
        (entity === null ? (known === null ? doubtfulPerson : 0) : entity.sure ? 0 : doubtfulPerson) +
        extra;
      const before = scores.get(one.entity);
      if (before === undefined || score > before) scores.set(one.entity, score);
    }
    let first = nobody;
    let second = -Infinity;
    let top = -Infinity;
    for (const [id, score] of scores) {
      if (score > top) {
        second = top;
        top = score;
        first = id;
      } else if (score > second) second = score;
    }
    if (first === nobody || top - second < leastMargin || (pronoun && top < leastScore)) return nobody;
    if (pronoun && overtaken(first, scores, until)) return nobody;
    return first;
  }

  /** Whether somebody who may be meant as well leads a later sentence than any that the chosen one is named in. */
  function overtaken(chosen: number, rivals: ReadonlyMap<number, number>, until: number): boolean {
    let latest = -1;
    for (let i = traces.length - 1; i >= 0; i--) {
      const one = traces[i]!;
      if (one.sentence > until) continue;
      if (one.entity === chosen) return latest > one.sentence;
      if (latest === -1 && one.weight >= objectWeight && rivals.has(one.entity)) latest = one.sentence;
    }
    return false;
  }

  /** The entity that owns a phrase ("Ms. Poe’s lawyer"); -1 for none. */
  function ownerOf(phrase: Phrase, index: number, frame: Frame, f: number): number {
    const inner = frame.phrases[index + 1];
    if (inner?.inner !== true || inner.from !== phrase.from || frame.tokens[inner.to]?.kind !== 'owner') return -1;
    return of[f]![index + 1] ?? -1;
  }

  function settleNoun(frame: Frame, phrase: Phrase, index: number, f: number): Referent {
    const kind = kindOfNoun(phrase.head);
    const first = frame.tokens[phrase.from]!.lower;
    const owner = ownerOf(phrase, index, frame, f);
    const definite = first === 'the' || first === 'this' || first === 'that' || owner !== -1;
    const describe = (): Referent => {
      const key = phrase.head;
      const known = definite ? described.get(key) : undefined;
      const id = known ?? nextDescribed++;
      if (known === undefined) described.set(key, id);
      return { described: id };
    };
    if (!definite && first !== 'his' && first !== 'her')
      introduced.set(phrase.head, { sentence: clock, roles: new Set(phrase.roles) });
    if (kind !== 'person' && phrase.head.match(/^\d+-year-old$/) === null) {
      return describe();
    }
    if (!definite) return describe();
    const before = introduced.get(phrase.head);
    if (
      before !== undefined &&
      clock - before.sentence <= 8 &&
      phrase.roles.slice(1).every((role) => before.roles.has(role))
    )
      return describe();
    if (isModified(frame, phrase)) return describe();
    const head = roleSynonyms[phrase.head] ?? phrase.head;
    const modifiers = phrase.roles.slice(1, -1);
    const gender = genderOfPhrase(phrase);
    /** "the prime minister" is no other minister. */
    const otherOffice = (entity: Entity): boolean =>
      entity.roles.has(head) &&
      modifiers.some((modifier) => distinguishing.has(modifier) && !entity.roles.has(modifier));
    const match = best(gender, frame.paragraph, (entity) => {
      if (!entity.roles.has(head) || entity === entities[owner] || otherOffice(entity)) return -Infinity;
      return 1.5 * modifiers.filter((modifier) => entity.roles.has(roleSynonyms[modifier] ?? modifier)).length;
    });
    if (match !== nobody) return { entity: match };
    const holders = byRole.get(head) ?? [];
    if (holders.length === 1 && seen.has(holders[0]!) && !otherOffice(entities[holders[0]!]!))
      return { entity: holders[0]! };
    // Only a role says whom "the judge" means.
    if (isPassingRole(phrase.head)) return holders.length === 0 ? describe() : null;
    const salient = best(gender, frame.paragraph, (entity) =>
      entity === entities[owner] || otherOffice(entity) ? -Infinity : 0,
    );
    if (salient !== nobody) {
      const latest = traces.filter((one) => one.entity === salient).at(-1);
      if (latest !== undefined && clock - latest.sentence <= 3) return { entity: salient };
    }
    return holders.length === 0 ? describe() : null;
  }

  /** Whether "it" may stand for this: a body or a document. */
  function isThing(phrase: Phrase, referent: { entity: number } | { described: number }): boolean {
    if ('entity' in referent) return entities[referent.entity]!.kind === 'body';
    const kind = phrase.kind === 'noun' ? kindOfNoun(phrase.head) : null;
    return kind === 'body' || kind === 'document';
  }

  function settlePronoun(phrase: Phrase, paragraph: number, frame?: Frame): Referent {
    if (phrase.head === 'he' || phrase.head === 'she') {
      // "Ann Poe, she said, was late": who tells it is not who it is about.
      const until = frame !== undefined && isAside(frame, phrase) ? clock - 1 : clock;
      const id = best(phrase.head === 'he' ? 'male' : 'female', paragraph, () => 0, true, until);
      if (id === nobody) return null;
      return id >= 0 ? { entity: id } : { described: -1 - id };
    }
    if (phrase.head === 'i') return 'author';
    if (phrase.head === 'it' && lastThing !== null && clock - lastThing.sentence <= 2) return lastThing.referent;
    if (phrase.head === 'they' && lastGroup !== null && clock - lastGroup.sentence <= 2) return lastGroup.referent;
    return null;
  }

  function settle(frame: Frame, index: number, phrase: Phrase, f: number): Referent {
    const named = of[f]![index]!;
    if (named !== -1) return { entity: named };
    if (phrase.kind === 'pronoun') return settlePronoun(phrase, frame.paragraph, frame);
    return phrase.kind === 'noun' ? settleNoun(frame, phrase, index, f) : null;
  }

  return {
    readSentence(f, s, speaking) {
      const frame = frames[f]!;
      const sentence = frame.sentences[s]!;
      const main = mainSubject(frame, sentence);
      const talking = new Set<Phrase>();
      const asked = new Set<Phrase>();
      const askers = new Set<Phrase>();
      for (let i = sentence.from; i < sentence.to; i++) {
        const verb = verbAt(frame, i, sentence);
        if (
          verb === null ||
          verb.form.strength === 'weak' ||
          verb.form.form === 'participle' ||
          verb.form.form === 'base'
        )
          continue;
        const object = frame.phrases[frame.phraseAt[verb.to] ?? -1];
        if (verb.form.base === 'ask' && !verb.passive && object !== undefined && object.from === verb.to)
          asked.add(object);
        const subject = subjectOf(frame, i, sentence);
        if (subject !== null && !verb.passive && verb.form.base === 'ask' && !speaking.has(subject))
          askers.add(subject);
        else if (subject !== null && !verb.passive) talking.add(subject);
        else if (subject !== null && (verb.form.base === 'ask' || verb.form.base === 'tell')) asked.add(subject);
      }
      let index = firstPhrase(frame, s);
      for (; index < frame.phrases.length && frame.phrases[index]!.sentence === s; index++) {
        const phrase = frame.phrases[index]!;
        const referent = settle(frame, index, phrase, f);
        settled.set(phrase, referent);
        if (referent === null || referent === 'author') continue;
        const speaks = speaking.has(phrase) || talking.has(phrase);
        const pair = partnerOf(frame, phrase);
        const leads = phrase === main || pair === main;
        const subject = leads || speaks || isSubject(frame, phrase) || (pair !== null && isSubject(frame, pair));
        if (subject && isThing(phrase, referent)) lastThing = { referent, sentence: clock };
        if ('described' in referent) {
          if (subject && phrase.kind === 'noun' && (isPlural(phrase) || kindOfNoun(phrase.head) === 'body')) {
            lastGroup = { referent, sentence: clock };
          } else if (speaks && (phrase.kind === 'pronoun' || kindOfNoun(phrase.head) === 'person')) {
            const id = -1 - referent.described;
            if (phrase.kind === 'noun') genders.set(id, genderOfPhrase(phrase));
            trace(id, frame.paragraph, leads ? subjectWeight : subjectWeight - 0.5, speaks);
          }
          continue;
        }
        if (entities[referent.entity]!.kind === 'body') {
          if (subject) lastGroup = { referent, sentence: clock };
          continue;
        }
        const weight = phrase.inner
          ? ownerWeight
          : askers.has(phrase)
            ? objectWeight
            : asked.has(phrase)
              ? subjectWeight + speakerWeight
              : leads
                ? subjectWeight
                : subject
                  ? subjectWeight - 0.5
                  : frame.tokens[phrase.from - 1]?.lower === 'by'
                    ? agentWeight
                    : isGoverned(frame, phrase)
                      ? governedWeight
                      : objectWeight;
        if (speaks) entities[referent.entity]!.sure = true;
        trace(referent.entity, frame.paragraph, weight, speaks);
      }
      clock++;
    },
    referentOf(phrase) {
      const known = settled.get(phrase);
      if (known !== undefined) return known;
      // "his message": the owner is no phrase of its own, and is settled where it is asked for.
      return settlePronoun(phrase, traces.at(-1)?.paragraph ?? 0);
    },
    spoke(entity) {
      const last = traces[traces.length - 1];
      trace(entity, last?.paragraph ?? 0, subjectWeight - 1, true);
    },
  };
}

function firstPhrase(frame: Frame, sentence: number): number {
  let low = 0;
  let high = frame.phrases.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frame.phrases[middle]!.sentence < sentence) low = middle + 1;
    else high = middle;
  }
  return low;
}
