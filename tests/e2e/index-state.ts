import { expect } from 'vitest';
import type { App } from '../../src/app.js';
import { findCurrentGeneration } from '../../src/adapters/generations.js';
import type { Outcome } from '../../src/domain/answer.js';
import type { Article, Place } from '../../src/domain/article.js';
import type { StoreTotals } from '../../src/ports.js';
import type { Workspace } from './reindex-workspace.js';

/*
 * What an index gives, to be compared with what it gave before a fault, or gives without one: its counts, everything it holds of each
 * article, and the whole answers to questions that are always the same.
 */

/** An article that a question asks about. */
export interface AskedAbout {
  id: string;
  question: string;
  /** Its record; the answer holds the number `version`. */
  record(version: number): { id: string; title: string; outlet: string; publishedAt: string; body: string };
}

function askedAbout(id: string, question: string, title: string, body: (version: number) => string): AskedAbout {
  const record = (version: number) => ({
    id,
    title,
    outlet: 'The Courier',
    publishedAt: '2025-04-08',
    body: body(version),
  });
  return { id, question, record };
}

/** Six articles that have no story in common, and a question about each. */
export const askedAboutArticles: readonly AskedAbout[] = [
  askedAbout(
    'ferry',
    'What did Nadia Svoll say about the alarm of the ferry?',
    'Alarm of the ferry was taped over',
    (n) =>
      `The inquiry sat for day ${n} in the hall of the harbour.\n\nNadia Svoll, the second engineer, said that the alarm of the ` +
      `ferry had been taped over ${n} times since May. "Nobody asked me about it," she added.\n\nIt goes on in June.`,
  ),
  askedAbout(
    'bridge',
    'How much does the Varnholm bridge cost?',
    'Price of the bridge rises',
    (n) => `The Varnholm bridge costs ${n} million crowns, the county said on Friday.\n\nIts pillars were set in clay.`,
  ),
  askedAbout(
    'orchard',
    'How many trees of the Tolm orchards froze?',
    'Frost in the orchards',
    (n) => `In the Tolm orchards ${n} trees froze in one night of April.\n\nGrowers light fires between the rows.`,
  ),
  askedAbout(
    'library',
    'When does the Ashby library open on Sundays?',
    'Longer hours for readers',
    (n) => `The Ashby library opens on Sundays at half past ${n}.\n\nIts reading room was painted over the winter.`,
  ),
  askedAbout(
    'quarry',
    'Who bought the Grell quarry?',
    'Quarry changes hands',
    (n) => `Marten Oake bought the Grell quarry for ${n} thousand crowns.\n\nStone was last cut there before the war.`,
  ),
  askedAbout(
    'choir',
    'Where does the Pellin choir sing in Advent?',
    'Choir moves',
    (n) => `The Pellin choir sings in Advent in chapel number ${n} of the old hospital.\n\nIts former stage leaks.`,
  ),
];

/** What the app answers to the questions above, whole, in their order. */
export async function answersOf(app: App): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { question } of askedAboutArticles) {
    outcomes.push(await app.ask({ text: question, filters: {}, askedOn: '2025-05-01' }, { limit: 3 }));
  }
  return outcomes;
}

/** What an index holds of an article. */
export interface ArticleState {
  article: Article;
  places: Place[];
  /** In their order, with their vectors. */
  passages: object[];
  quotes: object[];
}

/** What an index gives. */
export interface IndexState {
  generation: string;
  totals: StoreTotals;
  /** By id. */
  articles: Map<string, ArticleState>;
  answers: Outcome[];
}

/** What the live index gives to a program that is started anew; undefined as long as there is none. */
export async function readState(workspace: Workspace): Promise<IndexState | undefined> {
  const generation = await findCurrentGeneration(workspace.dataDir);
  if (generation === undefined) return undefined;
  await workspace.reopen({});
  return { generation, ...(await readContents(workspace)), answers: await answersOf(workspace.app) };
}

/** All that an index holds of its articles, without the ids of passages. */
function readContents(workspace: Workspace): Promise<Pick<IndexState, 'totals' | 'articles'>> {
  return workspace.inStore(async (store) => {
    const vectors = new Map<number, Float32Array>();
    for await (const { id, vector } of store.vectorChanges(0)) {
      if (vector === null) vectors.delete(id);
      else vectors.set(id, vector);
    }
    const passages = (await store.getPassages([...vectors.keys()])).sort((a, b) => a.ordinal - b.ordinal);
    const passagesOf = new Map<string, object[]>();
    for (const { id, articleId, ordinal, start, end, text } of passages) {
      const passage = { ordinal, start, end, text, vector: Array.from(vectors.get(id)!) };
      passagesOf.set(articleId, [...(passagesOf.get(articleId) ?? []), passage]);
    }
    const articles = new Map<string, ArticleState>();
    for (const id of await store.listArticleIds(null, 100_000)) {
      articles.set(id, {
        article: (await store.findArticle(id))!,
        places: await store.listPlaces(id),
        passages: passagesOf.get(id) ?? [],
        quotes: (await store.quotesOf([id])).map(({ kind, text, start, end, cue, mention }) => ({
          ...{ kind, text, start, end, cue, mention },
        })),
      });
    }
    return { totals: await store.totals(), articles };
  });
}

/** Two indexes give the same in every respect but the name of the generation. */
export function expectSame(state: IndexState | undefined, other: IndexState | undefined): void {
  expect({ ...state, generation: '' }).toEqual({ ...other, generation: '' });
}

/**
 * An index that a run was changing gives of each article, and in the answer from it, all that was there before or all that comes after,
 * and has counts that fit.
 */
export function expectEachBeforeOrAfter(state: IndexState, before: IndexState, after: IndexState): void {
  const found = state.articles;
  for (const id of new Set([...before.articles.keys(), ...after.articles.keys(), ...found.keys()])) {
    const versions = [before.articles.get(id), after.articles.get(id)];
    expect(versions.map(withoutPlaces)).toContainEqual(withoutPlaces(found.get(id)));
    // Where it stands in its file may change while its text does not.
    if (found.has(id)) expect(versions.map((version) => version?.places)).toContainEqual(found.get(id)!.places);
  }
  const { articles, passages, ...others } = state.totals;
  expect(articles).toBe(found.size);
  expect(passages).toBe([...found.values()].reduce((sum, article) => sum + article.passages.length, 0));
  const { oldest, newest, outlets } = before.totals;
  expect(others).toEqual({ oldest, newest, outlets });
  askedAboutArticles.forEach(({ id }, i) => {
    const isAsBefore = found.get(id)?.article.body === before.articles.get(id)?.article.body;
    expect(given(state.answers[i]!)).toEqual(given((isAsBefore ? before : after).answers[i]!));
  });
}

/** An answer without how much was searched for it. */
function given({ outcome, sentences, citations }: Outcome): unknown {
  return { outcome, sentences, citations };
}

function withoutPlaces(article: ArticleState | undefined): unknown {
  return article && { ...article, places: [] };
}
