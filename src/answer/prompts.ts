import type { Turn } from '../domain/conversation.js';
import type { ChatMessage } from '../ports.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import type { PromptTemplate } from './prompt-template.js';

/** The prompts there are, with their placeholders. */
export const promptFiles = {
  answer: { file: 'prompts/answer.md', names: ['mark', 'passages', 'question', 'sentences', 'today'] },
  condense: { file: 'prompts/condense.md', names: ['history', 'mark', 'question', 'today'] },
} as const;

export type Prompts = Record<keyof typeof promptFiles, PromptTemplate>;

/** What a model says, alone on a line, when the passages do not answer the question. */
export const noAnswer = 'NO ANSWER';
/** How a line begins that says what the passages leave open. */
export const missing = 'MISSING:';

export interface AnswerRequest {
  question: string;
  /** ISO day. */
  askedOn: string;
  passages: readonly RetrievedPassage[];
  /** The most sentences. */
  sentences: number;
  /** Random, new for each request; it may occur in none of the texts. */
  mark: string;
}

/** The messages that ask for an answer; the passages have the numbers from 1, in their order. */
export function renderAnswerPrompt(template: PromptTemplate, request: AnswerRequest): ChatMessage[] {
  const { passages, mark } = request;
  const newest = passages.map(({ article }) => article.publishedAt?.slice(0, 10) ?? '').reduce(later, '');
  return template.fill({
    mark,
    today: request.askedOn,
    sentences: String(request.sentences),
    question: fence(mark, 'question', oneLine(request.question)),
    passages: passages.map((passage, i) => renderPassage(passage, i + 1, newest, mark)).join('\n\n'),
  });
}

function renderPassage(
  { shown: { text }, article }: RetrievedPassage,
  n: number,
  newest: string,
  mark: string,
): string {
  const { outlet, title, authors, publishedAt } = article;
  const day = publishedAt?.slice(0, 10);
  const lines = [
    `Outlet: ${oneLine(outlet ?? 'not known')}`,
    `Headline: ${oneLine(title)}`,
    `Authors: ${oneLine(authors.join(', ')) || 'not known'}`,
    `Date: ${day ?? 'not known'}${day !== undefined && day === newest ? ' (the newest)' : ''}`,
    '',
    visible(text),
  ];
  return fence(mark, `passage ${n}`, lines.join('\n'));
}

/** Sentences of an earlier answer that are repeated; what somebody asks next is mostly about its beginning. */
const sentencesOfTurn = 4;
const turnsTold = 4;

/** The messages that ask for a follow-up as a question of its own. */
export function renderCondensePrompt(
  template: PromptTemplate,
  request: { question: string; askedOn: string; turns: readonly Turn[]; mark: string },
): ChatMessage[] {
  const { question, askedOn, turns, mark } = request;
  const history = turns.slice(-turnsTold).map(({ question: asked, outcome }, i) => {
    const answer = outcome.sentences.slice(0, sentencesOfTurn).map(({ text }) => oneLine(text));
    return fence(
      mark,
      `exchange ${i + 1}`,
      `Question: ${oneLine(asked)}\nAnswer: ${answer.join(' ') || 'The coverage holds no answer.'}`,
    );
  });
  return template.fill({
    mark,
    today: askedOn,
    question: fence(mark, 'question', oneLine(question)),
    history: history.join('\n\n'),
  });
}

/** A text between two lines that nobody who writes articles or questions can know. */
function fence(mark: string, name: string, text: string): string {
  return `<<${mark} ${name}>>\n${text}\n<<${mark} end of ${name}>>`;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/gu, ' ').trim();
}

/** Without control, format and private characters, which a reader does not see and a model does. */
function visible(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, ' ');
}
