import { AppError } from '../errors.js';

/** What a question is about to find out; the report shows each kind by itself. */
export const caseKinds = [
  'who',
  'what',
  'when',
  'where',
  'how many',
  'why',
  'comparison',
  'several articles',
  'timeline',
  'other',
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** A stretch of an article that answers a question, by its words or by its offsets in the article's body. */
export type CasePassage = { article: string } & ({ text: string } | { start: number; end: number });

/** One question with what is known about its answer. */
export interface EvaluationCase {
  id: string;
  question: string;
  /** ISO day; undefined for the day of the run. */
  askedOn: string | undefined;
  kind: CaseKind;
  /** What makes it hard, such as "near miss: wrong year"; undefined when nothing does. */
  trait: string | undefined;
  /** False when the coverage does not hold the answer, so that the question must be refused. */
  isAnswerable: boolean;
  /** The articles that answer it, each by its id, its address or the beginning of its headline; empty when it must be refused. */
  articles: string[];
  /** The passages that answer it, of such articles; empty when the case names articles alone. */
  passages: CasePassage[];
  /** What an answer must say: of each fact one of its wordings. Empty when nothing is expected or it must be refused. */
  facts: string[][];
}

/**
 * Reads cases from JSON lines; `evaluation/README.md` describes them. Empty lines are skipped.
 *
 * @throws AppError `CONTENT_MALFORMED`, naming the line and what was expected, for the first line that is no case, for an id
 * that comes twice, and for a file without cases.
 */
export function parseCases(text: string, name: string): EvaluationCase[] {
  const cases: EvaluationCase[] = [];
  const seen = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const place = `${name}, line ${index + 1}`;
    const parsed = parseCase(line, place, `line-${index + 1}`);
    const earlier = seen.get(parsed.id);
    if (earlier !== undefined)
      throw malformed(place, `an id of its own`, `${JSON.stringify(parsed.id)} as on line ${earlier}`);
    seen.set(parsed.id, index + 1);
    cases.push(parsed);
  });
  if (cases.length === 0) throw malformed(name, 'at least one case', 'none');
  return cases;
}

function parseCase(line: string, place: string, fallbackId: string): EvaluationCase {
  const record = parseObject(line, place);
  const { question, askedOn, kind = 'other', trait, answerable = true, id = fallbackId } = record;
  if (typeof question !== 'string' || question.trim() === '') throw malformed(place, 'a text as "question"', question);
  if (typeof id !== 'string' && typeof id !== 'number') throw malformed(place, 'a text or number as "id"', id);
  if (askedOn !== undefined && (typeof askedOn !== 'string' || !/^\d{4}-\d\d-\d\d/.test(askedOn))) {
    throw malformed(place, 'a day (2025-03-04) as "askedOn"', askedOn);
  }
  if (!isKind(kind)) throw malformed(place, `one of ${caseKinds.join(', ')} as "kind"`, kind);
  if (trait !== undefined && typeof trait !== 'string') throw malformed(place, 'a text as "trait"', trait);
  if (typeof answerable !== 'boolean') throw malformed(place, 'true or false as "answerable"', answerable);
  const passages = parsePassages(record['passages'], place);
  const named = parseTexts(record['articles'] ?? record['relevantArticleIds'], place, '"articles"');
  const articles = [...new Set([...named, ...passages.map(({ article }) => article)])];
  const facts = parseFacts(record['answer'], place);
  if (answerable && articles.length === 0)
    throw malformed(place, '"articles", "passages", or "answerable": false', 'none of them');
  if (!answerable && articles.length + facts.length > 0) {
    throw malformed(place, 'no "articles", "passages" or "answer" beside "answerable": false', 'both');
  }
  return {
    id: String(id),
    question,
    askedOn: askedOn?.slice(0, 10),
    kind,
    trait,
    isAnswerable: answerable,
    articles,
    passages,
    facts,
  };
}

function parseObject(line: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw malformed(place, 'a JSON object with a "question"', line.slice(0, 60));
}

function parseTexts(value: unknown, place: string, name: string): string[] {
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' && item.trim() !== '') return item;
    if (typeof item === 'number') return String(item);
    throw malformed(place, `texts as ${name}`, item);
  });
}

function parsePassages(value: unknown, place: string): CasePassage[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(place, 'a list as "passages"', value);
  return value.map((item: unknown) => {
    const { article, text, start, end } = (item ?? {}) as Record<string, unknown>;
    const [reference] = typeof article === 'object' ? [] : parseTexts(article, place, '"article" of a passage');
    if (reference !== undefined) {
      if (typeof text === 'string' && text.trim() !== '') return { article: reference, text: text.trim() };
      if (isOffset(start) && isOffset(end) && start < end) return { article: reference, start, end };
    }
    throw malformed(place, 'an "article" with a "text", or with "start" and "end", as each of "passages"', item);
  });
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function parseFacts(value: unknown, place: string): string[][] {
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((fact) => parseTexts(fact, place, '"answer"'));
}

function isKind(value: unknown): value is CaseKind {
  return caseKinds.some((kind) => kind === value);
}

function malformed(place: string, expected: string, got: unknown): AppError {
  const shown = typeof got === 'string' ? got : (JSON.stringify(got) ?? 'nothing');
  return new AppError('CONTENT_MALFORMED', `${place}: expected ${expected}, got ${shown}`, {
    hint: 'evaluation/README.md describes the form of a case.',
  });
}
