/** What one piece of a streamed chat completion, or a whole one, says. */
export interface ChatChunk {
  /** Empty when it brings none; reasoning is left out. */
  text: string;
  /** Why the answer ended; null while it goes on. */
  finish: string | null;
  usage: { inputTokens: number; outputTokens: number } | null;
  /** What a server says went wrong in the middle of a stream. */
  error: string | null;
}

/**
 * Reads a chunk as OpenAI, Azure, Ollama, vLLM, llama.cpp and LM Studio send them. Unknown fields are ignored; missing ones count as
 * empty. Never throws.
 */
export function parseChatChunk(chunk: unknown): ChatChunk {
  const { choices, usage, error, object, message } = fieldsOf(chunk);
  const choice = fieldsOf(Array.isArray(choices) ? choices[0] : undefined);
  // A server that does not stream sends the message as a whole.
  const delta = fieldsOf(choice['delta'] ?? choice['message']);
  const failed = error ?? (object === 'error' ? message : undefined);
  return {
    text: textOf(delta['content']) + textOf(delta['refusal']) + textOf(choice['text']),
    finish: typeof choice['finish_reason'] === 'string' ? choice['finish_reason'] : null,
    usage: parseUsage(usage),
    error: failed === undefined || failed === null ? null : describeError(failed),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text, or the texts of a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (fieldsOf(part)['type'] === 'text' ? textOf(fieldsOf(part)['text']) : '')).join('');
}

function parseUsage(usage: unknown): ChatChunk['usage'] {
  const { prompt_tokens: input, completion_tokens: output } = fieldsOf(usage);
  return isCount(input) && isCount(output) ? { inputTokens: input, outputTokens: output } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function describeError(error: unknown): string {
  const { message } = fieldsOf(error);
  if (typeof error === 'string') return error;
  return typeof message === 'string' ? message : JSON.stringify(error);
}

/** Takes reasoning that stands in the text itself out of it, as texts arrive. */
export interface ReasoningFilter {
  /** The text without reasoning, which may be empty; `restarts` when all that came before turns out to have been reasoning. */
  push(text: string): { text: string; restarts: boolean };
  /** What was held back when the answer ended. */
  end(): string;
}

const opening = '<think>';
const closing = '</think>';

/**
 * Some servers leave a model's reasoning in its answer, between `<think>` and `</think>` at the beginning, or without the opening
 * mark, which their template put into the prompt.
 */
export function createReasoningFilter(): ReasoningFilter {
  let state: 'start' | 'reasoning' | 'answer' = 'start';
  let held = '';
  return {
    push(text) {
      held += text;
      let restarts = false;
      if (state === 'start') {
        const begun = held.trimStart();
        if (begun.startsWith(opening)) state = 'reasoning';
        else if (begun === '' || opening.startsWith(begun)) return { text: '', restarts };
        else state = 'answer';
      }
      const close = held.indexOf(closing);
      if (close !== -1) {
        restarts = state === 'answer';
        state = 'answer';
        held = held.slice(close + closing.length).trimStart();
      }
      // The end of what is shown or left out may be the beginning of the mark.
      const kept = longestOverlap(held, closing);
      const out = state === 'answer' ? held.slice(0, held.length - kept) : '';
      held = held.slice(held.length - kept);
      return { text: out, restarts };
    },
    end: () => (state === 'reasoning' ? '' : held),
  };
}

/** How many characters at the end of `text` are the beginning of `mark`. */
function longestOverlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
