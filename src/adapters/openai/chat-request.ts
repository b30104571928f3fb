import type { ChatMessage } from '../../ports.js';

/** What a server turned out to take; found by its refusals, and kept for as long as the generator lives. */
export interface Dialect {
  /** OpenAI's models that reason know the second name only, older servers the first. */
  maxTokensName: 'max_tokens' | 'max_completion_tokens';
  /** Whether the usage may be asked for. */
  takesStreamOptions: boolean;
  takesTemperature: boolean;
  /** Some models know no system message; it goes in front of the first other one then. */
  takesSystemRole: boolean;
}

export const usualDialect: Dialect = {
  maxTokensName: 'max_tokens',
  takesStreamOptions: true,
  takesTemperature: true,
  takesSystemRole: true,
};

/** The body of a request for a streamed answer. */
export function renderChatRequest(
  model: string,
  messages: readonly ChatMessage[],
  maxTokens: number,
  dialect: Dialect,
) {
  return {
    model,
    messages: dialect.takesSystemRole ? [...messages] : withoutSystemRole(messages),
    stream: true as const,
    [dialect.maxTokensName]: maxTokens,
    // The same question gets the same answer, as far as the server can do that.
    ...(dialect.takesTemperature ? { temperature: 0 } : {}),
    ...(dialect.takesStreamOptions ? { stream_options: { include_usage: true } } : {}),
  };
}

function withoutSystemRole(messages: readonly ChatMessage[]): ChatMessage[] {
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const others = messages.filter(({ role }) => role !== 'system');
  return others.map((message, i) =>
    i === 0 ? { ...message, content: [...instructions, message.content].join('\n\n') } : message,
  );
}

/** The dialect to try next after the server has refused a request with these words; undefined when they name nothing that could be left out. */
export function adaptDialect(dialect: Dialect, refusal: string): Dialect | undefined {
  if (dialect.maxTokensName === 'max_tokens' && /max_completion_tokens/.test(refusal)) {
    return { ...dialect, maxTokensName: 'max_completion_tokens' };
  }
  if (dialect.takesStreamOptions && /stream_options|include_usage/.test(refusal)) {
    return { ...dialect, takesStreamOptions: false };
  }
  if (dialect.takesTemperature && /temperature/.test(refusal)) return { ...dialect, takesTemperature: false };
  if (dialect.takesSystemRole && /system (?:role|message|prompt)|roles? must alternate/i.test(refusal)) {
    return { ...dialect, takesSystemRole: false };
  }
  return undefined;
}

/**
 * Whether a server's words say that prompt and answer are too long for the model: OpenAI ("maximum context length is 8192 tokens"), vLLM
 * ("is too large: ... maximum context length"), llama.cpp ("exceeds the available context size"), LM Studio ("context
 * overflow", "greater than the context length"), Ollama ("exceeds maximum context length"), Mistral and others ("prompt is too long").
 */
export function isContextTooLong(refusal: string): boolean {
  return /context[_ ](?:length|size|window|overflow|limit)|(?:prompt|input|request) (?:is |was )?too (?:long|large)|too many (?:input )?tokens|reduce the length/i.test(
    refusal,
  );
}
