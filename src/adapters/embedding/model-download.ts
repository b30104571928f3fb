import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, systemCode } from '../../errors.js';
import type { ModelRecipe } from './model-folder.js';
import { settingsFiles } from './model-settings.js';

/** Told while a model is downloaded. */
export interface DownloadProgress {
  model: string;
  file: string;
  receivedBytes: number;
  /** Null when the server does not say. */
  totalBytes: number | null;
}

/** What a model is set for. */
export interface ModelPurpose {
  /** The setting that names it. */
  setting: string;
  /** A name that the setting takes. */
  example: string;
  /** What holds when the setting is unset, for a hint. */
  without: string;
}

export interface ModelDownload {
  model: string;
  purpose: ModelPurpose;
  /** An address that serves `<model>/resolve/main/<file>`, as Hugging Face does. */
  modelHost: string;
  /** A server that sends nothing for this long is given up. */
  stallTimeoutMs: number;
  onDownload?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * The recipe of a model that is downloaded. `check` rejects when the files that came cannot be used; they count as a model only after
 * it.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the name is none.
 */
export function downloadRecipe(download: ModelDownload, check: (folder: string) => Promise<void>): ModelRecipe {
  const { model, purpose } = download;
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(model)) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `Expected the name of a model such as ${purpose.example}, got ${JSON.stringify(model)}`,
      { hint: `Correct ${purpose.setting}.` },
    );
  }
  return {
    name: model,
    version: `downloaded ${model}`,
    async make(folder) {
      await downloadModel(download, folder);
      await check(folder);
    },
  };
}

/**
 * Downloads the files of a transformers.js model in single precision into `folder`. Optional files that the server answers
 * with 404 are left out.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when a file is missing, cut short, or does not come.
 */
async function downloadModel(download: ModelDownload, folder: string): Promise<void> {
  await downloadFile(download, 'config.json', folder);
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await downloadFile(download, file, folder);
  for (const file of settingsFiles) await downloadFile(download, file, folder, { optional: true });
  for (const file of await listWeights(join(folder, 'config.json'))) await downloadFile(download, file, folder);
}

/** The ONNX file and the files with its weights, where these are apart: `config.json` says in how many. */
async function listWeights(configFile: string): Promise<string[]> {
  const config = JSON.parse(await readFile(configFile, 'utf8')) as Record<string, unknown>;
  const own = config['transformers.js_config'] as { use_external_data_format?: unknown } | undefined;
  const format = own?.use_external_data_format;
  const isTable = typeof format === 'object' && format !== null;
  const table = isTable ? (format as Record<string, unknown>) : { model: format };
  const count = Number(table['model.onnx'] ?? table['model'] ?? 0);
  const parts = Array.from({ length: count }, (_, i) => `onnx/model.onnx_data${i === 0 ? '' : `_${i}`}`);
  return ['onnx/model.onnx', ...parts];
}

async function downloadFile(
  download: ModelDownload,
  file: string,
  folder: string,
  { optional = false } = {},
): Promise<void> {
  const { model, modelHost, stallTimeoutMs, onDownload } = download;
  const url = `${modelHost.replace(/\/+$/, '')}/${model}/resolve/main/${file}`;
  const stalled = new AbortController();
  const watch = setTimeout(
    () => stalled.abort(new Error(`nothing came for ${stallTimeoutMs / 1000} seconds`)),
    stallTimeoutMs,
  );
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      if (optional && response.status === 404) return;
      throw new Error(`the server answered ${response.status}`);
    }
    const encoded = response.headers.get('content-encoding') !== null;
    const length = response.headers.get('content-length');
    const totalBytes = length === null || encoded ? null : Number(length);
    let receivedBytes = 0;
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          watch.refresh();
          receivedBytes += chunk.byteLength;
          onDownload?.({ model, file, receivedBytes, totalBytes });
          yield chunk;
        }
      },
      createWriteStream(path),
      { signal: stalled.signal },
    );
    if (totalBytes !== null && receivedBytes !== totalBytes) {
      throw new Error(`expected ${totalBytes} bytes, got ${receivedBytes}`);
    }
    if (file.endsWith('.json')) JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw failedDownload(download, url, stalled.signal.aborted ? stalled.signal.reason : error);
  } finally {
    clearTimeout(watch);
  }
}

function failedDownload({ model, purpose }: ModelDownload, url: string, error: unknown): AppError {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = inner instanceof Error ? inner.message : String(inner);
  const { setting, without } = purpose;
  return new AppError('MODEL_UNAVAILABLE', `The model ${model} could not be downloaded from ${url}: ${reason}`, {
    hint:
      systemCode(inner) === 'ENOSPC'
        ? 'Make room on the disk that holds the folder of ONRECORD_MODELS.'
        : `Check the network, ONRECORD_MODEL_HOST and the name in ${setting} (the model needs an onnx/model.onnx), ` +
          `or unset ${setting}: ${without}.`,
    cause: error,
  });
}
