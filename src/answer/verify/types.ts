import type { Span } from '../../domain/span.js';

/** Who is quoted, as the index knows the speaker across the coverage. */
export interface GivenSpeaker {
  id: string;
  name: string;
  /** Every form that articles print, in any order. */
  aliases: readonly string[];
  description: string | null;
  gender: 'male' | 'female' | null;
}

/** A quotation of the passage's article. All offsets are of the article's body. */
export interface GivenQuote extends Span {
  /** The words that were quoted, without their marks, in order; never empty. */
  segments: readonly Span[];
  /** Who spoke, as printed ("he"); null when the article does not say. */
  mention: string | null;
  /** Null when the article does not show who spoke. */
  speaker: GivenSpeaker | null;
}

/** What is known of the article that a passage is from. It counts as part of the passage where a sentence is about it. */
export interface GivenArticle {
  title: string;
  outlet: string | null;
  authors: readonly string[];
  publishedAt: string | null;
  /** The article's first paragraph, which says whom and what it is about; empty when it is not known. */
  lead: string;
}

/** A passage as it was given to the model, under the number of its place in the list, from 1. */
export interface GivenPassage {
  articleId: string;
  /** `body.slice(start, start + text.length)` of the article. */
  text: string;
  start: number;
  article: GivenArticle;
  /** All quotations of the article: those within the passage are compared, the others tell the names of its people. */
  quotes: readonly GivenQuote[];
}

/** What the checks need of the world. */
export interface CheckTools {
  /** How much each folded word says, as its inverse document frequency: 0 for one that is everywhere. In the order of `words`. */
  weigh(words: readonly string[]): Promise<number[]>;
  /** One vector of unit length per text, in order. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  /**
   * How probable it is that each of some words says what a sentence states, 0..1, in the order of `words`. Without it, sentences are
   * checked by rules alone.
   */
  entails?(sentence: string, words: readonly string[]): Promise<number[]>;
}

/** Why a sentence was removed. Stable: programs may switch on it. */
export const removalReasons = {
  'nothing-said': 'Nothing was left of it without links, markup and markers.',
  'not-in-passages': 'It says that the passages do not tell; that is an abstention and no statement.',
  'talks-about-itself':
    'It is about the model or its instructions, calls on people of the channel, or holds what looks like a secret.',
  'other-language': 'It is in another language than the passages, so that its words cannot be compared.',
  'lost-reference': 'It begins with a pronoun that stands for somebody of a sentence that was removed.',
  figure: 'A number, sum or time is not in a cited passage, or stands there for something else.',
  date: 'A date is not in a cited passage.',
  name: 'A name is not in a cited passage, or somebody else did there what it says.',
  outlet: 'It names an outlet that no cited passage is from or names.',
  quotation: 'The words in quotation marks are not in a cited passage, letter by letter.',
  speaker: 'The words in quotation marks were spoken by somebody else.',
  polarity: 'The cited passage says the opposite.',
  certainty: 'The cited passage says it with a reservation that the sentence leaves out.',
  attribution: 'The cited passage does not have it from whom the sentence names.',
  roles: 'Who did it and to whom it was done are the other way about in the cited passage.',
  unsupported: 'No sentence of a cited passage is near enough to what it says.',
} as const;

export type RemovalReason = keyof typeof removalReasons;

/** A sentence of a model's answer as it was read: without markup, with the numbers of its markers. */
export interface ModelSentence {
  text: string;
  /** In order of appearance, each once; they may be numbers of no passage. */
  numbers: readonly number[];
  /** Whether it called on people of a channel, which was taken off. */
  hasMention?: boolean;
  /** An address that was taken out of its words, which are torn without it. */
  tornAddress?: string;
}

/** A stretch of a passage that supports a sentence: one or two sentences, `passage.text.slice(start, end)`. */
export interface Support extends Span {
  /** Index into the passages given, from 0. */
  passage: number;
}

/** A sentence that may be shown. */
export interface KeptSentence {
  verdict: 'kept';
  /** The model's words, with quotations as the article prints them. */
  text: string;
  /** By passage and place; never empty. */
  citations: Support[];
  /** Whether the passages that support it are others than the model cited. */
  recited: boolean;
}

/** A sentence that may not be shown. */
export interface RemovedSentence {
  verdict: 'removed';
  text: string;
  reason: RemovalReason;
  /** What exactly was not found: a number, a name, the words of a quotation. */
  detail: string;
}

export type CheckedSentence = KeptSentence | RemovedSentence;
