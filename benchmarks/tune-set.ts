import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { findCurrentGeneration } from '../src/adapters/generations.js';
import { answerFrom, examine } from '../src/answer/ask.js';
import type { Evidence } from '../src/answer/confidence.js';
import { createArticleDesk } from '../src/app-articles.js';
import { loadGraphs, openIndex } from '../src/app-index.js';
import { AppError } from '../src/errors.js';
import { parseCases, type EvaluationCase } from '../src/evaluation/cases.js';
import type { Indexed } from '../src/evaluation/expectation.js';
import { judge, type CaseResult } from '../src/evaluation/judge.js';
import { createArticleFinder } from '../src/evaluation/references.js';
import type { Embedder } from '../src/ports.js';
import type { Coverage } from '../src/retrieve/search.js';
import { answerThresholds } from '../src/retrieve/tuning.js';

/** As many sentences as `ask` gives when nothing is said. */
const limit = 4;

/** Cases with the index that they are about. */
export interface TuneSet {
  name: string;
  cases: EvaluationCase[];
  coverage: Coverage;
  indexed: Indexed;
  close(): Promise<void>;
}

/** What a question came to with the numbers as they are at the moment. */
export interface Look {
  set: TuneSet;
  result: CaseResult;
  evidence: Evidence;
}

/**
 * Opens `<cases.jsonl>@<index folder>`, or `<cases.jsonl>` for the index of the settings.
 *
 * @throws AppError `INDEX_MISSING`; `USAGE` for an index of another embedding model, or a case that names what is not indexed.
 */
export async function openSet(argument: string, dataDir: string, embedder: Embedder): Promise<TuneSet> {
  const [path, folder = dataDir] = argument.split('@') as [string, string?];
  const cases = parseCases(readFileSync(path, 'utf8'), path);
  const generation = await findCurrentGeneration(resolve(folder));
  if (generation === undefined) {
    throw new AppError('INDEX_MISSING', `There is no index in ${folder}`, {
      hint: 'Run "npm run -s onrecord -- reindex", with ONRECORD_DATA set to that folder.',
    });
  }
  const index = await openIndex(resolve(folder), generation, await loadGraphs());
  if (index.store.stamp.embeddingModel !== embedder.model) {
    await index.store.close();
    throw new AppError(
      'USAGE',
      `${folder}: expected an index of ${embedder.model}, got one of ${index.store.stamp.embeddingModel}`,
    );
  }
  const { article, listArticles } = createArticleDesk({ index: (work) => work(index) });
  const bodies = new Map<string, Promise<string>>();
  return {
    name: basename(path).replace(/\.jsonl$/, ''),
    cases,
    coverage: { ...index, embedder: rememberQuestions(embedder) },
    indexed: {
      findArticles: createArticleFinder(await listArticles()),
      bodyOf: (id) => {
        const body = bodies.get(id) ?? article(id).then((found) => found.body);
        bodies.set(id, body);
        return body;
      },
    },
    close: () => index.store.close(),
  };
}

/** Asks every case, and judges it as `eval` does. */
export async function lookAt(set: TuneSet, today: string): Promise<Look[]> {
  const clock = (): number => performance.now();
  const looks: Look[] = [];
  for (const one of set.cases) {
    let evidence: Evidence | undefined;
    const examination = await examine(
      set.coverage,
      { text: one.question, filters: {}, askedOn: one.askedOn ?? today },
      { limit, clock },
      {
        thresholds: answerThresholds,
        answer: (gathered) => {
          ({ evidence } = gathered);
          return answerFrom(set.coverage, gathered, { limit, abstention: 'balanced' });
        },
      },
    );
    looks.push({ set, result: await judge(one, examination, set.indexed), evidence: evidence! });
  }
  return looks;
}

/** A question's vector does not depend on what is tuned. */
function rememberQuestions(inner: Embedder): Embedder {
  const known = new Map<string, Promise<Float32Array[]>>();
  return {
    ...inner,
    embed: (texts, kind, signal) => {
      if (kind === 'passage' || texts.length !== 1) return inner.embed(texts, kind, signal);
      const vector = known.get(texts[0]!) ?? inner.embed(texts, kind);
      known.set(texts[0]!, vector);
      return vector;
    },
  };
}
