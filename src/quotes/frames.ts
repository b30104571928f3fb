import { createFrame, isFiniteVerb, type Frame } from './clauses.js';
import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';
import { findPhrases, subjectPronouns, type Vocabulary } from './phrases.js';
import { splitSentences } from './sentences.js';
import { findVerbForm } from './speech-verbs.js';
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
    const sentences = splitSentences(body, tokens, pieces, (from) => namesSpeaker(tokens, from));
    return createFrame(index, tokens, sentences, findPhrases(tokens, sentences, words));
  });
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
