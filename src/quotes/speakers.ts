import type { Alias, ArticleSpeaker, Speaker, SpeakerKind } from '../domain/quote.js';
import { noAliases, type AliasRules } from './alias-file.js';
import { findGivenName, mayBeSameGivenName } from '../domain/given-names.js';
import { plainName, readName, slugOf, type NameKey } from './name-keys.js';

/** The speakers that `extractQuotes` found in one article. */
export interface SpeakersOfArticle {
  articleId: string;
  speakers: readonly ArticleSpeaker[];
}

/** All speakers of a coverage, and which of them each article's speakers are. */
export interface ResolvedSpeakers {
  /** By name, then id. */
  speakers: Speaker[];
  /** For an article, the ids of its speakers in the order of their keys; empty for an unknown article. */
  idsOf(articleId: string): readonly string[];
}

interface Cluster {
  kind: SpeakerKind;
  /** The name an editor gave; null for one that the articles give. */
  given: string | null;
  keys: NameKey[];
  gender: 'male' | 'female' | null;
  forms: Map<string, number>;
  names: Map<string, number>;
  descriptions: Map<string, number>;
  members: { article: number; key: number }[];
}

/**
 * Puts the speakers of many articles together: one person, one speaker. Full names are the same person when surname, suffix and
 * given name agree (an initial, a short form and a missing middle name agree with the longer one) and their genders do not differ.
 * A bare surname joins the one person who has it; where several have it, it stays a speaker of its own, and so does an initial
 * that fits several. Organisations join by name; documents and unnamed speakers belong to their article alone. The editor's
 * `rules` win over all of this. Independent of the order of the articles but for equal counts; cost n log n.
 */
export function resolveSpeakers(
  articles: readonly SpeakersOfArticle[],
  rules: AliasRules = noAliases,
): ResolvedSpeakers {
  const clusters: Cluster[] = [];
  const settled = new Map<string, number>();
  const apart = new Set(rules.apart.flatMap(([a, b]) => [pairKey(a, b), pairKey(b, a)]));
  const editor = new Map<string, number>();
  for (const rule of rules.same) {
    const id = newCluster(clusters, 'person', rule.name);
    for (const { alias, articleId } of [{ alias: rule.name, articleId: null }, ...rule.aliases]) {
      editor.set(`${articleId ?? ''} ${plainName(alias)}`, id);
    }
  }

  const place = (article: number, speaker: ArticleSpeaker, cluster: number): void => {
    settled.set(`${article} ${speaker.key}`, cluster);
    join(clusters[cluster]!, article, speaker);
  };
  const waiting: { article: number; speaker: ArticleSpeaker; key: NameKey }[] = [];
  articles.forEach(({ articleId, speakers }, article) => {
    for (const speaker of speakers) {
      const ruled = findRule(editor, articleId, speaker);
      if (ruled !== undefined) place(article, speaker, ruled);
      else waiting.push({ article, speaker, key: readName(speaker.name) });
    }
  });
  // Longer names first, so that what is short finds everything it could stand for.
  waiting.sort(
    (a, b) => b.key.words.length - a.key.words.length || b.key.words.join().length - a.key.words.join().length,
  );
  const bySurname = new Map<string, number[]>();
  const byBody = new Map<string, number>();
  clusters.forEach((cluster, id) => {
    const key = readName(cluster.given ?? '');
    cluster.keys.push(key);
    if (key.words.length > 1) push(bySurname, key.words[key.words.length - 1]!, id);
  });
  for (const { article, speaker, key } of waiting) {
    if (speaker.kind === 'anonymous' || speaker.kind === 'document') {
      place(article, speaker, newCluster(clusters, speaker.kind, null));
      continue;
    }
    if (speaker.kind === 'organisation') {
      const name = plainName(speaker.name).replace(/^the\s+/, '');
      const known = byBody.get(name) ?? newCluster(clusters, 'organisation', null);
      byBody.set(name, known);
      place(article, speaker, known);
      continue;
    }
    const surname = key.words[key.words.length - 1] ?? '';
    const candidates = (bySurname.get(surname) ?? []).filter((id) => agrees(clusters[id]!, key, speaker, apart));
    const exact = candidates.filter((id) =>
      clusters[id]!.keys.some((other) => other.words.join(' ') === key.words.join(' ')),
    );
    const chosen = exact.length === 1 ? exact[0] : candidates.length === 1 ? candidates[0] : undefined;
    const id = chosen ?? newCluster(clusters, 'person', null);
    if (chosen === undefined) push(bySurname, surname, id);
    if (!clusters[id]!.keys.some((other) => other.words.join(' ') === key.words.join(' ')))
      clusters[id]!.keys.push(key);
    place(article, speaker, id);
  }
  return finish(clusters, articles, settled);
}

function newCluster(clusters: Cluster[], kind: SpeakerKind, given: string | null): number {
  clusters.push({
    kind,
    given,
    keys: [],
    gender: null,
    forms: new Map(),
    names: new Map(),
    descriptions: new Map(),
    members: [],
  });
  return clusters.length - 1;
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else if (!list.includes(id)) list.push(id);
}

function pairKey(a: string, b: string): string {
  return `${readName(a).words.join(' ')} | ${readName(b).words.join(' ')}`;
}

function findRule(editor: ReadonlyMap<string, number>, articleId: string, speaker: ArticleSpeaker): number | undefined {
  for (const name of [speaker.name, ...speaker.aliases.map((alias) => alias.name)]) {
    const here = editor.get(`${articleId} ${plainName(name)}`);
    if (here !== undefined) return here;
  }
  return editor.get(` ${plainName(speaker.name)}`);
}

function agrees(cluster: Cluster, key: NameKey, speaker: ArticleSpeaker, apart: ReadonlySet<string>): boolean {
  if (cluster.gender !== null && speaker.gender !== null && cluster.gender !== speaker.gender) return false;
  const asked = key.words.join(' ');
  if (cluster.keys.some((other) => apart.has(`${other.words.join(' ')} | ${asked}`))) return false;
  return cluster.keys.every((other) => mayShare(other, key)) && cluster.keys.some((other) => sameGiven(other, key));
}

/** Whether surname, suffix and middle names let two names be one person's. */
function mayShare(a: NameKey, b: NameKey): boolean {
  if (a.words[a.words.length - 1] !== b.words[b.words.length - 1]) return false;
  if (a.words.length === 1 || b.words.length === 1) return true;
  if (a.suffix !== b.suffix) return false;
  const [x, y] = [a.words[1]!, b.words[1]!];
  return a.words.length === 2 || b.words.length === 2 || x[0] === y[0];
}

function sameGiven(a: NameKey, b: NameKey): boolean {
  if (a.words.length === 1 || b.words.length === 1) return true;
  return mayBeSameGivenName(a.words[0]!, b.words[0]!) || (a.words.length !== b.words.length && goesByMiddleName(a, b));
}

/** "Ann" in "Mary Ann Poe", where the first word is no given name of its own that speaks against it. */
function goesByMiddleName(a: NameKey, b: NameKey): boolean {
  const [long, short] = a.words.length > b.words.length ? [a, b] : [b, a];
  return long.words.slice(1, -1).includes(short.words[0]!) && findGivenName(short.words[0]!) !== undefined;
}

function join(cluster: Cluster, article: number, speaker: ArticleSpeaker): void {
  cluster.members.push({ article, key: speaker.key });
  cluster.gender ??= speaker.gender;
  if (cluster.given !== null && cluster.members.length === 1)
    cluster.kind = speaker.kind === 'organisation' ? 'organisation' : 'person';
  let total = 0;
  for (const { name, count } of speaker.aliases) {
    cluster.forms.set(name, (cluster.forms.get(name) ?? 0) + count);
    total += count;
  }
  cluster.names.set(speaker.name, (cluster.names.get(speaker.name) ?? 0) + Math.max(1, total));
  if (speaker.description !== null) {
    cluster.descriptions.set(speaker.description, (cluster.descriptions.get(speaker.description) ?? 0) + 1);
  }
}

function finish(
  clusters: readonly Cluster[],
  articles: readonly SpeakersOfArticle[],
  settled: ReadonlyMap<string, number>,
): ResolvedSpeakers {
  const order = clusters
    .map((cluster, index) => ({ cluster, index, name: cluster.given ?? bestName(cluster) }))
    .filter(({ cluster }) => cluster.members.length > 0)
    .sort(
      (a, b) =>
        compare(a.name, b.name) ||
        b.cluster.members.length - a.cluster.members.length ||
        firstMember(a.cluster, articles, b.cluster),
    );
  const taken = new Map<string, number>();
  const ids: string[] = [];
  const speakers = order.map(({ cluster, index, name }) => {
    const base = idBase(cluster, name, articles);
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const id = count === 1 ? base : `${base}-${count}`;
    ids[index] = id;
    return {
      id,
      name,
      kind: cluster.kind,
      aliases: sortCounts(cluster.forms),
      description: bestDescription(cluster),
      gender: cluster.gender,
    };
  });
  const lists = new Map(
    articles.map(({ articleId, speakers: own }, article) => [
      articleId,
      own.map((speaker) => ids[settled.get(`${article} ${speaker.key}`)!]!),
    ]),
  );
  return { speakers, idsOf: (articleId) => lists.get(articleId) ?? [] };
}

function idBase(cluster: Cluster, name: string, articles: readonly SpeakersOfArticle[]): string {
  if (cluster.kind === 'person' || cluster.kind === 'organisation') return slugOf(name);
  const { article, key } = cluster.members[0]!;
  return `${articles[article]!.articleId}:${key}`;
}

function firstMember(a: Cluster, articles: readonly SpeakersOfArticle[], b: Cluster): number {
  return compare(articles[a.members[0]!.article]!.articleId, articles[b.members[0]!.article]!.articleId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The full name printed most often; among equals the longer, then the earlier in the alphabet. */
function bestName(cluster: Cluster): string {
  const names = [...cluster.names];
  names.sort(
    ([a, x], [b, y]) =>
      Number(readName(b).words.length > 1) - Number(readName(a).words.length > 1) ||
      y - x ||
      b.length - a.length ||
      compare(a, b),
  );
  return names[0]?.[0] ?? '';
}

function sortCounts(forms: ReadonlyMap<string, number>): Alias[] {
  return [...forms]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compare(a.name, b.name));
}

/** What most articles say; among equals the longest that is still a line. */
function bestDescription(cluster: Cluster): string | null {
  const lines = [...cluster.descriptions];
  lines.sort(
    ([a, x], [b, y]) =>
      Number(a.length > 120) - Number(b.length > 120) || y - x || b.length - a.length || compare(a, b),
  );
  return lines[0]?.[0] ?? null;
}
