import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createEmbedder } from '../src/adapters/embedding/create-embedder.js';
import { findCurrentGeneration } from '../src/adapters/generations.js';
import { confidenceFeatures, featuresOf } from '../src/answer/confidence.js';
import { gatherEvidence } from '../src/answer/gather.js';
import { loadGraphs, openIndex } from '../src/app-index.js';
import { parseConfig } from '../src/config.js';
import { parseCases, type EvaluationCase } from '../src/evaluation/cases.js';
import { says } from '../src/evaluation/expectation.js';
import type { Embedder } from '../src/ports.js';
import { retrieve, toFoundPassage, type Coverage } from '../src/retrieve/search.js';
import { ranking, type RankingNumbers } from '../src/retrieve/tuning.js';
import { fitLogistic, probability, rocArea } from './logistic-regression.js';

/*
 * npm run tune -- <cases.jsonl>...: the numbers of ranking and confidence that are best for these cases over the current index, and
 * what five-fold cross-validation says of them. Changes nothing. Some minutes for 200 cases.
 */

const folds = 5;
const depth = 10;
/** What is tried of each number, in this order, twice. */
const ranges: Partial<Record<keyof RankingNumbers, readonly number[]>> = {
  vectorShare: [0.2, 0.3, 0.4, 0.5],
  sentenceShare: [0, 0.1, 0.25, 0.4],
  articleShare: [0, 0.15, 0.3],
  periodBonus: [0.1, 0.15, 0.3],
  recencyBonus: [0.05, 0.1, 0.2],
  repeatPenalty: [0, 0.05, 0.1, 0.15],
};

const cases = process.argv.slice(2).flatMap((path) => parseCases(readFileSync(path, 'utf8'), path));
if (cases.length === 0) {
  console.error('usage: npm run tune -- <cases.jsonl>...');
  process.exit(2);
}
const config = parseConfig(process.env);
const generation = await findCurrentGeneration(resolve(config.dataDir));
if (generation === undefined) {
  console.error(`There is no index in ${config.dataDir} yet. Next: npm run -s onrecord -- reindex`);
  process.exit(1);
}
const index = await openIndex(resolve(config.dataDir), generation, await loadGraphs());
const embedder = await createEmbedder(config);
const coverage: Coverage = { ...index, embedder: rememberQuestions(embedder) };
const clock = (): number => performance.now();
try {
  await tuneRanking(cases.filter(({ isAnswerable }) => isAnswerable));
  await fitConfidence();
} finally {
  await index.store.close();
  await embedder.close();
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

function asked({ question, askedOn }: EvaluationCase) {
  return { text: question, filters: {}, askedOn: askedOn ?? new Date().toISOString().slice(0, 10) };
}

/** The rank of the first passage that holds the answer, for each of the cases; 0 for none. */
async function ranksOf(answerable: readonly EvaluationCase[], numbers: RankingNumbers): Promise<number[]> {
  const ranks: number[] = [];
  for (const one of answerable) {
    const { passages } = await retrieve(coverage, asked(one), { count: depth, clock, numbers });
    const isHit = passages.map(toFoundPassage).map(({ articleId, url, title, text }) => {
      const isOfArticle = one.articles.some((ref) => ref === articleId || ref === url || title.startsWith(ref));
      return isOfArticle && (one.facts.length === 0 || one.facts.some((fact) => says(text, fact)));
    });
    ranks.push(isHit.indexOf(true) + 1);
  }
  return ranks;
}

/** Hits at 1, 4 and 10 and the reciprocal rank, each worth the same. */
function worthOf(rank: number): number {
  return rank === 0 ? 0 : (rank === 1 ? 1 : 0) + (rank <= 4 ? 1 : 0) + 1 + 1 / rank;
}

async function tuneRanking(answerable: readonly EvaluationCase[]): Promise<void> {
  const known = new Map<string, number[]>();
  const ranks = async (numbers: RankingNumbers): Promise<number[]> => {
    const key = JSON.stringify(numbers);
    const found = known.get(key) ?? (await ranksOf(answerable, numbers));
    known.set(key, found);
    return found;
  };
  const worth = async (numbers: RankingNumbers, members: readonly number[]): Promise<number> => {
    const all = await ranks(numbers);
    return members.reduce((sum, i) => sum + worthOf(all[i]!), 0);
  };
  const climb = async (members: readonly number[]): Promise<RankingNumbers> => {
    let best: RankingNumbers = ranking;
    let highest = await worth(best, members);
    for (let round = 0; round < 2; round++) {
      for (const [name, values] of Object.entries(ranges)) {
        for (const value of values) {
          const tried = { ...best, [name]: value };
          const reached = await worth(tried, members);
          if (reached > highest + 1e-9) [best, highest] = [tried, reached];
        }
      }
    }
    return best;
  };
  const everyone = answerable.map((_, i) => i);
  console.log(`now                ${describe(await ranks(ranking))}`);
  const best = await climb(everyone);
  console.log(`best for all       ${describe(await ranks(best))}  ${differences(best)}`);
  const held: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const numbers = await climb(everyone.filter((i) => i % folds !== fold));
    const all = await ranks(numbers);
    for (const i of everyone) if (i % folds === fold) held[i] = all[i]!;
    console.log(`  without fold ${fold + 1}   ${differences(numbers)}`);
  }
  console.log(`cross-validated    ${describe(held)}`);
}

function describe(ranks: readonly number[]): string {
  const share = (within: number): string =>
    ((100 * ranks.filter((rank) => rank >= 1 && rank <= within).length) / ranks.length).toFixed(1);
  return `Hits@1/4/10 ${share(1)} / ${share(4)} / ${share(10)}`;
}

function differences(numbers: RankingNumbers): string {
  const changed = Object.entries(numbers).filter(([name, value]) => ranking[name as keyof RankingNumbers] !== value);
  return changed.length === 0 ? 'no change' : changed.map(([name, value]) => `${name} ${value}`).join(', ');
}

/** Fits the coefficients of `src/answer/confidence.ts`, and says what they would do with cases they were not fitted on. */
async function fitConfidence(): Promise<void> {
  const observations: { features: number[]; isTrue: boolean }[] = [];
  for (const one of cases) {
    const { evidence } = await gatherEvidence(coverage, asked(one), clock);
    // What is decided by a rule is not for the regression to explain.
    if (evidence.isSmallTalk || evidence.isOutsidePeriod || evidence.isWithoutTopic || evidence.unsaidPremise !== null)
      continue;
    observations.push({ features: featuresOf(evidence), isTrue: one.isAnswerable });
  }
  const held = observations.flatMap((_, fold) => {
    if (fold >= folds) return [];
    const model = fitLogistic(observations.filter((__, i) => i % folds !== fold));
    return observations
      .filter((__, i) => i % folds === fold)
      .map(({ features, isTrue }) => ({ probability: probability(model, features), isTrue }));
  });
  const { intercept, coefficients } = fitLogistic(observations);
  console.log(`\nconfidence over ${observations.length} cases; ROC area, cross-validated: ${rocArea(held).toFixed(3)}`);
  console.log(`  intercept: ${intercept.toFixed(2)},`);
  confidenceFeatures.forEach((name, i) => console.log(`  ${name}: ${coefficients[i]!.toFixed(2)},`));
  for (const threshold of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const share = (isTrue: boolean): string => {
      const members = held.filter((one) => one.isTrue === isTrue);
      const right = members.filter((one) => one.probability >= threshold === isTrue).length;
      return `${((100 * right) / members.length).toFixed(0)} %`;
    };
    console.log(
      `  from ${threshold}: ${share(true)} of the answerable answered, ${share(false)} of the others refused`,
    );
  }
}
