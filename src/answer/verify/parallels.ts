import { sameFigure, type Figure } from './figures.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';
import { unitOf } from './units.js';

/** One of several things that a sentence tells side by side: "3 litres for men" of "3 litres for men and 2 for women". */
export interface Part {
  /** What stands before its first verb or figure. */
  subject: ReadonlySet<string>;
  /** Everything that it says something with. */
  stems: ReadonlySet<string>;
  /** Stems right behind each preposition. */
  placed: ReadonlyMap<string, ReadonlySet<string>>;
  figures: readonly Figure[];
  /** Whether it is set against another by "while" or a semicolon. */
  isContrast: boolean;
}

/**
 * What a sentence says of one of two things that its evidence says of the other, where the evidence tells of both side by side: "A rose 6 %" where it has
 * "A rose 4 % and B 6 %", or "the northern office covers the islands" where the southern one does, "while" the northern covers the hills. The figure
 * or word, or undefined.
 */
export function findCrossed(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = readParts(stated);
  for (const sentence of evidence) {
    const theirs = readParts(sentence);
    if (theirs.length < 2) continue;
    for (const part of own) {
      const crossed = crossedFigure(part, theirs) ?? crossedSubject(part, theirs);
      if (crossed !== undefined) return crossed;
    }
  }
  return undefined;
}

/** A figure beside which stands what the evidence has, in the same place, beside another figure. */
function crossedFigure(own: Part, theirs: readonly Part[]): string | undefined {
  const [figure, more] = own.figures;
  if (figure === undefined || more !== undefined) return undefined;
  const held = theirs.filter(({ figures }) => figures.some((other) => sameFigure(figure, other)));
  const [part] = held;
  if (held.length !== 1 || part === undefined) return undefined;
  const isSwapped = theirs.some((other) => {
    if (other === part || !other.figures.some((rival) => isLike(figure, rival))) return false;
    const votes = [
      turned(own.subject, part.subject, other.subject),
      ...[...part.placed].map(([preposition, stems]) => {
        const rival = other.placed.get(preposition);
        const where = new Set([...own.subject, ...(own.placed.get(preposition) ?? [])]);
        return rival === undefined ? undefined : turned(where, stems, rival);
      }),
    ];
    return votes.includes(true) && !votes.includes(false);
  });
  return isSwapped ? figure.text : undefined;
}

/** Of two things that stand in the same place: whether only the other one is there, or only the right one; undefined for both and neither. */
function turned(own: ReadonlySet<string>, mine: ReadonlySet<string>, rival: ReadonlySet<string>): boolean | undefined {
  const hasMine = [...mine].some((stem) => !rival.has(stem) && own.has(stem));
  const rest = [...rival].filter((stem) => !mine.has(stem));
  // "B 6 %": what is left out is the same.
  if (rest.length === 0) return undefined;
  const hasRival = rest.every((stem) => own.has(stem));
  return hasMine === hasRival ? undefined : hasRival;
}

/** The subject of one part with what only another part says. */
function crossedSubject(own: Part, theirs: readonly Part[]): string | undefined {
  const only = (stems: ReadonlySet<string>, part: Part): string[] =>
    [...stems].filter((stem) => !theirs.some((other) => other !== part && other.stems.has(stem)));
  const said = (part: Part): string[] =>
    only(part.stems, part).filter((stem) => !part.subject.has(stem) && own.stems.has(stem));
  for (const part of theirs) {
    const subject = only(part.subject, part);
    if (!part.isContrast || subject.length === 0 || !subject.every((stem) => own.stems.has(stem))) continue;
    for (const other of theirs) {
      const others = only(other.subject, other);
      if (other === part || others.length === 0 || others.some((stem) => own.stems.has(stem))) continue;
      const crossed = said(other);
      if (crossed.length >= fewestCrossed && crossed.length > 2 * said(part).length) return crossed[0];
    }
  }
  return undefined;
}

/** Fewer words in common with the other part may be due to chance. */
const fewestCrossed = 2;

/** Whether one figure may stand where the other does. */
export function isLike(a: Figure, b: Figure): boolean {
  return a.kind === b.kind && a.isOrdinal === b.isOrdinal && a.isYear === b.isYear && a.unit === b.unit;
}

const setsAgainst = ({ key, text }: Token): boolean => text === ';' || key === 'while' || key === 'whereas';
/** Verbs of grammar and of telling end a subject as others do. */
const endsSubject =
  /^(?:is|are|was|were|be|has|have|had|will|would|could|can|may|might|said|says|say|told|added|wrote|reported)$/u;

/** A sentence cut where it sets one thing beside another: at "while", at a semicolon, and at "and" or a comma between two figures of a kind. */
export function cutParallels(sentence: ReadSentence): [from: number, to: number][] {
  const { tokens } = sentence;
  const cuts = new Set<number>();
  tokens.forEach((token, i) => {
    if (!token.quoted && i > 0 && setsAgainst(token)) cuts.add(i);
  });
  const figures = figuresOf(sentence);
  for (const [i, figure] of figures.entries()) {
    const next = figures[i + 1];
    if (next === undefined || !isLike(figure, next) || next.from - figure.to < 2) continue;
    const between = tokens.slice(figure.to, next.from);
    if (between.some((_, k) => cuts.has(figure.to + k))) continue;
    const isRange =
      /^(?:to|from|than|of)$/u.test(tokens[next.from - 1]!.key) && between.every(({ isContent }) => !isContent);
    if (isRange) continue;
    const cut = ['but', 'and', ',']
      .map((word) => between.findLastIndex(({ key }) => key === word))
      .find((at) => at !== -1);
    if (cut !== undefined) cuts.add(figure.to + cut);
  }
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), tokens.length];
  return bounds.slice(0, -1).map((from, k) => [from, bounds[k + 1]!]);
}

function figuresOf({ figures }: ReadSentence): Figure[] {
  return figures.filter(({ isWeak, isDerived }) => !isWeak && !isDerived);
}

const parts = new WeakMap<ReadSentence, readonly Part[]>();

/** What a sentence tells side by side; a single part where it tells of one thing. Linear; remembered for the sentence. */
export function readParts(sentence: ReadSentence): readonly Part[] {
  return remember(parts, sentence, () => {
    const figures = figuresOf(sentence);
    return cutParallels(sentence).map(([from, to]) => readPart(sentence, sentence.tokens, figures, from, to));
  });
}

/** "The office serves the ports": a verb in the present, behind its subject. */
function isPresent(tokens: readonly Token[], i: number): boolean {
  return (
    /[^s]s$/u.test(tokens[i]!.key) &&
    tokens[i - 1]?.isContent === true &&
    (tokens[i + 1]?.isCapital === true ||
      /^(?:the|a|an|his|her|their|its|all|both|only|about)$/u.test(tokens[i + 1]?.key ?? ''))
  );
}

function readPart(
  { dates }: ReadSentence,
  tokens: readonly Token[],
  all: readonly Figure[],
  from: number,
  to: number,
): Part {
  const figures = all.filter((figure) => figure.from >= from && figure.to <= to);
  const isDate = ({ start, end }: Token): boolean => dates.some((date) => start < date.end && end > date.start);
  const telling = (token: Token): boolean => token.isContent && unitOf(token.key) === undefined && !token.quoted;
  const stems = new Set<string>();
  const subject = new Set<string>();
  const placed = new Map<string, Set<string>>();
  let isSubject = true;
  let preposition: string | undefined;
  for (let i = from; i < to; i++) {
    const token = tokens[i]!;
    if (
      isVerb(tokens, i) ||
      isPresent(tokens, i) ||
      endsSubject.test(token.key) ||
      figures.some((figure) => i >= figure.from && i < figure.to)
    )
      isSubject = false;
    if (/^(?:for|in|at|among|by|from|of|on|to|with)$/u.test(token.key)) preposition = token.key;
    else if (token.kind === 'sign' || isVerb(tokens, i)) preposition = undefined;
    if (isDate(token)) {
      const text = token.key;
      if (preposition !== undefined) placed.set(preposition, (placed.get(preposition) ?? new Set()).add(text));
      stems.add(text);
      continue;
    }
    if (!telling(token)) continue;
    stems.add(token.stem);
    if (isSubject && preposition === undefined) subject.add(token.stem);
    if (preposition !== undefined) placed.set(preposition, (placed.get(preposition) ?? new Set()).add(token.stem));
  }
  const isContrast = [tokens[from], tokens[to]].some((token) => token !== undefined && setsAgainst(token));
  return { subject, stems, placed, figures, isContrast };
}
