import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findCurrent, storeFile } from './adapters/generations.js';
import { verifySeal } from './adapters/sqlite/file-seal.js';
import { conversationsFile } from './app-conversations.js';
import { loadPrompts } from './app-language-model.js';
import { fault, ok, warning, type Verdict } from './app-verdicts.js';
import { defaultEmbeddingModel, hasUnusedKey, type Config } from './config.js';
import { AppError, systemCode } from './errors.js';

const run = promisify(execFile);

/** How long something that runs or answers at once may take. */
const patienceMs = 5_000;

/** What native modules are built with: needed after an update of Node, and not to run what is built. */
export async function checkCompilers(): Promise<Verdict> {
  const tools = ['python3', 'make', 'g++'];
  const missing: string[] = [];
  for (const tool of tools) {
    await run(tool, ['--version'], { timeout: patienceMs }).catch(() => missing.push(tool));
  }
  if (missing.length === 0) return ok(tools.join(', '));
  return warning(
    `${missing.join(', ')} not found; what is built goes on working, but could not be built again`,
    'Install them before the next update of Node (Debian: apt install python3 make g++).',
  );
}

export async function checkModelFiles(modelsDir: string, { embedding, pairModels }: Config): Promise<Verdict> {
  const isRemote = embedding.provider === 'openai';
  if (isRemote && pairModels.rerank === null && pairModels.entailment === null) {
    return ok('none needed; vectors come from the server at OPENAI_BASE_URL');
  }
  const bytes = await sizeOf(modelsDir);
  if (bytes > 0) return ok(`${modelsDir}, ${(bytes / 1024 ** 2).toFixed(0)} MB`);
  return ok(
    !isRemote && embedding.model === defaultEmbeddingModel
      ? `${modelsDir}: none yet; made from the installed package at the first use`
      : `${modelsDir}: none yet; downloaded from ${embedding.modelHost} at the first use`,
  );
}

async function sizeOf(folder: string): Promise<number> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Whether there is an index to go back to. */
export async function checkFormer(dataDir: string): Promise<Verdict> {
  const current = await findCurrent(dataDir);
  if (current === undefined || current.former === null)
    return ok('none kept yet; a full reindex keeps the one it replaces');
  const file = storeFile(dataDir, current.former);
  const isThere = (await stat(file).catch(() => undefined)) !== undefined;
  if (isThere && verifySeal(file) !== 'damaged') return ok(`${current.former}, for "reindex --rollback"`);
  return warning(
    `${current.former} is ${isThere ? 'damaged' : 'gone'}; there is nothing to go back to`,
    'npm run -s onrecord -- reindex --full',
  );
}

/** Whether the prompts can be used and the server at OPENAI_BASE_URL answers and has the model, where something asks it. */
export async function checkLanguageModel(config: Config): Promise<Verdict> {
  const { openai, embedding, languageModel } = config;
  if (hasUnusedKey(config)) {
    return warning(
      'OPENAI_API_KEY is set and OPENAI_MODEL is not; answers are the articles’ own sentences',
      'Set OPENAI_MODEL in .env to a model of the server, for example OPENAI_MODEL=gpt-4.1-mini.',
    );
  }
  if (languageModel === null && embedding.provider !== 'openai') {
    return ok('none set; answers are the articles’ own sentences');
  }
  if (languageModel !== null) {
    const fault = await findPromptFault();
    if (fault !== undefined) return fault;
  }
  const next = 'Check OPENAI_BASE_URL and OPENAI_API_KEY in .env.';
  let response: Response;
  let listed: string[];
  try {
    response = await fetch(`${openai.baseUrl.replace(/\/+$/u, '')}/models`, {
      headers: openai.apiKey === null ? {} : { authorization: `Bearer ${openai.apiKey}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    listed = response.ok ? listModels(await response.text()) : (await response.body?.cancel(), []);
  } catch {
    return warning(`${openai.baseUrl} does not answer`, next);
  }
  if (response.status === 401 || response.status === 403) {
    return warning(`${openai.baseUrl} does not accept the key (status ${response.status})`, next);
  }
  if (!response.ok) return warning(`${openai.baseUrl} answers with status ${response.status}`, next);
  const model = languageModel?.model;
  // Some servers list nothing, or not everything under the name that they take.
  if (
    model !== undefined &&
    listed.length > 0 &&
    !listed.some((name) => name === model || name === `${model}:latest`)
  ) {
    return warning(
      `${openai.baseUrl} answers and does not list the model ${model}`,
      `If answers fail, set OPENAI_MODEL to one that it lists: ${listed.slice(0, mostListed).join(', ')}`,
    );
  }
  return ok([`${openai.baseUrl} answers`, ...(model === undefined ? [] : [`for ${model}`])].join(' '));
}

/** Models that are named to choose from. */
const mostListed = 5;

async function findPromptFault(): Promise<Verdict | undefined> {
  try {
    await loadPrompts();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return fault(error.message, error.hint ?? 'Take the prompts from the release.');
  }
}

/** The names in a server's list of models; none where it says something else. */
function listModels(body: string): string[] {
  try {
    const { data } = JSON.parse(body) as { data?: unknown };
    return (Array.isArray(data) ? data : []).flatMap((entry: unknown) => {
      const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
      return typeof id === 'string' && id.length <= 100 ? [id] : [];
    });
  } catch {
    return [];
  }
}

/** Whether what was asked and shown can be read; it cannot be made anew. */
export async function checkConversationsFile(dataDir: string): Promise<Verdict> {
  const { checkConversations } = await import('./adapters/sqlite/conversations-file.js');
  const file = conversationsFile(dataDir);
  const found = await checkConversations(file);
  if (found === undefined) return ok('none yet');
  const { exchanges, watches, faults } = found;
  if (faults.length === 0) return ok(`${exchanges} kept, ${watches} watches, sound`);
  return fault(
    `${file}: ${faults.slice(0, 3).join('; ')}`,
    'Put a backup in its place, or move it away, with the files of the same name and "-wal" or "-shm"; a new one is made.',
  );
}
