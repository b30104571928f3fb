import { test } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { createTools, type Sample } from '../sample.js';
import { readLines, halfOf } from '../table.js';
import { preparePassages, readSentence } from '../../../../src/answer/verify/prepare.js';
import { nameTeller } from '../../../../src/answer/verify/check-sentence.js';
import { readQuotations } from '../../../../src/answer/verify/quotations.js';
import { readAnswer } from '../../../../src/answer/verify/read-answer.js';
import { judge } from '../../../../src/answer/verify/judge.js';
test('feat', { timeout: 300000 }, async () => {
  const vec = new Map<string, number[]>(JSON.parse(readFileSync('/tmp/vt/vec.json', 'utf8')));
  const { loadSample } = await import('../sample.js');
  let real: Sample | undefined;
  const passages = JSON.parse(readFileSync('/tmp/vt/pass.json', 'utf8'));
  const embedder = { maxBatch: 64, embed: async (texts: readonly string[]) => {
    const missing = texts.filter((t) => !vec.has(t));
    if (missing.length) { real ??= await loadSample(); const v = await real.tools.embed(missing); missing.forEach((t, i) => vec.set(t, Array.from(v[i]!, (x) => +x.toFixed(5)))); }
    return texts.map((t) => Float32Array.from(vec.get(t)!)); } };
  const tools = createTools(passages, embedder);
  const rows: unknown[] = [];
  const feat: any[] = []; (globalThis as any).__feat = feat;
  for (const line of readLines('tests/answer/verify/answers.jsonl')) {
    if (halfOf(line) !== 'tuning') continue;
    const given = line.passages.map(([h, w]) => passages.find((p: any) => p.article.title.includes(h) && p.text.includes(w)));
    const prepared = await preparePassages(given, tools);
    for (const s of line.sentences) {
      const m = readAnswer(s.text)[0]; if (!m) continue;
      const read = readSentence(m.text, null, nameTeller(prepared));
      const words = new Map(read.tokens.filter((t) => t.kind !== 'sign').map((t) => [t.stem, t.key]));
      const w = await tools.weigh([...words.values()]); const byStem = new Map([...words.keys()].map((k, i) => [k, w[i]!]));
      const [vector] = await tools.embed([m.text]);
      const cited = prepared.filter((p) => m.numbers.includes(p.index + 1));
      const run = (set: typeof prepared, isCited: boolean) => { feat.length = 0; const j = judge({ read, quotations: readQuotations(m.text), antecedent: null }, set, { weightOf: (st) => byStem.get(st) ?? 0, vector, all: prepared }); if (feat[0]) rows.push({ ...feat[0], e: s.expect, k: s.kind, isCited, reason: j.holds ? 'holds' : j.reason }); };
      if (cited.length) run(cited, true);
      for (const p of prepared) if (!cited.includes(p)) run([p], false);
    }
  }
  writeFileSync('/tmp/vt/pairs.json', JSON.stringify(rows));
  writeFileSync('/tmp/vt/vec.json', JSON.stringify([...vec]));
  if (real) await real.embedder.close();
});
