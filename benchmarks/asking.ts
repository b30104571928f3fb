import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type App } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import { stages, type Examination } from '../src/domain/examination.js';
import type { Embedder } from '../src/ports.js';
import { createSyntheticEmbedder } from './synthetic-coverage.js';
import { percentile, type Row } from './table.js';
import { inTemporaryFolder, withApp } from './workspace.js';

const passagesWanted = 10_000;
const paragraphsPerArticle = 24;
/** The share of words that are exchanged, so that no two paragraphs are the same. */
const exchanged = 0.3;
const cases = 'evaluation/sample-coverage.jsonl';

/**
 * How long a question takes among 10,000 passages without a language model, by stage: the questions of the evaluation, over articles put
 * together from the paragraphs of the coverage, with some words exchanged. Questions and sentences are embedded by the real model;
 * the passages have synthetic vectors, which cost the same to search.
 */
export function benchAsking(embedder: Embedder): Promise<Row[]> {
  return inTemporaryFolder(async (dir) => {
    writeArticles(join(dir, 'news'), await loadParagraphs(dir, embedder));
    const open = (used: Embedder): Promise<App> =>
      createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
        cwd: dir,
        embedder: async () => ({ ...used, close: async () => undefined }),
      });
    const filling = await open(createSyntheticEmbedder(embedder));
    await filling.reindex({ full: true });
    const { passages } = (await filling.status()).index!.totals;
    await filling.close();

    const app = await open(embedder);
    const times: Examination['timesMs'][] = [];
    try {
      const questions = readFileSync(cases, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { question: string }); // prettier-ignore
      const ask = ({ question }: { question: string }): Promise<Examination> =>
        app.examine({ text: question, filters: {}, askedOn: '2025-06-01' }, { limit: 4 });
      await ask(questions[0]!);
      for (const question of questions) times.push((await ask(question)).timesMs);
    } finally {
      await app.close();
    }
    return stages.map((stage): Row => {
      const values = times.map((time) => time[stage]);
      const figure = `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.95).toFixed(1)} ms`;
      const bar = stage === 'total' ? '60 ms at p95' : '';
      return { question: `question among ${passages} passages, ${stage}, p50 / p95`, figure, bar };
    });
  });
}

async function loadParagraphs(dir: string, embedder: Embedder): Promise<string[]> {
  return withApp(join(dir, 'sample'), createSyntheticEmbedder(embedder), async (app) => {
    await app.reindex({ full: true });
    const ids = new Set<string>();
    for await (const { articleId } of app.allQuotes()) ids.add(articleId);
    const articles = await Promise.all([...ids].map((id) => app.article(id)));
    return articles.flatMap(({ body }) => body.split('\n\n')).filter((paragraph) => paragraph.length > 80);
  });
}

function writeArticles(dir: string, paragraphs: readonly string[]): void {
  let state = 20_261_123;
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * count);
  };
  const words = paragraphs.flatMap((paragraph) => paragraph.match(/\b\p{Ll}{4,}\b/gu) ?? []);
  const change = (paragraph: string): string =>
    paragraph.replaceAll(/\b\p{Ll}{4,}\b/gu, (word) =>
      below(1000) < 1000 * exchanged ? words[below(words.length)]! : word,
    );
  mkdirSync(dir, { recursive: true });
  let characters = 0;
  // A passage is about 850 characters.
  for (let n = 0; characters < passagesWanted * 850; n++) {
    const text = Array.from({ length: paragraphsPerArticle }, () => change(paragraphs[below(paragraphs.length)]!));
    characters += text.join('').length;
    writeFileSync(join(dir, `${n}.md`), `# Report ${n}\n\n${text.join('\n\n')}\n`);
  }
}
