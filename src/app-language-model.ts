import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnswerCache } from './answer/answer-cache.js';
import type { PrepareChecks } from './answer/checks.js';
import { withCircuit, type CircuitState } from './answer/circuit.js';
import type { LanguageModel } from './answer/model-answer.js';
import { promptFiles, type Prompts } from './answer/prompts.js';
import { parsePrompt, type PromptTemplate } from './answer/prompt-template.js';
import type { Config, LanguageModelConfig } from './config.js';
import type { Log } from './domain/log.js';
import { AppError } from './errors.js';
import type { Spending, SpendingLimits, TokenUsage, UsageLedger } from './ports.js';

/** How the language model is doing. */
export interface LanguageModelState {
  /** Name and server. */
  model: string;
  circuit: CircuitState;
  /** What was used today (UTC), by everyone; null when it cannot be read. */
  spent: Spending | null;
  limits: SpendingLimits;
}

/** A language model that is ready, and how it is doing. */
export interface OpenLanguageModel extends LanguageModel {
  findState(): Promise<LanguageModelState>;
  close(): Promise<void>;
}

/** The file in a data folder that counts tokens. */
export function usageFile(dataDir: string): string {
  return join(dataDir, 'usage.sqlite');
}

const project = new URL('../', import.meta.url);

/** Reads the prompts. @throws AppError `PROMPT_INVALID`, naming every fault of every file. */
export async function loadPrompts(folder: URL = project): Promise<Prompts> {
  const faults: AppError[] = [];
  const load = async (name: keyof Prompts): Promise<PromptTemplate> => {
    const { file, names } = promptFiles[name];
    try {
      const text = await readFile(new URL(file, folder), 'utf8').catch((error: unknown) => {
        throw new AppError('PROMPT_INVALID', `${file}: expected a file that can be read, got none`, {
          hint: 'Take the file from the release; prompts/README.md says what it holds.',
          cause: error,
        });
      });
      return parsePrompt(file, text, names);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      faults.push(error);
      return { source: '', fill: () => [] };
    }
  };
  const prompts = { answer: await load('answer'), condense: await load('condense') };
  const [first] = faults;
  if (first === undefined) return prompts;
  throw new AppError('PROMPT_INVALID', faults.map(({ message }) => message).join('\n'), {
    ...(first.hint !== undefined && { hint: first.hint }),
    ...(first.cause !== undefined && { cause: first.cause }),
  });
}

export interface LanguageModelOptions {
  settings: LanguageModelConfig;
  server: Config['openai'];
  dataDir: string;
  prepareChecks: PrepareChecks;
  now: () => Date;
  clock: () => number;
  log: Log;
  /** Told what each call used. */
  onUsage?: ((usage: Omit<TokenUsage, 'isEstimate'>) => void) | undefined;
}

/** The language model of the settings; nothing is asked of its server yet. @throws AppError `PROMPT_INVALID` */
export async function openLanguageModel(options: LanguageModelOptions): Promise<OpenLanguageModel> {
  const { settings, server, now, clock, log, onUsage = () => undefined } = options;
  const prompts = await loadPrompts();
  const { createOpenAiGenerator } = await import('./adapters/openai/openai-generator.js');
  const { model, contextTokens, silenceMs } = settings;
  const asked = await createOpenAiGenerator({ model, contextTokens, silenceMs, ...server });
  const { generator, findState } = withCircuit(asked, clock);
  const ledger = createLazyLedger(async () => {
    const { openUsageLedger } = await import('./adapters/sqlite/usage-ledger.js');
    return openUsageLedger(usageFile(options.dataDir), settings.prices);
  });
  return {
    generator,
    prompts,
    prepareChecks: options.prepareChecks,
    cache: createAnswerCache(clock),
    ledger,
    limits: settings.limits,
    timeoutMs: settings.timeoutMs,
    answerTokens: settings.answerTokens,
    room: { tokens: Infinity },
    newMark: () => randomBytes(6).toString('hex'),
    now,
    log,
    onUsage,
    findState: async () => ({
      model: generator.model,
      circuit: findState(),
      spent: await ledger.spent(now().toISOString().slice(0, 10)).catch((error: unknown) => {
        log.warn({ error }, 'What the language model used today cannot be read');
        return null;
      }),
      limits: settings.limits,
    }),
    close: async () => {
      await generator.close();
      await ledger.close();
    },
  };
}

/** Opened at the first use; a failed start is forgotten, so that the next call tries again. */
function createLazyLedger(open: () => Promise<UsageLedger>): UsageLedger {
  let opened: Promise<UsageLedger> | undefined;
  const get = (): Promise<UsageLedger> =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  return {
    reserve: async (call, limits) => (await get()).reserve(call, limits),
    spent: async (day) => (await get()).spent(day),
    forget: async (userId) => (await get()).forget(userId),
    forgetBefore: async (day) => (await get()).forgetBefore(day),
    close: async () => {
      const ledger = await opened?.catch(() => undefined);
      opened = undefined;
      await ledger?.close();
    },
  };
}

/** Tells warnings and errors to whoever is told of notices, where there is no log. */
export function createNoticeLog(onNotice: ((line: string) => void) | undefined): Log {
  const tell = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    const { error } = fields;
    const detail = error instanceof Error ? error.message : error;
    onNotice?.(typeof detail === 'string' ? `${message}: ${detail}` : message);
  };
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: tell,
    error: tell,
    child: () => log,
  };
  return log;
}
