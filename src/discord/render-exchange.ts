import type { Exchange } from '../domain/conversation.js';
import { renderAnswer } from './render/answer.js';
import { renderQuotes } from './render/quotes.js';
import type { Rendered } from './render/rendered.js';
import { renderVerifications } from './render/verification.js';

/** An exchange as it is first shown. */
export function renderExchange(exchange: Exchange, note?: string): Rendered {
  const { id, shown, isPrivate } = exchange;
  switch (shown.kind) {
    case 'answer':
      return renderAnswer({ id, shown, isPrivate, ...(note === undefined ? {} : { note }) });
    case 'quotes':
      return renderQuotes({ id, shown, page: 0 });
    case 'verifications':
      return renderVerifications({ shown });
  }
}
