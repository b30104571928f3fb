import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.js';
import { parseCases } from '../../src/evaluation/cases.js';
import { says } from '../../src/evaluation/expectation.js';
import { readArticles } from '../../src/ingest/read/read-articles.js';

/* The cases for the sample coverage, held against its articles as they are indexed. */

const file = new URL('../../evaluation/sample-coverage.jsonl', import.meta.url);
const cases = parseCases(readFileSync(file, 'utf8'), 'sample-coverage.jsonl');
const answerable = cases.filter(({ isAnswerable }) => isAnswerable);
const folder = new URL('../../articles/', import.meta.url);

let articles: Article[];
beforeAll(async () => {
  const read = readdirSync(folder)
    .filter((name) => name !== 'README.md')
    .map((name) =>
      readArticles({ document: name, url: null, contentType: null, bytes: readFileSync(new URL(name, folder)) }),
    );
  articles = (await Promise.all(read)).flatMap((result) => result.articles.map(({ article }) => article));
});

describe('the cases for the sample coverage', () => {
  it('are at least 80, half of them hard on purpose, of every kind and with many that must be refused', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(cases.filter(({ trait }) => trait !== undefined).length).toBeGreaterThanOrEqual(cases.length / 2);
    expect(cases.length - answerable.length).toBeGreaterThanOrEqual(30);
    const kinds = new Set(cases.map(({ kind }) => kind));
    for (const kind of ['who', 'when', 'how many', 'why', 'comparison', 'several articles', 'timeline']) {
      expect(kinds).toContain(kind);
    }
    const traits = new Set(cases.map(({ trait }) => trait));
    const wanted = ['name by description', 'relative date', 'figure in words', 'two articles', 'false premise'];
    const misses = ['year', 'person', 'place', 'number'].map((what) => `near miss: ${what}`);
    for (const trait of [...wanted, ...misses]) expect(traits).toContain(trait);
  });

  it('name articles that are there, and that say what is expected', () => {
    const faults = answerable.flatMap(({ id, articles: references, facts }) => {
      const named = references.map((reference) => articles.filter(({ title }) => title.startsWith(reference)));
      const missing = references.filter((_, i) => named[i]!.length === 0);
      const unsaid = facts.filter((fact) => !named.flat().some(({ body }) => says(body, fact)));
      // A passage of an article that says none of the facts would be a miss for good.
      const silent = named.flat().filter(({ body }) => !facts.some((fact) => says(body, fact)));
      return [
        ...missing.map((reference) => `${id}: no article begins with ${reference}`),
        ...unsaid.map((fact) => `${id}: no article says ${fact.join(' / ')}`),
        ...silent.map(({ title }) => `${id}: nothing expected stands in ${title}`),
      ];
    });
    expect(faults).toEqual([]);
  });
});
