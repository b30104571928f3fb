import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbedder } from '../src/adapters/embedding/create-embedder.js';
import { parseConfig } from '../src/config.js';
import { AppError } from '../src/errors.js';
import { renderReliability } from './tune-report.js';
import { tuneConfidence, tuneNumbers } from './tune-run.js';
import { openSet, type TuneSet } from './tune-set.js';
import { readTunedNumbers } from './tuned-numbers.js';

/*
 * npm run tune -- [--only numbers|confidence|<number>,...] [--svg <file>] <cases.jsonl>[@<index folder>]...
 *
 * The numbers of src/retrieve/tuning.ts that are best for these cases, and what five-fold cross-validation says of them; several sets
 * count alike, whatever their sizes. Changes nothing but the file of --svg, which gets the reliability plot of the cross-validated
 * confidences. The confidence takes seconds, every
 * number about half a minute for two hundred cases; --only ranking.vectorShare,answering.leastShare tries some of them.
 */

const usage =
  'usage: npm run tune -- [--only numbers|confidence|<number>,...] [--svg <file>] <cases.jsonl>[@<index folder>]...';

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error([`Error: ${error.message}`, ...(error.hint === undefined ? [] : [`Next: ${error.hint}`])].join('\n'));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' }, svg: { type: 'string' } },
    allowPositionals: true,
  });
  const { only, svg } = values;
  const known = readTunedNumbers(readFileSync(findTuning(), 'utf8'));
  const numbers =
    only === undefined || only === 'numbers'
      ? known
      : known.filter((one) => only.split(',').includes(`${one.group}.${one.name}`));
  const isWithNumbers = only !== 'confidence';
  const isWithConfidence = only === undefined || only === 'confidence';
  const isWrong = (isWithNumbers && numbers.length === 0) || (!isWithConfidence && svg !== undefined);
  if (positionals.length === 0 || isWrong) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const config = parseConfig(process.env);
  const embedder = await createEmbedder(config);
  const sets: TuneSet[] = [];
  const how = { today: new Date().toISOString().slice(0, 10), write: (line: string) => console.log(line) };
  try {
    for (const argument of positionals) sets.push(await openSet(argument, config.dataDir, embedder));
    if (isWithNumbers) await tuneNumbers(sets, numbers, how);
    if (isWithConfidence) {
      const judgements = await tuneConfidence(sets, how);
      if (svg !== undefined) writeFileSync(svg, renderReliability(judgements));
    }
  } finally {
    for (const set of sets) await set.close();
    await embedder.close();
  }
}

/** The source of the numbers, whose docstrings give their ranges: this file runs from a folder below the project's. */
function findTuning(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'src', 'retrieve', 'tuning.ts');
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) throw new Error('Expected src/retrieve/tuning.ts in a folder above, got none');
  }
}
