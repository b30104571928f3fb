import type { Question } from '../domain/answer.js';
import { coverageOf, createTermFinder, stemsOf, type WeightedTerm } from '../retrieve/evidence.js';
import { wordsOf } from '../retrieve/words.js';
import { retrieve, type Coverage, type Retrieval } from '../retrieve/search.js';
import type { Evidence } from './confidence.js';
import { answering } from '../retrieve/tuning.js';
import { findUnsaidPremise } from './premise-check.js';
import { isSmallTalk } from './small-talk.js';
import { scoreSentences, type ScoredSentence } from './sentences.js';

/** Everything that decides about an answer; of use to the evaluation too. */
export interface Gathered {
  retrieval: Retrieval;
  sentences: ScoredSentence[];
  evidence: Evidence;
}

/** Searches, and weighs what was found. */
export async function gatherEvidence(coverage: Coverage, question: Question, clock: () => number): Promise<Gathered> {
  const retrieval = await retrieve(coverage, question, { count: answering.passagesToRead, clock });
  const { terms, passages } = retrieval;
  const sentences = scoreSentences(retrieval.question.text, terms, passages);
  return { retrieval, sentences, evidence: await weigh(coverage, retrieval, sentences) };
}

async function weigh(
  { store }: Coverage,
  retrieval: Retrieval,
  sentences: readonly ScoredSentence[],
): Promise<Evidence> {
  const { question, searched, passages, terms, frequencies, bestCosine } = retrieval;
  const findTerms = createTermFinder(terms);
  const found = passages.map(({ shown, article }) => findTerms(wordsOf(`${article.title}\n${shown.text}`)));
  const names = terms.filter(({ isName }) => isName);
  const others = terms.filter(({ isName }) => !isName);
  const best = [...sentences].sort((a, b) => b.score - a.score).slice(0, answering.sentencesToWeigh);
  const known = new Set(question.terms.filter((_, i) => frequencies[i]! > 0).flatMap((term) => [...stemsOf(term)]));
  const most = <Row>(rows: readonly Row[], measure: (row: Row) => number): number => Math.max(0, ...rows.map(measure));
  // By number too: the verb of a question is a frequent word, and the one that its neighbour has not got.
  const alike = others.map((term) => ({ ...term, weight: 1 }));
  const shareIn = (stems: ReadonlySet<string>): number => Math.min(coverageOf(others, stems), coverageOf(alike, stems));
  const shareOf = ({ terms: own, headline }: ScoredSentence): number =>
    shareIn(own) + answering.headlineShare * (shareIn(new Set([...own, ...headline])) - shareIn(own));
  // What happened in a period may be told at any time after it: "the note of February 5" came to light in March.
  const sincePeriod =
    question.period === undefined
      ? undefined
      : await store.countMatching({ ...question.filters, since: question.period.since, until: question.askedOn });
  return {
    bestCosine,
    passageCoverage: most(found, (set) => coverageOf(terms, set)),
    answerCosine: most(best, ({ passage }) => passage.cosine),
    nameCoverage: most(best, ({ around }) => coverageOf(names, around)),
    togetherness: most(sentences, (sentence) => coverageOf(names, sentence.terms) * shareOf(sentence)),
    typedTogetherness: most(sentences, (sentence) =>
      sentence.isOfType ? coverageOf(names, sentence.around) * shareOf(sentence) : 0,
    ),
    knownWords: coverageOf(terms, known),
    unsaidPremise: findUnsaidPremise(question.text, sentences) ?? null,
    isOutsidePeriod: searched.articles > 0 && sincePeriod?.articles === 0,
    isWithoutTopic: isWithoutTopic(question.text, terms),
    isSmallTalk: isSmallTalk(question.text),
  };
}

/** Whether a question says nothing of what it is about: it has no word of a topic, or one beside a pronoun that stands for nothing in it. */
function isWithoutTopic(question: string, terms: readonly WeightedTerm[]): boolean {
  return terms.length === 0 || (terms.length === 1 && !terms[0]!.isName && danglingPronoun.test(question));
}

const danglingPronoun = /\b(?:it|they|them|he|him|she)\b|\b(?:that|this|those|these|her)\P{L}*$/iu;
