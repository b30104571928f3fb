import { z } from 'zod';
import { AppError } from './errors.js';

/** Everything that can be set, typed. Made by `parseConfig` alone. */
export interface Config {
  sources: string[];
  dataDir: string;
  modelsDir: string;
  embedding: { provider: 'local' | 'openai'; model: string; modelHost: string };
  /** Names of transformers.js models; null for none. */
  pairModels: { rerank: string | null; entailment: string | null };
  limits: { fileBytes: number; pageBytes: number; pageTimeoutMs: number; redirects: number; privateAddresses: boolean };
  abstention: 'careful' | 'balanced' | 'eager';
  logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** Whether the bot looks after the sources by itself, and how often it asks for feeds and pages. */
  watch: { enabled: boolean; feedIntervalMs: number };
  /** Where health and metrics are served; null for nowhere. */
  http: { host: string; port: number } | null;
  openai: { apiKey: string | null; baseUrl: string };
  /** Null when no language model is set: answers are the articles' own sentences. */
  languageModel: LanguageModelConfig | null;
  discord: DiscordConfig;
}

/** How a language model is asked for answers, and what that may cost. Limits are null where there is none. */
export interface LanguageModelConfig {
  model: string;
  timeoutMs: number;
  silenceMs: number;
  contextTokens: number;
  answerTokens: number;
  /** Of a million tokens. */
  prices: { input: number; output: number };
  limits: Record<'everyone' | 'user', { tokens: number | null; cost: number | null }>;
}

/** What the bot is told about Discord. Ids are Discord's, as digits. */
export interface DiscordConfig {
  /** Null when the bot has not been set up. */
  token: string | null;
  /** Where Discord's REST API is, without the version. */
  apiUrl: string;
  /** The one server to register commands in; null registers them everywhere. */
  guildId: string | null;
  /** Users and roles that may change what is indexed. */
  operators: string[];
  /** Whether the privileged message-content intent is asked for. */
  messageContent: boolean;
  /** Days that exchanges are kept for. */
  memoryDays: number;
  questionsPerMinute: { user: number; server: number };
  /** Whether channels may be told of new coverage, where somebody has asked for it with /watch. */
  announces: boolean;
  /** The time zone that quiet hours are in, by its IANA name. */
  timeZone: string;
}

/** A setting as `.env.example` and the documentation show it. */
export interface Setting {
  name: string;
  /** The value in force when the setting is absent, as one would write it; empty for none. */
  default: string;
  meaning: string;
  secret?: true;
}

/** The default embedding model: shipped as a package, made into an ONNX file once, never downloaded. */
export const defaultEmbeddingModel = 'all-MiniLM-L6-v2';

const positive = z.coerce.number({ error: 'a number' }).positive('a number above 0');
const wholeAboveZero = z.coerce.number({ error: 'a whole number' }).int('a whole number').min(1, '1 or more');
const zeroOrMore = z.coerce.number({ error: 'a number' }).min(0, '0 or more');
const wholeOrZero = z.coerce.number({ error: 'a whole number' }).int('a whole number').min(0, '0 or more');
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http(s) address' });

const settings = {
  ONRECORD_SOURCES: {
    default: 'articles',
    meaning:
      'Where articles come from: files, folders, web pages or feeds, separated by commas; "every 6 h" (min, h, d) behind an address ' +
      'says how often to ask for it while watching.',
    schema: z.string().transform((value, context) => {
      const list = value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
      if (list.length === 0) context.addIssue({ code: 'custom', message: 'at least one source' });
      return list;
    }),
  },
  ONRECORD_DATA: { default: 'embeddings', meaning: 'The folder of the index.', schema: z.string() },
  ONRECORD_MODELS: { default: 'embeddings/models', meaning: 'The folder of model files.', schema: z.string() },
  ONRECORD_EMBEDDING_PROVIDER: {
    default: 'local',
    meaning: '"local" computes vectors on this machine; "openai" asks the server at OPENAI_BASE_URL.',
    schema: z.enum(['local', 'openai'], { error: '"local" or "openai"' }),
  },
  ONRECORD_EMBEDDING_MODEL: {
    default: defaultEmbeddingModel,
    meaning:
      'The embedding model. Local: the default, or any transformers.js model by name (Xenova/bge-small-en-v1.5), downloaded once. ' +
      'A change asks for a full reindex.',
    schema: z.string(),
  },
  ONRECORD_MODEL_HOST: {
    default: 'https://huggingface.co/',
    meaning: 'Where local models other than the default are downloaded from.',
    schema: httpUrl,
  },
  ONRECORD_RERANK_MODEL: {
    default: '',
    meaning:
      'A cross-encoder that orders the best passages anew, a transformers.js model by name (Xenova/ms-marco-MiniLM-L-6-v2), downloaded ' +
      'once; none when blank.',
    schema: z.string(),
  },
  ONRECORD_ENTAILMENT_MODEL: {
    default: '',
    meaning:
      "A model that checks a language model's sentences against the words they cite, besides the rules, a transformers.js model by name " +
      '(Xenova/nli-deberta-v3-xsmall), downloaded once; none when blank.',
    schema: z.string(),
  },
  ONRECORD_MAX_FILE_MB: { default: '20', meaning: 'The largest file that is read, in MB.', schema: positive },
  ONRECORD_MAX_PAGE_MB: {
    default: '5',
    meaning: 'The largest web page or feed that is read, in MB.',
    schema: positive,
  },
  ONRECORD_PAGE_TIMEOUT_S: { default: '20', meaning: 'How long a web page may take, in seconds.', schema: positive },
  ONRECORD_MAX_REDIRECTS: {
    default: '5',
    meaning: 'How many redirects are followed.',
    schema: wholeOrZero,
  },
  ONRECORD_ALLOW_PRIVATE_ADDRESSES: {
    default: 'false',
    meaning: 'Whether pages on private, loopback, link-local and metadata addresses may be read.',
    schema: z.stringbool({ error: '"true" or "false"' }),
  },
  ONRECORD_ABSTENTION: {
    default: 'balanced',
    meaning:
      'When to give no answer: "careful" answers only what the coverage says clearly, "eager" whatever comes near it, "balanced" is between.',
    schema: z.enum(['careful', 'balanced', 'eager'], { error: 'careful, balanced or eager' }),
  },
  ONRECORD_LOG_LEVEL: {
    default: 'info',
    meaning: 'How much is told on standard error: error, warn, info or debug.',
    schema: z.enum(['error', 'warn', 'info', 'debug'], { error: 'error, warn, info or debug' }),
  },
  ONRECORD_WATCH: {
    default: 'false',
    meaning:
      'Whether the bot indexes what changes by itself: folders as files change, feeds and pages by the interval.',
    schema: z.stringbool({ error: '"true" or "false"' }),
  },
  ONRECORD_FEED_INTERVAL_MIN: {
    default: '30',
    meaning:
      'How often feeds and pages that do not say so themselves are asked for while watching, in minutes; longer after failures.',
    schema: z.coerce.number({ error: 'a number' }).min(1, '1 or more'),
  },
  ONRECORD_HTTP: {
    default: '',
    meaning:
      'An address and port for /healthz, /readyz and /metrics of the bot, as 127.0.0.1:9464; nowhere when blank.',
    schema: z.string().transform((value, context) => {
      const [, host = '', port = ''] = /^(?:(\[[0-9a-fA-F:]+\]|[^\s:]+):)(\d{1,5})$/.exec(value) ?? [];
      if (value === '') return null;
      if (host === '' || Number(port) > 65_535) {
        context.addIssue({ code: 'custom', message: 'an address and a port, as 127.0.0.1:9464' });
      }
      return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
    }),
  },
  OPENAI_API_KEY: {
    default: '',
    meaning: 'The key for the server at OPENAI_BASE_URL; many local servers need none.',
    secret: true,
    schema: z.string(),
  },
  OPENAI_BASE_URL: {
    default: 'https://api.openai.com/v1',
    meaning: 'An OpenAI-compatible server (Ollama: http://127.0.0.1:11434/v1).',
    schema: httpUrl,
  },
  OPENAI_MODEL: {
    default: '',
    meaning:
      "The language model that writes answers (gpt-4.1-mini, qwen3:8b); when blank, whatever key is set, answers are the articles' own sentences.",
    schema: z.string(),
  },
  OPENAI_TIMEOUT_S: {
    default: '60',
    meaning: 'How long an answer of the language model may take, tries and waits included, in seconds.',
    schema: positive,
  },
  OPENAI_SILENCE_S: {
    default: '30',
    meaning: 'How long the language model may send nothing before it is given up, in seconds.',
    schema: positive,
  },
  OPENAI_CONTEXT_TOKENS: {
    default: '8192',
    meaning: 'How many tokens prompt and answer may have together (Ollama: what OLLAMA_CONTEXT_LENGTH is set to).',
    schema: z.coerce.number({ error: 'a whole number' }).int('a whole number').min(2048, '2048 or more'),
  },
  OPENAI_ANSWER_TOKENS: {
    default: '1000',
    meaning: 'How many tokens an answer may have; more for models that think before they answer.',
    schema: wholeAboveZero,
  },
  OPENAI_INPUT_PRICE: {
    default: '0',
    meaning: 'What a million tokens of prompts cost, in the unit of the cost limits.',
    schema: zeroOrMore,
  },
  OPENAI_OUTPUT_PRICE: {
    default: '0',
    meaning: 'What a million tokens of answers cost, in the unit of the cost limits.',
    schema: zeroOrMore,
  },
  ONRECORD_DAILY_TOKENS: {
    default: '0',
    meaning: 'How many tokens of the language model may be used in a day (UTC); 0 is no limit.',
    schema: wholeOrZero,
  },
  ONRECORD_USER_DAILY_TOKENS: {
    default: '0',
    meaning: 'How many of them one user of the bot may use; 0 is no limit.',
    schema: wholeOrZero,
  },
  ONRECORD_DAILY_COST: {
    default: '0',
    meaning: 'How much the language model may cost in a day (UTC); 0 is no limit.',
    schema: zeroOrMore,
  },
  ONRECORD_USER_DAILY_COST: {
    default: '0',
    meaning: 'How much of it one user of the bot may cause; 0 is no limit.',
    schema: zeroOrMore,
  },
  DISCORD_TOKEN: { default: '', meaning: 'The token of the bot, for "bot".', secret: true, schema: z.string() },
  DISCORD_API_URL: {
    default: 'https://discord.com/api',
    meaning: "Discord's REST API, or a proxy of it.",
    schema: httpUrl,
  },
  DISCORD_GUILD_ID: {
    default: '',
    meaning: 'The id of one server to register the commands in, where they show at once; everywhere when blank.',
    schema: z.string().regex(/^(?:\d{17,20})?$/, 'the id of a server (17 to 20 digits)'),
  },
  DISCORD_OPERATORS: {
    default: '',
    meaning: 'The ids of users and roles that may reindex and change sources, separated by commas; nobody when blank.',
    schema: z.string().transform((value, context) => {
      const ids = value.split(',').map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
      if (!ids.every((id) => /^\d{17,20}$/.test(id))) {
        context.addIssue({ code: 'custom', message: 'ids of users or roles (17 to 20 digits each)' });
      }
      return ids;
    }),
  },
  DISCORD_MESSAGE_CONTENT: {
    default: 'false',
    meaning: 'Whether plain messages in its threads are read too; needs the message-content intent of the application.',
    schema: z.stringbool({ error: '"true" or "false"' }),
  },
  DISCORD_MEMORY_DAYS: {
    default: '30',
    meaning: 'How many days questions and answers are kept, for buttons, pages and follow-ups.',
    schema: positive,
  },
  DISCORD_USER_QUESTIONS_PER_MINUTE: {
    default: '6',
    meaning: 'How many questions a person may ask in a minute.',
    schema: wholeAboveZero,
  },
  DISCORD_SERVER_QUESTIONS_PER_MINUTE: {
    default: '30',
    meaning: 'How many questions may be asked in a server in a minute.',
    schema: wholeAboveZero,
  },
  DISCORD_ANNOUNCE: {
    default: 'true',
    meaning: 'Whether new coverage is announced in the channels for which somebody has asked for it with /watch.',
    schema: z.stringbool({ error: '"true" or "false"' }),
  },
  DISCORD_TIME_ZONE: {
    default: 'UTC',
    meaning: 'The time zone of the quiet hours of /watch, as Europe/Berlin.',
    schema: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin'),
  },
} as const satisfies Record<string, { default: string; meaning: string; secret?: true; schema: z.ZodType }>;

type SettingName = keyof typeof settings;
type Values = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };

/** Every setting with its default and meaning, in the order in which they are documented. */
export function listSettings(): Setting[] {
  return Object.entries(settings).map(([name, setting]) => ({
    name,
    default: setting.default,
    meaning: setting.meaning,
    ...('secret' in setting ? { secret: true } : {}),
  }));
}

/**
 * The settings of an environment. A blank value counts as absent.
 *
 * @throws AppError `CONFIG_INVALID`, naming every fault at once; the values of secrets are left out.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const given = env[name]?.trim();
    const value = given === undefined || given === '' ? setting.default : given;
    const parsed = setting.schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else {
      const expected = parsed.error.issues.map((issue) => issue.message).join(', ');
      faults.push(
        `${name}: expected ${expected}, got ${'secret' in setting ? 'another value' : JSON.stringify(value)}`,
      );
    }
  }
  const provider = values['ONRECORD_EMBEDDING_PROVIDER'];
  if (provider === 'openai' && values['ONRECORD_EMBEDDING_MODEL'] === defaultEmbeddingModel) {
    faults.push(
      'ONRECORD_EMBEDDING_MODEL: expected the name of a model of the server, because ONRECORD_EMBEDDING_PROVIDER is "openai"',
    );
  }
  const { OPENAI_CONTEXT_TOKENS: context, OPENAI_ANSWER_TOKENS: answer } = values;
  if (typeof context === 'number' && typeof answer === 'number' && answer > context / 2) {
    faults.push(
      `OPENAI_ANSWER_TOKENS: expected half of OPENAI_CONTEXT_TOKENS (${context}) or less, so that passages fit, got "${answer}"`,
    );
  }
  for (const name of ['ONRECORD_DAILY_COST', 'ONRECORD_USER_DAILY_COST']) {
    if (values[name] && values['OPENAI_INPUT_PRICE'] === 0 && values['OPENAI_OUTPUT_PRICE'] === 0) {
      faults.push(`${name}: expected OPENAI_INPUT_PRICE and OPENAI_OUTPUT_PRICE to be set with it, got no price`);
    }
  }
  if (faults.length > 0) {
    throw new AppError('CONFIG_INVALID', faults.join('\n'), {
      hint: 'Correct the settings in .env or the environment; .env.example explains each.',
    });
  }
  return toConfig(values as Values);
}

/** Whether there is a key that nothing uses: without the name of a model nobody is asked for answers. */
export function hasUnusedKey({ openai, embedding, languageModel }: Config): boolean {
  return openai.apiKey !== null && languageModel === null && embedding.provider !== 'openai';
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function toConfig(v: Values): Config {
  const megabyte = 1024 * 1024;
  return {
    sources: v.ONRECORD_SOURCES,
    dataDir: v.ONRECORD_DATA,
    modelsDir: v.ONRECORD_MODELS,
    embedding: {
      provider: v.ONRECORD_EMBEDDING_PROVIDER,
      model: v.ONRECORD_EMBEDDING_MODEL,
      modelHost: v.ONRECORD_MODEL_HOST,
    },
    pairModels: {
      rerank: v.ONRECORD_RERANK_MODEL === '' ? null : v.ONRECORD_RERANK_MODEL,
      entailment: v.ONRECORD_ENTAILMENT_MODEL === '' ? null : v.ONRECORD_ENTAILMENT_MODEL,
    },
    limits: {
      fileBytes: v.ONRECORD_MAX_FILE_MB * megabyte,
      pageBytes: v.ONRECORD_MAX_PAGE_MB * megabyte,
      pageTimeoutMs: v.ONRECORD_PAGE_TIMEOUT_S * 1000,
      redirects: v.ONRECORD_MAX_REDIRECTS,
      privateAddresses: v.ONRECORD_ALLOW_PRIVATE_ADDRESSES,
    },
    abstention: v.ONRECORD_ABSTENTION,
    logLevel: v.ONRECORD_LOG_LEVEL,
    watch: { enabled: v.ONRECORD_WATCH, feedIntervalMs: v.ONRECORD_FEED_INTERVAL_MIN * 60_000 },
    http: v.ONRECORD_HTTP,
    openai: { apiKey: v.OPENAI_API_KEY === '' ? null : v.OPENAI_API_KEY, baseUrl: v.OPENAI_BASE_URL },
    languageModel: v.OPENAI_MODEL === '' ? null : toLanguageModel(v),
    discord: {
      token: v.DISCORD_TOKEN === '' ? null : v.DISCORD_TOKEN,
      apiUrl: v.DISCORD_API_URL,
      guildId: v.DISCORD_GUILD_ID === '' ? null : v.DISCORD_GUILD_ID,
      operators: v.DISCORD_OPERATORS,
      messageContent: v.DISCORD_MESSAGE_CONTENT,
      memoryDays: v.DISCORD_MEMORY_DAYS,
      questionsPerMinute: { user: v.DISCORD_USER_QUESTIONS_PER_MINUTE, server: v.DISCORD_SERVER_QUESTIONS_PER_MINUTE },
      announces: v.DISCORD_ANNOUNCE,
      timeZone: v.DISCORD_TIME_ZONE,
    },
  };
}

function toLanguageModel(v: Values): LanguageModelConfig {
  const limit = (value: number): number | null => (value === 0 ? null : value);
  return {
    model: v.OPENAI_MODEL,
    timeoutMs: v.OPENAI_TIMEOUT_S * 1000,
    silenceMs: v.OPENAI_SILENCE_S * 1000,
    contextTokens: v.OPENAI_CONTEXT_TOKENS,
    answerTokens: v.OPENAI_ANSWER_TOKENS,
    prices: { input: v.OPENAI_INPUT_PRICE, output: v.OPENAI_OUTPUT_PRICE },
    limits: {
      everyone: { tokens: limit(v.ONRECORD_DAILY_TOKENS), cost: limit(v.ONRECORD_DAILY_COST) },
      user: { tokens: limit(v.ONRECORD_USER_DAILY_TOKENS), cost: limit(v.ONRECORD_USER_DAILY_COST) },
    },
  };
}
