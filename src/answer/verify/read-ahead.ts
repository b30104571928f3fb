import { foldTypography } from '../../domain/typography.js';
import { findAttributors } from './attributors.js';
import { readFrames } from './frames.js';
import { languageOf } from './language.js';
import { readPolarity } from './negation.js';
import type { ListedSentence, PreparedPassage } from './prepare.js';
import { readParts } from './parallels.js';
import { remember } from './remember.js';
import { aliasStems, wordsOfSpeaker } from './speakers.js';

/**
 * Reads of passages what every sentence of an answer is compared with, so that it is known when the answer arrives. All of it would be read and
 * remembered when it is first needed as well. Linear.
 */
export function readAhead(passages: readonly PreparedPassage[]): void {
  for (const passage of passages) {
    passageLanguage(passage);
    for (const sentence of passage.sentences) {
      foldedTextOf(sentence);
      readParts(sentence);
    }
    for (const speaker of passage.speakers) {
      wordsOfSpeaker(speaker);
      aliasStems(speaker);
    }
    for (const { tokens } of [...passage.sentences, passage.headline, passage.lead]) {
      readPolarity({ tokens });
      readFrames(tokens);
      findAttributors({ tokens });
    }
  }
}

// Only what is in one language can be compared word by word.
const languages = new WeakMap<PreparedPassage, string | null>();

/** The language of a passage; see `languageOf`. */
export function passageLanguage(passage: PreparedPassage): string | null {
  return remember(languages, passage, () => languageOf(passage.given.text));
}

const foldedTexts = new WeakMap<ListedSentence, string>();

/** A sentence's words without the differences that printing makes. */
export function foldedTextOf(sentence: ListedSentence): string {
  return remember(foldedTexts, sentence, () => foldTypography(sentence.text).folded);
}
