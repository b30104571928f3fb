import { test } from 'vitest';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createTools, loadSample, type Sample } from '../sample.js';
import { preparePassages } from '../../../../src/answer/verify/prepare.js';
import { checkSentence } from '../../../../src/answer/verify/check-sentence.js';
test('run', { timeout: 300000 }, async () => {
  const file = '/tmp/vt/vec.json', pf = '/tmp/vt/pass.json';
  const vec = new Map<string, number[]>(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
  let real: Sample | undefined; let dirty = false;
  const get = async (): Promise<Sample> => (real ??= await loadSample());
  const passages = JSON.parse(readFileSync(pf, 'utf8'));
  const embedder = { maxBatch: 64, embed: async (texts: readonly string[]) => {
    const missing = texts.filter((t) => !vec.has(t));
    if (missing.length) { dirty = true; const v = await (await get()).tools.embed(missing); missing.forEach((t, i) => vec.set(t, Array.from(v[i]!, (x) => +x.toFixed(5)))); }
    return texts.map((t) => Float32Array.from(vec.get(t)!)); } };
  const tools = createTools(passages, embedder);
  const prepared = await preparePassages(passages, tools);
  let out = ''; let n = 0, lost = 0;
  for (const p of prepared) for (const s of p.sentences) {
    if (s.text.split(' ').length < 4 || /\?[”"]?$/.test(s.text)) continue;
    n++;
    const { checked } = await checkSentence({ text: s.text, numbers: [1] }, [{ ...p, index: 0 }], tools);
    if (checked.verdict === 'removed') { lost++; out += `${checked.reason}: ${checked.detail.slice(0, 60)} | ${s.text}\n`; }
  }
  writeFileSync('/tmp/vt/verb.txt', `${lost}/${n}\n${out}`);
  if (dirty) writeFileSync(file, JSON.stringify([...vec]));
  if (real) await (real as Sample).embedder.close();
});
