import { createFrame, isFiniteVerb, type Frame } from './clauses.js';
import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';
import { findPhrases, subjectPronouns, type Vocabulary } from './phrases.js';
import { splitSentences } from './sentences.js';
import { findVerbForm, isAlsoNoun } from './speech-verbs.js';
import { tokenize, type Token } from './tokens.js';

/** The paragraphs of a text as the grammar sees them, in order, with every piece as one token. */
export function readFrames(body: string, paragraphs: readonly Span[], pieces: readonly Piece[]): Frame[] {
  const tokenLists: Token[][] = [];
  const words: Vocabulary = { small: new Set(), inside: new Set() };
  let piece = 0;
  for (const paragraph of paragraphs) {
    while (piece < pieces.length && pieces[piece]!.end <= paragraph.start) piece++;
    const tokens = tokenize(body, paragraph, pieces, piece);
    tokens.forEach((token, i) => {
      if (token.kind !== 'word') return;
      if (!token.capital) words.small.add(token.lower);
      else if (tokens[i - 1]?.kind === 'word' && !tokens[i - 1]!.capital) words.inside.add(token.lower);
    });
    tokenLists.push(tokens);
  }
  return tokenLists.map((tokens, index) => {
    const sentences = splitSentences(body, tokens, pieces, (from, ending) =>
      ending === 'mark' ? namesSpeaker(tokens, from) : onlyNamesSpeaker(tokens, from),
    );
    return createFrame(index, tokens, sentences, findPhrases(tokens, sentences, words));
  });
}

/** Whether nothing but the speaker and a verb of speech follows a quotation that ends in a full stop: “It holds.” Ann Poe said. */
function onlyNamesSpeaker(tokens: readonly Token[], from: number): boolean {
  let i = from;
  while (i < from + 3 && tokens[i]?.kind === 'word' && tokens[i]!.capital) i++;
  const verb = tokens[i];
  const after = tokens[i + 1];
  if (i === from || verb?.kind !== 'word' || (after !== undefined && after.text !== '.')) return false;
  const form = findVerbForm(verb.lower);
  return form?.strength === 'strong' && (form.form === 'past' || form.form === 'present') && !isAlsoNoun(verb.lower);
}

/** Whether what follows a quotation ending in ? or ! tells who spoke ("he asked", "Ms. Poe cried"): its first verb is one of speech. */
function namesSpeaker(tokens: readonly Token[], from: number): boolean {
  const first = tokens[from]!;
  if (subjectPronouns.has(first.lower) && first.capital && first.text !== 'I') return false;
  for (let i = from + 1; i < Math.min(tokens.length, from + 30); i++) {
    const token = tokens[i]!;
    if (token.kind === 'sign' && /^[.;:!?]$/.test(token.text)) return false;
    if (token.kind !== 'word' || token.capital) continue;
    if (token.lower === 'who') {
      while (i < tokens.length && tokens[i]!.text !== ',' && tokens[i]!.text !== '.') i++;
      continue;
    }
    if (!isFiniteVerb(token.lower)) continue;
    const form = findVerbForm(token.lower);
    return form?.strength === 'strong' && (form.form === 'past' || form.form === 'present');
  }
  return false;
}
