import type { Exchange } from '../domain/conversation.js';
import type { Draft } from './exchanges.js';
import { renderAnswer } from './render/answer.js';
import { renderQuotes } from './render/quotes.js';
import { small, type Markdown } from './render/markdown.js';
import type { Rendered } from './render/rendered.js';
import { renderVerifications } from './render/verification.js';

/** An exchange as it is first shown. */
export function renderExchange(exchange: Exchange, note?: string | Markdown): Rendered {
  const { id, shown, isPrivate } = exchange;
  switch (shown.kind) {
    case 'answer':
      return renderAnswer({ id, shown, isPrivate, ...noteOf(note ?? shown.outcome.note) });
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

function noteOf(note: string | Markdown | undefined): { note?: string | Markdown } {
  return note === undefined ? {} : { note };
}
