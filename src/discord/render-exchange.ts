import type { Outcome } from '../domain/answer.js';
import type { Exchange } from '../domain/conversation.js';
import { describeTime } from '../domain/describe.js';
import type { Draft } from './exchanges.js';
import { renderAnswer } from './render/answer.js';
import { renderQuotes } from './render/quotes.js';
import { shorten } from './render/limits.js';
import { join, lines, md, small, timeOfDay, type Markdown } from './render/markdown.js';
import type { Rendered } from './render/rendered.js';
import { renderVerifications } from './render/verification.js';

/** An exchange as it is first shown, an answer with `note` and what is to know about the language model above it. */
export function renderExchange(exchange: Exchange, note?: Markdown): Rendered {
  const { id, shown, isPrivate } = exchange;
  switch (shown.kind) {
    case 'answer':
      return renderAnswer({ id, shown, isPrivate, note: lines(note ?? null, renderNote(shown.outcome)) });
    case 'quotes':
      return renderQuotes({ id, shown, page: 0 });
    case 'verifications':
      return renderVerifications({ shown });
  }
}

/** The same without controls, for an exchange that could not be kept: they would find nothing. */
export function withoutControls(rendered: Rendered): Rendered {
  if (rendered.components.length === 0) return rendered;
  const reason = small(
    'I cannot keep anything at the moment: there are no buttons below, and you cannot reply to this to go on.',
  );
  const content = [rendered.content, reason.markdown].filter((part) => part !== undefined).join('\n');
  return { ...rendered, content, components: [] };
}

/** An answer while it is being written: only sentences that have passed the checks, and nothing to press yet. */
export function renderDraft({ sentences, citations }: Draft): Rendered {
  const searched = { question: '', filters: {}, articles: 0, newest: null };
  const outcome = { outcome: 'answer', mode: 'model', sentences, citations, searched } as const;
  const shown = { kind: 'answer', question: '', askedOn: '', outcome, excerpts: [] } as const;
  const { embeds } = renderAnswer({ id: '', shown: { ...shown, excerpts: [] }, isPrivate: false });
  const footer = { text: 'Still writing. Every sentence is checked before it is shown.' };
  return { embeds: embeds.map((embed) => ({ ...embed, title: 'Writing …', footer })), components: [] };
}

/** Characters of a note: far more than one has, and what leaves room in a message. */
const longestNote = 900;

/** The note of an outcome, with its time by each reader's own clock; null without one. */
function renderNote({ note, until }: Outcome): Markdown | null {
  if (note === undefined) return null;
  const text = shorten(note, longestNote);
  if (until === undefined) return md`${text}`;
  return join(
    text.split(describeTime(until)).map((part) => md`${part}`),
    timeOfDay(until).markdown,
  );
}
