import type { Question } from '../domain/answer.js';
import { coverageOf, stemsOf } from '../retrieve/evidence.js';
import { retrieve, type Coverage, type Retrieval, type RetrievedPassage } from '../retrieve/search.js';
import type { Evidence } from './confidence.js';
import { compareByVector, scoreSentences, type ScoredSentence } from './sentences.js';

/** Passages that sentences are taken from. */
const passagesToRead = 10;
/** Passages that an examination gives, and the nearest headlines are taken from. */
const passagesToShow = 20;

/** Everything that decides about an answer; of use to the evaluation too. */
export interface Gathered {
  retrieval: Retrieval;
  sentences: ScoredSentence[];
  evidence: Evidence;
}

/** Searches, and weighs what was found. */
export async function gatherEvidence(coverage: Coverage, question: Question, clock: () => number): Promise<Gathered> {
  const retrieval = await retrieve(coverage, question, { count: passagesToShow, clock });
  const { terms, passages } = retrieval;
  const read = passages.slice(0, passagesToRead);
  const scored = scoreSentences(retrieval.question.text, terms, read);
  const sentences = await compareByVector(scored, retrieval.vector, coverage.embedder);
  return { retrieval, sentences, evidence: await weigh(coverage, retrieval, read, sentences) };
}

async function weigh(
  { store }: Coverage,
  { question, searched, terms, frequencies, bestCosine }: Retrieval,
  read: readonly RetrievedPassage[],
  sentences: readonly (ScoredSentence & { cosine: number })[],
): Promise<Evidence> {
  const stems = read.map(({ shown, article }) => stemsOf(`${article.title}\n${shown.text}`));
  const names = terms.filter(({ isName }) => isName);
  const known = new Set(question.terms.filter((_, i) => frequencies[i]! > 0).flatMap((term) => [...stemsOf(term)]));
  // What happened in a period may be told at any time after it: "the note of February 5" came to light in March.
  const sincePeriod =
    question.period === undefined
      ? undefined
      : await store.countMatching({ ...question.filters, since: question.period.since, until: question.askedOn });
  return {
    bestCosine,
    passageCoverage: Math.max(0, ...stems.map((set) => coverageOf(terms, set))),
    sentenceCoverage: Math.max(0, ...sentences.map(({ coverage }) => coverage)),
    sentenceCosine: Math.max(0, ...sentences.map(({ cosine }) => cosine)),
    nameCoverage: Math.max(0, ...sentences.map(({ around }) => coverageOf(names, around))),
    knownWords: coverageOf(terms, known),
    isOutsidePeriod: searched.articles > 0 && sincePeriod?.articles === 0,
  };
}
