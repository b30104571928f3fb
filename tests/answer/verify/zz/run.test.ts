import { test } from 'vitest';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createTools, loadSample, type Sample } from '../sample.js';
import { checkLine, readLines, type Outcome } from '../table.js';
test('run', { timeout: 300000 }, async () => {
  const file = '/tmp/vt/vec.json', pf = '/tmp/vt/pass.json';
  const vec = new Map<string, number[]>(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
  let real: Sample | undefined;
  const get = async (): Promise<Sample> => (real ??= await loadSample());
  if (!existsSync(pf)) writeFileSync(pf, JSON.stringify((await get()).passages));
  const passages = JSON.parse(readFileSync(pf, 'utf8'));
  let dirty = false;
  const embedder = { maxBatch: 64, embed: async (texts: readonly string[]) => {
    const missing = texts.filter((t) => !vec.has(t));
    if (missing.length) { dirty = true; const v = await (await get()).tools.embed(missing); missing.forEach((t, i) => vec.set(t, Array.from(v[i]!, (x) => +x.toFixed(5)))); }
    return texts.map((t) => Float32Array.from(vec.get(t)!)); } };
  const sample = { passages, tools: createTools(passages, embedder), passageWith: (h: string, w: string) => { const f = passages.filter((p: any) => p.article.title.includes(h) && p.text.includes(w)); if (f.length !== 1) throw new Error(h + w + f.length); return f[0]; } } as unknown as Sample;
  const lines = readLines('tests/answer/verify/answers.jsonl');
  const all: Outcome[] = [];
  let crash = '';
  const t0 = performance.now(); const feat: unknown[] = []; (globalThis as any).__feat = feat;
  for (const [i, line] of lines.entries()) { try { all.push(...await checkLine(line, i + 1, sample)); } catch (e) { crash += (e as Error).message + '\n'; } }
  const ms = performance.now() - t0;
  if (dirty) writeFileSync(file, JSON.stringify([...vec]));
  writeFileSync('/tmp/vt/feat.json', JSON.stringify({ feat, rows: all.map((o) => ({ half: o.half, t: o.checked.text, e: o.sentence.expect, k: o.sentence.kind, v: o.checked.verdict, r: o.checked.verdict === 'removed' ? o.checked.reason : '' , line: o.line, nums: (o.sentence.text.match(/[[【](\d+)/g) ?? []).map((x: string) => +x.slice(1)) })) }));
  const show = (half: string, verbose: boolean) => {
    const rows = all.filter((o) => o.half === half);
    const right = rows.filter((o) => o.sentence.expect === 'kept'), faulty = rows.filter((o) => o.sentence.expect !== 'kept');
    let out = `${half}: right lost ${right.filter((o) => !o.isRight).length}/${right.length}, faults caught ${faulty.filter((o) => o.isRight).length}/${faulty.length}\n`;
    if (verbose) for (const o of rows.filter((o) => !o.isRight)) out += `  L${o.line} [${o.sentence.expect}/${o.sentence.kind}] ${o.sentence.text}\n      -> ${o.checked.verdict} ${o.checked.verdict === 'removed' ? o.checked.reason + ': ' + o.checked.detail : JSON.stringify(o.checked.citations.map((c) => c.passage + 1))}\n`;
    return out;
  };
  writeFileSync('/tmp/vt/out.txt', crash + show('tuning', true) + show('held out', process.env['SHOW'] === '1') + `${Math.round(ms)} ms\n`);
  if (real) await real.embedder.close();
});
