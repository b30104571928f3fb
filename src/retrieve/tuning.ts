/*
 * Every tuned number of ranking, answering and checking answers. What each was measured on, and what was tried and left out, stands in
 * docs/decisions/0004-ranking-and-abstention.md and 0008-ranking.md; `npm run tune -- <cases>` looks for better ones on given cases.
 * "News" are 200 questions over 600 articles, half of them about events that those cannot hold, and "sample" the 303 (253 before 2026-11-28) of
 * evaluation/sample-coverage.jsonl.
 */

/**
 * How long passages are, in tokens of the embedding model, its two special ones not counted. Other values take effect with a full reindex. Passages of
 * 100 tokens lose three questions of 100 of the sample at rank 4; longer ones were not measured.
 */
export const passageSize = {
  /**
   * What a passage should come near to, 100..200: 200 with the headline before it stays under the 256 that the default model was trained on, and is
   * about four paragraphs of news: long enough to hold an answer with its context, short enough to be about one thing.
   */
  targetTokens: 180,
  /** What it never exceeds, 150..240, unless a single word does. Not measured by itself. */
  maxTokens: 220,
  /** What a cut inside a paragraph costs, 0..1; 0.25 is as much as a passage that is half a target too short. Not measured. */
  insideParagraphCost: 0.25,
} as const;

/**
 * Which days of publication a period counted from the day of asking means: so many days before it. They reach further than the words say, because
 * what happened is in print a day later and people are not exact. Not measured: few questions of either set name one.
 */
export const periods = {
  /** "Today" begins so many days before, 0..2. */
  todaySince: 1,
  /** "Yesterday", 1..3. */
  yesterdaySince: 2,
  /** "This week", 7..10: a weekly review says it of the seven days before it as well. */
  thisWeekSince: 9,
  /** "Last week" begins, 13..18, whatever the weekday of asking. */
  lastWeekSince: 16,
  /** It ends, 1..7. */
  lastWeekUntil: 4,
  /** "This month", 28..31. */
  thisMonthSince: 31,
  /** "Last month" begins, 56..62. */
  lastMonthSince: 62,
  /** It ends, 1..31. */
  lastMonthUntil: 20,
} as const;

/** How passages are found and ordered. */
export const ranking = {
  /**
   * How many passages each of the two searches contributes, and as many more as are asked for, 30..200: all the same on both sets, and fewer
   * take less time.
   */
  candidatesPerList: 30,
  /**
   * Where filters leave at most so many passages, each is read and compared with the question, exactly; above, the graph is walked until
   * it has met enough of them. 200..700: reading 200, 500, 1,000 and 5,000 takes 6, 14, 43 and some 300 ms; the walk, among 5,505
   * passages, 6, 4, 4 and 3 ms, and among 22,020 (each four times with noise) 32, 21, 13 and 4 ms. It found 99.9 % of the nearest 50.
   */
  exactUpTo: 500,
  /**
   * Words of more than this share of all passages are not searched by where two others are, 0.2..1: at 0.2 two of 100 of the sample are lost at
   * rank 4, from 0.6 on one is gained at rank 1 for more time.
   */
  commonShare: 0.3,
  /**
   * How much a word in the headline counts against one in the passage, in BM25, 0.5..4: at 0.5 the same within one question, from 2 on two of
   * 100 of the news are lost at rank 4.
   */
  headlineWeight: 1,
  /**
   * The share of the vectors in the fused score, 0..1; the rest is the words'. 0.2 to 0.4 are the same within one question; at 0 and 1 four
   * and six of 100 of the news are lost at rank 4.
   */
  vectorShare: 0.3,
  /**
   * From this weight (a word of one passage in 14) on, the question's rarest word is rare enough for words to count as above; at 1 less, a word of
   * one in five, only the vectors do. 2.5..3: at 2.5 one question of 150 of the sample fewer is answered rightly, at 3 one is lost at rank
   * 4; the news have rarer words. Brings the inquiry's findings to "Why did the Silver Tern sink?", where everything is about the Silver Tern.
   */
  rareWord: 2.7,
  /**
   * Added to the fused score of passages published in the period that the question names, 0.1..0.3: at 0.1 two of 100 of the news are lost at
   * rank 4, from 0.2 on the same.
   */
  periodBonus: 0.15,
  /**
   * Added at most, for passages published just before the question was asked, 0..0.3; halves every `recencyHalfLifeDays`. At 0 three of 100 of the
   * news are lost at rank 1 and two at rank 4, at 0.3 three of the sample at rank 1 and two of the news at rank 4.
   */
  recencyBonus: 0.1,
  /**
   * The same where a question asks for the newest, counted from the newest article, 0.3..1: it outweighs all but the best words. Hardly a
   * question of either set asks so, and at 1 one of the news is lost.
   */
  newestBonus: 0.5,
  /** After so many days half of that is left, 7..30: the same within one question. */
  recencyHalfLifeDays: 14,
  /**
   * What is dated up to so many days after the day of asking counts as of that day, 0..7; what is later has no bonus. 0 to 4 are the same, at 7 one of 100
   * of the news is lost.
   */
  mostDaysAhead: 3,
  /**
   * A question that asks several is searched for as a whole and by each of at most so many, 1..3, and the lists are taken in turn. Of 51
   * pairs of questions of the news, joined by "and", both answers are among the first 4 passages in 13 at 1 and in 31 at 3, among the
   * first 10 in 27 and 37; all other questions stay as they are. A part costs a search by words and a ranking, some 20 ms.
   */
  mostParts: 3,
  /** With fewer topic words of its own, a part of a question would find anything and it stays whole. 1..3 have the same ranks. */
  fewestPartWords: 2,
  /** How many of the best so far are looked at word by word, 20..50: the same first ten on both sets. */
  closeLook: 25,
  /** Added for the question's words standing together in one sentence, by their share, 0..0.4. Gains 3 questions of 100 at rank 1. */
  sentenceShare: 0.25,
  /** Added for the question's words standing in one passage of the same article, by their share, 0..0.3. Gains 1 or 2 at ranks 1, 4. */
  articleShare: 0.3,
  /** What every further passage of an article has to give up, so that several articles are heard, 0..0.15. */
  repeatPenalty: 0.05,
  /** The most passages of one article in a list, 1..6. 1 loses six questions of 100 at rank 10. */
  passagesPerArticle: 3,
  /** Two passages that share this much of their words (Jaccard) are shown once, 0.6..1: the same on both sets. */
  samePassageResemblance: 0.8,
  /** Passages of fewer different words share most of them by chance and are no repeats. 0..60 have the same ranks on both sets. */
  fewestWordsToCompare: 8,
  /**
   * A passage is shown with the sentences that follow it, up to this many characters, 850..2500: what it is found by is often explained just
   * after it. 850, the mean length of a passage alone, finds the answer within 10 passages in 3 questions of 100 fewer.
   */
  shownCharacters: 1500,
  /** A passage of which this much is shown with an earlier one is left out, 0.3..1: the same on both sets. */
  shownAlready: 0.6,
  /**
   * How many of the best a reranking model reads, where one is set, 10..50: each costs a fifth more than embedding it. Not measured with
   * a real model, as there was none to be had; 20 are as many as an answer looks at.
   */
  rerankCandidates: 20,
  /** The share of that model's number in the score, 0.5..1; the rest is the score before. Not measured with a real model either. */
  rerankShare: 0.7,
} as const;

export type RankingNumbers = { readonly [Name in keyof typeof ranking]: number };

/** How sentences are chosen for an answer. Measured by the answers that say the expected words: 62 of 100 of the news. */
export const answering = {
  /** Passages that sentences are taken from, 4..20. The expected words are among the first 10 in 92 of 100 of the news. */
  passagesToRead: 10,
  /**
   * The most passages that a language model is given, 4..20, as far as they fit. The expected words are among the first 4 in 89 of 100 of the
   * news and among the first 10 in 92.
   */
  passagesForModel: 10,
  /**
   * What the question's words in the sentence weigh, by their share, 0.5..2; the other weights are relative to it. Answers with the expected
   * words: at 0.5 three of 100 of the news more and as many of the sample, at 2 five and two fewer.
   */
  coverageWeight: 1,
  /** What the rank score of its passage weighs, 0.3..1: at 0.3 four of 100 of the news fewer have the expected words, at 1 two more. */
  passageWeight: 0.6,
  /**
   * Added for something of the kind that is asked for, 0..0.5: a name, a number, a date. At 0 four of 100 of the news and one of the sample
   * fewer have the expected words, at 0.5 two more and one fewer.
   */
  answerTypeWeight: 0.25,
  /**
   * Added when it is a quantity of the kind that is asked for, 0.1..0.3: "how many people" is answered by a number of people. With it the
   * best sentence says the expected words in 2 more questions of each set, of the 34 that ask so.
   */
  quantityWeight: 0.2,
  /**
   * What a piece of a longer quotation loses, because who speaks is not in it, 0..0.5: the same answers on both sets, easier to read.
   */
  brokenLoss: 0.2,
  /** What being from the newest article weighs where the newest is asked for, 0.3..0.7; halves every `recencyHalfLifeDays`. Looked at, not measured. */
  newestWeight: 0.5,
  /** What the cosine of the passage that the sentence was found by weighs, 0..0.5: one question of 100 of either set. */
  cosineWeight: 0.3,
  /**
   * How much less words weigh, and how much more the kind of thing asked for, where the question's words are everywhere (see `rareWord`), 0..0.5
   * each: 3 of 170 questions of the sample more are answered with the expected words.
   */
  weakWordsLoss: 0.3,
  /** The latter, 0..0.5; measured with the former. */
  weakWordsTypeGain: 0.3,
  /**
   * A word that stands in the headline or the sentences before and after counts this much of one in the sentence itself, 0.2..0.5. The
   * best sentence says the expected words in 46 of 100 of the news and 59 of 105 of the sample; with 0.5 in 43 and 57.
   */
  contextShare: 0.35,
  /**
   * The same of a word that stands in the headline alone, 0..1, for the evidence that a question's words stand together. Not
   * measured by itself: no order depends on it.
   */
  headlineShare: 0.5,
  /** The best sentences, by which it is judged how near the question and its names are, 1..8. 4 to 8 are the same within chance. */
  sentencesToWeigh: 4,
  /**
   * A question without a name that is no nearer to any passage than this is about something else, 0.25..0.28. Of 18 that were asked of no
   * coverage ("I need advice") the nearest has 0.26; of the answerable ones without a name the farthest has 0.28 on the sample, 0.53 on the news.
   */
  leastCosine: 0.27,
  /** The same for one with "you", by which the bot is mostly meant, and sometimes anybody ("how long should you isolate?"). 0.3..0.4. */
  leastCosineToYou: 0.35,
  /** Passages that show how a word of a question typed without capitals is written, where those found do not have it; 1..10. */
  usagesToRead: 3,
  /** Sentences of fewer words say too little to stand alone, such as "He nodded." 2..6: the same on both sets. */
  fewestWords: 4,
  /** Longer ones are no sentences, but lists or tables, 400..1000: the same on both sets. */
  mostCharacters: 700,
  /**
   * A further sentence must score this share of the best one's score to be shown, 0.6..0.95: at 0.8 three of 100 of either set fewer have the expected
   * words, at 0.95 some fifteen; at 0.6 as many as at 0.7, in longer answers.
   */
  leastShare: 0.7,
  /**
   * Two sentences that share this much of the words of the shorter say the same, 0.4..0.8: at 0.4 two and one of 100 fewer have
   * the expected words, at 0.8 one fewer of the news and one more of the sample.
   */
  sameSentenceOverlap: 0.6,
  /** The most sentences of one article, 1..4: at 1 six of 100 of either set fewer have the expected words, from 3 on three of the news. */
  sentencesPerArticle: 2,
  /** Headlines offered where there is no answer, 1..5. A matter of room, not measured. */
  relatedHeadlines: 3,
} as const;

/**
 * What each part of the evidence adds to the log odds that the passages answer a question: a logistic regression with an L2 penalty of
 * 1 and no negative weight, on the news and the first 161 of the sample counting alike. Each weight is in -8..8, and what it weighs in 0 to 1. Area under the ROC curve,
 * cross-validated in five parts: 0.966 and 0.834. `npm run tune -- --only confidence <cases.jsonl>...` fits the like on any sets; the news are not part of
 * the project.
 */
export const confidenceWeights = {
  intercept: -4.96,
  bestCosine: 1.61,
  passageCoverage: 1.45,
  answerCosine: 1.81,
  nameCoverage: 1.52,
  togetherness: 2.96,
  typedTogetherness: 1.95,
} as const;

/**
 * What becomes of the confidence where a question takes for granted what no passage says of whom it names. Measured on the sample before and
 * after: false premises refused 46 and 85 of 100, answerable questions answered the same; 0008-ranking.md has the rest.
 */
export const premises = {
  /** What the odds are divided by where the passages are silent, 1..10: such a question is answered from 0.75 on instead of 0.5. */
  unsaidOdds: 3,
  /**
   * The most confidence where an article says it of somebody else, or denies it. 0..0.34, below every one of `answerThresholds`: not measured, since only that counts; a language model is
   * still asked, but not by `careful`.
   */
  ofOthers: 0.2,
} as const;

/**
 * From this confidence on, 0..1, a question is answered from the articles' own sentences. `balanced` is where a mistake of either kind is
 * equally likely. `careful` is above every question of either set that must be refused (the highest has 0.956). Answered and refused by
 * each, of 100: news 40 and 100, 96 and 92, 96 and 86; sample 27 and 100, 87 and 78, 93 and 65.
 */
export const answerThresholds = { careful: 0.96, balanced: 0.5, eager: 0.35 } as const;

/**
 * From this confidence on, 0..1, a language model is asked; below it the passages are about something else. Much lower than
 * `answerThresholds`, because a model reads what words and vectors only compare, and says itself when it finds nothing. Answerable
 * questions that get through and others that do not, of 100: news 96 and 81, 99 and 38, 100 and 15; sample 95 and 61, 100 and 34, 100 and 22.
 */
export const modelThresholds = { careful: 0.3, balanced: 0.1, eager: 0.05 } as const;

/**
 * When passages carry a sentence that a language model wrote. Its nearness, `intercept` + `coverageWeight` × the share of its words that they
 * hold + `cosineWeight` × its cosine to the nearest of their sentences, must be 0 or more. The weights are those of a logistic regression
 * on the tuning half of tests/answer/verify/answers.jsonl, the intercept is where one in forty of the supported sentences would be lost.
 *
 * Behind each range is what its ends and what lies between do to the tables of tests/answer/verify, with the rest as it is: of 309 faulty
 * sentences 294 are removed or cited rightly, of 518 right ones 498 were kept as the ranges were measured (docs/decisions/0007-checking-citations.md).
 */
export const checking = {
  /** -4..-3: at -3 five more of the faulty pass, at -4 eighteen more of the right are lost. */
  intercept: -3.5,
  /** 3.4..4.4: at 3.4 nine more of the right are lost, at 4.4 three more of the faulty pass. */
  coverageWeight: 3.9,
  /** 3.7..4.7: at 3.7 six more of the right are lost, at 4.7 two more of the faulty pass. */
  cosineWeight: 4.2,
  /**
   * The nearness of a passage that the model did not cite, since nothing but the words speaks for it: about as likely as not in the same
   * regression. 0.8..2.4: at 0.8 six more of the faulty pass, at 1.2 two, from 2 on one.
   */
  leastToRecite: 1.6,
  /**
   * What the cosine is taken to be before it is known, since sentences that share many words are never less near. 0..0.45: one less of
   * either at 0 and 0.15, and 293 and 502 at 0.45.
   */
  leastCosine: 0.3,
  /** Words of the headline, the lead and the sentences beside count this much of those of the sentence itself. 0..1 are within three. */
  contextShare: 0.5,
  /** Further sentences of one passage that are cited because they hold a fact. 0..4 decide nothing; more would make a citation long. */
  mostExtras: 2,
  /** From this share of the sentence's words on, a headline or lead is about the same and must not say the opposite. 0..1 are the same. */
  leastOfLead: 0.4,
  /** A passage with a smaller share of a sentence's words is never near enough to be cited unasked, 0.1..0.4. It saves time; not measured. */
  leastToTry: 0.2,
  /** Cited passages with less of a sentence's words than this are compared with those that were not cited, 0.3..0.5. */
  weaklyCited: 0.4,
  /** The share of a sentence's words from which, being twice theirs, another passage is cited in their place, 0.4..0.7. Not measured. */
  clearlyCited: 0.5,
  /** How much of what the nearest sentence tells another one must, to be the one whose speaker is meant, 0.5..1. One value was measured. */
  leastOfAttributed: 0.7,
  /** The share of a cause's words that the evidence may have and the cause still be invented, 0.34..0.67; at 0.34 two more of the tables' pass. */
  mostOfCause: 0.5,
  /** The same for what somebody sought to do, which is told in other words more often ("a bid to have it thrown out"), 0.2..0.5. Not measured. */
  mostOfPurpose: 0.34,
  /** The share of what stands behind a verb from which two sentences tell of one event, 0.3..0.7. One value was measured. */
  leastOfSameEvent: 0.5,
  /** The share of a sentence's words that a second sentence of a passage must bring to be cited with the first, 0..0.2. Not measured. */
  leastGain: 0.08,
  /** What the cosine counts beside the words in choosing the sentence of a passage that another is from, 0..1. Not measured. */
  cosineShare: 0.5,
  /** What a figure or a date counts beside words in choosing it, 2..8, as much as a rare word. Not measured. */
  factWeight: 4,
  /** How much nearer another figure must be to what the sentence says before the one it has counts as swapped, 1..2. Not measured. */
  clearlyNearer: 1.35,
  /** Surroundings of a figure that share less than this, in weights of words, say nothing about which figure is meant, 0..3. Not measured. */
  leastSurroundings: 1.2,
  /**
   * The same for a date that stands beside nothing of what is said, where less of another one's surroundings decides, 0..1.2. One value was measured on four tables of
   * answers about real and made-up news: removes two faulty sentences more and no right one.
   */
  leastBesideNothing: 0.6,
  /** How much nearer other people must be to what is said of somebody before the sentence counts as being about the wrong one, 1..2.5. Not measured. */
  clearlyAnother: 1.6,
  /** With less around it, in weights of words, a name belongs to nothing, 3..10. One value was measured. */
  leastAround: 6,
  /** The share of what stands around a name that sentences about others hold before it is theirs, 0.5..0.8. At 0.5 one more of 412 right sentences is lost, one more faulty found. */
  leastOfOthers: 0.6,
  /** The most of that which a sentence with the name itself may have, 0.4..0.7: at 0.7 two more of 412 right sentences are lost. */
  mostOfOwn: 0.5,
  /** Sentences that hold so much of the most are looked at as well. 0.75..0.95 were the same in a first form of the rule. */
  asNear: 0.85,
  /** How much nearer two names must each be to the other's place to have changed them. 1.1..1.6 are within one. */
  clearlyCrossed: 1.1,
  /** The same in weights of words. 0.6..2: at 0.6 two more of 412 right sentences are lost and one more faulty found, at 1.2 one is lost. */
  leastCrossed: 2,
  /** The share of a sentence's words from which nouns that are there on one side and denied on the other turn it round, 0.1..0.5. Not measured. */
  leastDenied: 0.2,
  /**
   * A sentence is removed when every one of its citations says it with less probability than this, 0.2..0.8, by the model that
   * ONRECORD_ENTAILMENT_MODEL names. Below a half, because the rules have let the sentence through and cited words lack what stands around them in
   * the article. A default, not measured with a real model, as there was none to be had.
   */
  leastEntailment: 0.4,
} as const;

/** How the quotes that are about something are chosen. Looked at on the quotes of the sample coverage. */
export const quoting = {
  /** Quotes that the words contribute, and as many the vectors, 12..48. Their paragraphs are embedded for the question: 48 take a third of a second. */
  candidatesPerList: 24,
  /** Passages that are looked at for their quotes within a choice of quotes, 20..100. Not measured. */
  nearestPassages: 40,
  /** The same without one, where most passages have no quote, 100..400. Not measured. */
  nearestOfAll: 200,
  /** What having every topic word is worth, in cosine, 0..0.5. Not measured. */
  wordWeight: 0.2,
  /**
   * From this sum of cosine and words on, a quote is about it, 0.3..0.5. With all-MiniLM-L6-v2 unrelated sentences of one body of coverage
   * reach 0.3, since they have their names in common.
   */
  leastRelevance: 0.35,
} as const;
