import type { Embedder } from '../../ports.js';
import type { DownloadProgress } from './model-download.js';

/** The part of the settings that an embedder depends on. */
export interface EmbedderSettings {
  modelsDir: string;
  embedding: { provider: 'local' | 'openai'; model: string; modelHost: string };
  openai: { apiKey: string | null; baseUrl: string };
}

/**
 * The embedder that the settings ask for, ready for use. Loads only the library it needs.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the model cannot be had; for a server also when it does not answer.
 */
export async function createEmbedder(
  settings: EmbedderSettings,
  { onDownload }: { onDownload?: ((progress: DownloadProgress) => void) | undefined } = {},
): Promise<Embedder> {
  const { model, modelHost } = settings.embedding;
  if (settings.embedding.provider === 'openai') {
    const { createOpenAiEmbedder } = await import('./openai-embedder.js');
    return createOpenAiEmbedder({ model, ...settings.openai });
  }
  const { createTransformersEmbedder } = await import('./transformers-embedder.js');
  return createTransformersEmbedder({ model, modelsDir: settings.modelsDir, modelHost, onDownload });
}
