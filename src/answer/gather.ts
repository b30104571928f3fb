import type { Question } from '../domain/answer.js';
import { coverageOf, createTermFinder, partNames, stemsOf } from '../retrieve/evidence.js';
import { searchForms, wordsOf } from '../retrieve/words.js';
import { retrieve, type Coverage, type Retrieval } from '../retrieve/search.js';
import { isUncased, restoreCapitals, wordsWithoutUsage } from '../retrieve/truecase.js';
import type { Evidence } from './confidence.js';
import { answering } from '../retrieve/tuning.js';
import { findUnsaidPremise } from './premise-check.js';
import { isAboutBot, isSmallTalk } from './small-talk.js';
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
  const text = await withCapitals(coverage, retrieval);
  const sentences = scoreSentences(text, retrieval);
  return { retrieval, sentences, evidence: await weigh(coverage, retrieval, text, sentences) };
}

/** The question as it reads with the capitals of its names, by which it is told what it asks about whom. */
async function withCapitals({ store }: Coverage, { question, passages, frequencies }: Retrieval): Promise<string> {
  const { text } = question;
  if (!isUncased(text)) return text;
  const texts = passages.map(({ shown }) => shown.text);
  // What the best passages do not speak of are the very names that decide whether they answer.
  for (const word of wordsWithoutUsage(text, texts)) {
    if ((frequencies[question.terms.indexOf(word)] ?? 0) === 0) continue;
    const hits = await store.lexicalSearch(searchForms(word), {
      count: answering.usagesToRead,
      filters: {},
      headlineWeight: 0,
    });
    texts.push(...(await store.getPassages(hits.map(({ id }) => id))).map((passage) => passage.text));
  }
  return restoreCapitals(text, texts);
}

async function weigh(
  { store }: Coverage,
  retrieval: Retrieval,
  text: string,
  sentences: readonly ScoredSentence[],
): Promise<Evidence> {
  const { question, searched, passages, terms, frequencies, bestCosine } = retrieval;
  const findTerms = createTermFinder(terms);
  const found = passages.map(({ shown, article }) => findTerms(wordsOf(`${article.title}\n${shown.text}`)));
  const { names, others } = partNames(terms, text);
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
    unsaidPremise: findUnsaidPremise(text, sentences) ?? null,
    isOutsidePeriod: searched.articles > 0 && sincePeriod?.articles === 0,
    isWithoutTopic: isWithoutTopic(retrieval, text),
    isSmallTalk:
      isSmallTalk(text) || (names.length === 0 && bestCosine < answering.leastCosineToYou && isAboutBot(text)),
    isFarOff: names.length === 0 && bestCosine < answering.leastCosine,
  };
}

/**
 * Whether a question says nothing of what it is about: it has no word of a topic but those of its period, or one beside a pronoun that
 * stands for nothing in it.
 */
function isWithoutTopic({ question: { period }, terms }: Retrieval, text: string): boolean {
  const ofPeriod = stemsOf(period?.words ?? '');
  const { names, others } = partNames(
    terms.filter(({ stem }) => !ofPeriod.has(stem)),
    text,
  );
  return names.length === 0 && (others.length === 0 || (others.length === 1 && danglingPronoun.test(text)));
}

const danglingPronoun =
  /\b(?:it|they|them|he|him|she)\b|\b(?:that|this|those|these|her)\P{L}*$|\b(?:do|does|did|is|are|was|were|has|have|will|can|could) (?:this|that|these|those) \p{L}+\P{L}*$/iu;
