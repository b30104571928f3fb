import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 as hashText } from '../../domain/article.js';
import { systemCode, toAppError } from '../../errors.js';

/** How a model comes to be on disk. */
export interface ModelRecipe {
  /** The model's folder below the folder of models, for example `Xenova/bge-small-en-v1.5`. */
  name: string;
  /** A model that was made by another version is made again. */
  version: string;
  /** Writes every file of the model into `folder`, which exists and is empty. */
  make(folder: string): Promise<void>;
}

/** A file of a whole model. */
export interface ModelFile {
  /** Relative to the model's folder, with `/`. */
  path: string;
  bytes: number;
  sha256: string;
  /** Modification time; while it and the size are as recorded, the content is not read again to check it. */
  modifiedMs: number;
}

/** A model that is whole. */
export interface InstalledModel {
  /** Absolute. */
  folder: string;
  files: ModelFile[];
}

/** Its presence says that the model is whole: it is written last, and names every file. */
const manifestName = 'manifest.json';

/**
 * The model of a recipe: the one on disk when that is whole and of the recipe's version, else a new one. A new model is made
 * in a folder beside its place, flushed to disk, and moved into place file by file with the manifest last, so that a process
 * that is killed leaves nothing that passes for a model. Processes may do this at the same time: the first to finish wins.
 *
 * Checking a model that is there costs a `stat` per file, and a hash over those that have been touched since they were made.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the folder cannot be written to; otherwise what the recipe throws.
 */
export async function installModel(modelsDir: string, recipe: ModelRecipe): Promise<InstalledModel> {
  const folder = resolve(modelsDir, recipe.name);
  const present = await findModel(folder, recipe.version);
  if (present) return present;
  const parent = dirname(folder);
  const prefix = `.${basename(folder)}-${hostname()}-`;
  let draft: string | undefined;
  try {
    await mkdir(parent, { recursive: true });
    await removeAbandonedDrafts(parent, prefix);
    draft = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
    await recipe.make(draft);
    const files = await describeFiles(draft);
    // Another process may have finished while this one was at work.
    const meanwhile = await findModel(folder, recipe.version);
    if (meanwhile) return meanwhile;
    await moveIntoPlace(draft, folder, files, recipe.version);
    return { folder, files };
  } catch (error) {
    throw toAppError(
      error,
      'MODEL_UNAVAILABLE',
      `The model ${recipe.name} could not be put into ${folder}`,
      'Check that the folder of ONRECORD_MODELS can be written to and has room.',
    );
  } finally {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true });
  }
}

/** A hash of all that decides about what a model gives: its weights, its tokenizer, and the rules that it is used by. */
export function fingerprint({ files }: InstalledModel, rules: readonly unknown[]): string {
  const deciding = files.filter(({ path }) => path.startsWith('onnx/') || path.startsWith('tokenizer'));
  const hashes = deciding.map(({ path, sha256 }) => [path, sha256]);
  return hashText(JSON.stringify([...rules, hashes])).slice(0, 16);
}

/** The model in `folder`, when its manifest is of this version and every file is as the manifest says. */
async function findModel(folder: string, version: string): Promise<InstalledModel | undefined> {
  const manifest = await readManifest(join(folder, manifestName));
  if (manifest?.version !== version) return undefined;
  for (const file of manifest.files) if (!(await isAsRecorded(folder, file))) return undefined;
  return { folder, files: manifest.files };
}

async function readManifest(file: string): Promise<{ version: string; files: ModelFile[] } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { version, files } = value as { version: string; files: ModelFile[] };
    return Array.isArray(files) && files.length > 0 ? { version, files } : undefined;
  } catch (error) {
    // A manifest that is missing or unreadable is that of no model.
    if (error instanceof SyntaxError || error instanceof TypeError || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

async function isAsRecorded(folder: string, file: ModelFile): Promise<boolean> {
  const path = join(folder, file.path);
  try {
    const { size, mtimeMs } = await stat(path);
    return size === file.bytes && (mtimeMs === file.modifiedMs || (await hashFile(path)) === file.sha256);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

/** Every file below `folder`, flushed to disk. */
async function describeFiles(folder: string): Promise<ModelFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: ModelFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const handle = await open(path, 'r+');
    await handle.sync().finally(() => handle.close());
    const { size, mtimeMs } = await stat(path);
    const relative = path.slice(folder.length + 1).replaceAll('\\', '/');
    files.push({ path: relative, bytes: size, sha256: await hashFile(path), modifiedMs: mtimeMs });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function moveIntoPlace(draft: string, folder: string, files: ModelFile[], version: string): Promise<void> {
  // An older manifest that is still there fits none of the new files, which were modified at other times.
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await rename(join(draft, file.path), path);
    await flushFolder(dirname(path));
  }
  const draftManifest = join(draft, manifestName);
  await writeFile(draftManifest, `${JSON.stringify({ version, files }, null, 2)}\n`, { flush: true });
  await rename(draftManifest, join(folder, manifestName));
  await flushFolder(folder);
}

/** Drafts of processes of this machine that were killed. Another machine may still be at work on its own. */
async function removeAbandonedDrafts(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function flushFolder(folder: string): Promise<void> {
  // Windows has no way to flush a folder, and needs none: it keeps renames in order.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
