import type OpenAI from 'openai';
import { systemCode } from '../../errors.js';
import { parseRetryAfter, type Verdict } from '../retry.js';

/** Where an OpenAI-compatible server is, and what opens it. */
export interface OpenAiServer {
  /** Null for a server that needs none; no `Authorization` header is sent then. */
  apiKey: string | null;
  /** For example `https://api.openai.com/v1`. */
  baseUrl: string;
}

/** The library's client for a server, with nothing taken from the environment and no retries of its own. */
export async function createOpenAiClient({ apiKey, baseUrl }: OpenAiServer, timeoutMs: number) {
  const { OpenAI: Client, APIError } = await import('openai');
  const client: OpenAI = new Client({
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl,
    // What the library would otherwise take from the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    // The library's own retries wait as long as a server says, and cannot be aborted while they wait.
    maxRetries: 0,
    timeout: timeoutMs,
    ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
  });
  /** Whether a request is worth another try: after 408, 409, 429, 5xx and broken connections, unless the quota is used up. */
  const judge = (error: unknown): Verdict => {
    if (!(error instanceof APIError) || error.code === 'insufficient_quota') return { retry: false };
    // Without a status the connection failed.
    const status: unknown = error.status;
    const passing = typeof status !== 'number' || [408, 409, 429].includes(status) || status >= 500;
    if (!passing) return { retry: false };
    return { retry: true, afterMs: parseRetryAfter(error.headers?.get('retry-after'), Date.now()) };
  };
  /** What went wrong, without the key: servers repeat one that they refuse. */
  const describe = (error: unknown): string => {
    const cause = causeCode(error);
    const reason =
      (error instanceof Error ? error.message : String(error)) + (cause === undefined ? '' : ` (${cause})`);
    return apiKey === null ? reason : reason.replaceAll(apiKey, '[key]');
  };
  /** The status of the server's answer; undefined when there was none. */
  const statusOf = (error: unknown): number | undefined => {
    const status: unknown = error instanceof APIError ? error.status : undefined;
    return typeof status === 'number' ? status : undefined;
  };
  return { client, APIError, judge, describe, statusOf };
}

/** Host and path of an address, without what may be secret in it. */
export function describeServer(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return host + pathname.replace(/\/+$/, '');
}

/** The system's code behind an error of the network ("ECONNREFUSED"), which the library wraps several times. */
function causeCode(error: unknown): string | undefined {
  let at = error;
  for (let depth = 0; depth < 4 && at instanceof Error; depth++) {
    const code = systemCode(at.cause);
    if (code !== undefined) return code;
    at = at.cause;
  }
  return undefined;
}
