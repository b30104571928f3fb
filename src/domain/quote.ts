import type { Span } from './span.js';

/** A stretch of an article's body with its text: `body.slice(start, end) === text`. */
export interface TextSpan extends Span {
  text: string;
}

/**
 * What stands behind a quotation. `person`: someone with a name. `organisation`: a body that speaks as one (a campaign, a
 * newspaper, a ministry). `document`: a statement, letter, report, advertisement, sign. `anonymous`: someone who is described
 * but not named ("a senior official", "the protesters").
 */
export type SpeakerKind = 'person' | 'organisation' | 'document' | 'anonymous';

/** A name as articles print it, and how often. */
export interface Alias {
  name: string;
  count: number;
}

/** A speaker as one article shows it. */
export interface ArticleSpeaker {
  /** Position in the article's list of speakers; what `ArticleQuote.speaker` points to. */
  key: number;
  /** The fullest form of the name in the article, without title; for one without a name, the description as printed. */
  name: string;
  kind: SpeakerKind;
  /** Every form the article uses, most frequent first, equal counts in order of appearance. */
  aliases: Alias[];
  /** What the article says the speaker is ("the Kremlin’s spokesman"); null when it says nothing. */
  description: string | null;
  gender: 'male' | 'female' | null;
}

/** A quotation as found in one article. */
export interface ArticleQuote extends Span {
  /** `direct`: speech that stands on its own. `partial`: words woven into the reporter's sentence. */
  kind: 'direct' | 'partial';
  /** `body.slice(start, end)`: from the first quotation mark to the last, with what the reporter put in between. */
  text: string;
  /** The words that were quoted, without their marks: one span per stretch between marks, in order, disjoint, never empty. */
  segments: Span[];
  /** The words that introduce speech ("said", "according to"); null when there are none. */
  cue: TextSpan | null;
  /** Who spoke, as printed ("Mr. Putin", "he", "the prosecutor"); null when the article does not say. */
  mention: TextSpan | null;
  /** The `key` of the speaker; null when the article does not show who spoke. */
  speaker: number | null;
}

/** A speaker across all articles. */
export interface Speaker {
  /** Made from the name (and a number when two people share it); stable as long as the name is. */
  id: string;
  name: string;
  kind: SpeakerKind;
  /** Forms of the name with how often they are printed, most frequent first. */
  aliases: Alias[];
  description: string | null;
  gender: 'male' | 'female' | null;
}
