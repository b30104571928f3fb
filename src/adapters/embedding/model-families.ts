/** How the vectors of a model's tokens become the one of a text: their mean, the first, or the last. */
export type Pooling = 'mean' | 'cls' | 'last';

/** What a family of models was trained with. */
export interface ModelFamily {
  name: RegExp;
  pooling: Pooling;
  /** Put in front of a question and of a passage. */
  query: string;
  passage: string;
}

const searching = 'Represent this sentence for searching relevant passages: ';
const instruction = 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ';

/**
 * Families of models that were trained with prefixes or that do not pool by the mean, as their model cards say (first match
 * wins). The pooling counts only where the model comes without a `1_Pooling/config.json`, as conversions to ONNX often do.
 */
const families: readonly ModelFamily[] = [
  { name: /e5-.*instruct/i, pooling: 'mean', query: instruction, passage: '' },
  { name: /\be5-/i, pooling: 'mean', query: 'query: ', passage: 'passage: ' },
  { name: /bge-m3/i, pooling: 'cls', query: '', passage: '' },
  { name: /bge-.*zh/i, pooling: 'cls', query: '为这个句子生成表示以用于检索相关文章：', passage: '' },
  { name: /bge-/i, pooling: 'cls', query: searching, passage: '' },
  { name: /mxbai-embed/i, pooling: 'cls', query: searching, passage: '' },
  { name: /snowflake-arctic-embed-.*v2/i, pooling: 'cls', query: 'query: ', passage: '' },
  { name: /snowflake-arctic-embed/i, pooling: 'cls', query: searching, passage: '' },
  { name: /nomic-embed-text/i, pooling: 'mean', query: 'search_query: ', passage: 'search_document: ' },
  { name: /gte-.*(v1\.5|modernbert|multilingual)/i, pooling: 'cls', query: '', passage: '' },
];

/** The family that a model belongs to by its name. */
export function findModelFamily(model: string): ModelFamily | undefined {
  return families.find(({ name }) => name.test(model));
}
