import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { Check } from './app.js';
import { generationDir } from './adapters/generations.js';
import { verifySnapshot } from './adapters/vector-snapshot.js';
import type { IndexHolder } from './app-index.js';
import { countBySource, isAddress, type SourceList } from './app-sources.js';
import type { Config } from './config.js';
import { checkDiscord } from './app-checks-discord.js';
import {
  checkCompilers,
  checkConversationsFile,
  checkFormer,
  checkLanguageModel,
  checkModelFiles,
} from './app-checks-machine.js';
import type { PairScorers } from './app-pair-scorers.js';
import { attempt, fault, ok, warning, type Verdict } from './app-verdicts.js';
import { describeDay } from './domain/describe.js';
import { AppError } from './errors.js';
import type { Embedder, PairScorer, VectorGraphFactory } from './ports.js';
import { resolve } from 'node:path';

/** What `doctor` looks at. */
export interface Patient {
  config: Config;
  dataDir: string;
  modelsDir: string;
  cwd: string;
  holder: IndexHolder;
  embedder: () => Promise<Embedder>;
  scorers: PairScorers;
  graphs: () => Promise<VectorGraphFactory>;
  sources: SourceList;
}

const reindex = 'npm run -s onrecord -- reindex';
/** Less free space than this is soon felt: an index takes about 40 kB an article, and a full run needs room for a second one. */
const littleSpaceBytes = 500 * 1024 * 1024;

/** Looks at everything that On Record needs, one line each, in the order in which it is needed. Never rejects. */
export async function runChecks(patient: Patient): Promise<Check[]> {
  return [
    checkNode(),
    await attempt('compilers', checkCompilers),
    await attempt('vector search', async () => {
      const { kind } = await patient.graphs();
      if (kind === 'approximate') return ok('hnswlib-node is built');
      return warning(
        'hnswlib-node is not built for this Node; every vector is compared instead',
        'npm run -s onrecord -- status',
      );
    }),
    await attempt('data folder', () => checkDataFolder(patient.dataDir)),
    await attempt('model files', () => checkModelFiles(patient.modelsDir, patient.config)),
    await attempt('embedding model', async () => {
      const { model, dimensions } = await patient.embedder();
      return ok(`${model}, ${dimensions} dimensions`);
    }),
    ...(await checkScorer('ranking model', patient.scorers.reranker)),
    ...(await checkScorer('entailment model', patient.scorers.entailment)),
    await attempt('index', () => checkIndex(patient)),
    ...(await checkSnapshot(patient)),
    await attempt('former index', () => checkFormer(patient.dataDir)),
    await attempt('conversations', () => checkConversationsFile(patient.dataDir)),
    ...(await checkSources(patient)),
    await attempt('language model', () => checkLanguageModel(patient.config)),
    ...(await checkDiscord(patient.config.discord)),
  ];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const verdict = isEnough
    ? ok(process.version)
    : fault(`Expected Node 20.19 or later, got ${process.version}`, 'Install a current Node from https://nodejs.org.');
  return { name: 'Node', ...verdict };
}

async function checkDataFolder(dataDir: string): Promise<Verdict> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
  } catch {
    return fault(`${dataDir} cannot be written to`, 'Give this user the right to write there, or set ONRECORD_DATA.');
  }
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const detail = `${dataDir}, ${(free / 1024 ** 3).toFixed(1)} GB free`;
  return free < littleSpaceBytes
    ? warning(detail, 'Free some space; a full reindex needs room for a second index.')
    : ok(detail);
}

/** Whether a model that reads two texts together can be loaded and used; no line where none is set. */
async function checkScorer(name: string, scorer: PairScorer | undefined): Promise<Check[]> {
  if (scorer === undefined) return [];
  const check = await attempt(name, async () => {
    await scorer.score('Who spoke?', ['The mayor spoke.']);
    return ok(scorer.model);
  });
  return [check];
}

async function checkIndex({ holder, embedder }: Patient): Promise<Verdict> {
  try {
    return await holder.use(async ({ store, vectors, generation }) => {
      const faults = await store.check();
      if (faults.length > 0) return fault(faults.slice(0, 3).join('; '), `${reindex} --full`);
      const { articles, passages } = await store.totals();
      if (vectors.size !== passages) {
        return fault(`Expected ${passages} vectors, got ${vectors.size}`, `${reindex} --full`);
      }
      const { model } = await embedder();
      if (model !== store.stamp.embeddingModel) return fault(`It was made with ${store.stamp.embeddingModel}`, reindex);
      const detail = `${generation}: ${articles} articles, ${passages} passages, sound`;
      return articles === 0 ? warning(detail, `Put articles where the sources point to, then: ${reindex}`) : ok(detail);
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'INDEX_MISSING') return warning('There is none yet', reindex);
    throw error;
  }
}

/** Whether the graph of the vectors on disk is sound; no line where the index cannot be opened, which has a line of its own. */
async function checkSnapshot({ holder, dataDir, graphs }: Patient): Promise<Check[]> {
  const index = await holder
    .use(async ({ generation, store, vectors }) => ({ generation, store: store.stamp, size: vectors.size }))
    .catch(() => undefined);
  if (index === undefined) return [];
  const check = await attempt('vectors', async () => {
    if (index.size === 0) return ok('none yet');
    const { kind } = await graphs();
    const found = await verifySnapshot(generationDir(dataDir, index.generation), kind, index.store.dimensions);
    if ('seq' in found) return ok(`${index.size}, the graph of them is sound`);
    return warning(
      `The graph of them cannot be used: ${found.unusable}; all ${index.size} are compared instead`,
      reindex,
    );
  });
  return [check];
}

async function checkSources({ sources, cwd, holder }: Patient): Promise<Check[]> {
  const counts = await holder.use(({ store }) => countBySource(store)).catch(() => undefined);
  const failures = await holder.use(({ store }) => store.listFailures()).catch(() => []);
  const list = await sources.list();
  return Promise.all(
    list.map(({ source, origin }) =>
      attempt(`source ${source}`, async () => {
        const failed = failures.filter((failure) => failure.source === source);
        if (failed.length > 0) {
          const first = failed[0]!;
          return warning(
            `${failed.length} could not be indexed; first ${first.location}: ${first.message}`,
            `Correct it, then: ${reindex}`,
          );
        }
        if (isAddress(source)) {
          const lastSuccess = counts?.states.get(source)?.lastSuccess ?? null;
          if (lastSuccess === null) return warning('It was never read', reindex);
          return ok(`read without failures, last on ${describeDay(lastSuccess)}`);
        }
        try {
          await access(resolve(cwd, source), constants.R_OK);
        } catch {
          const next =
            origin === 'added'
              ? `npm run -s onrecord -- sources remove ${source}`
              : 'Correct ONRECORD_SOURCES in .env.';
          return fault('It does not exist or cannot be read', next);
        }
        return ok('readable');
      }),
    ),
  );
}
