import { test } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { createTools, passagesOf } from '../sample.js';
import { preparePassages } from '../../../../src/answer/verify/prepare.js';
import { checkSentence } from '../../../../src/answer/verify/check-sentence.js';
test('real', { timeout: 600000 }, async () => {
  const rows = readFileSync('/work/shared/eval/coverage/articles.jsonl', 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l));
  const articles = rows.filter((_, i) => i % 12 === 3).map((r) => ({ id: r.id, url: r.url, title: r.title, titleDerived: false, outlet: r.outlet, authors: [r.author].flat().filter(Boolean), publishedAt: r.publishedAt, body: r.body }));
  const passages = passagesOf(articles as never, (t) => Math.ceil(t.split(/\s+/).length * 1.3));
  const v = new Float32Array(4).fill(0.5);
  const tools = createTools(passages, { maxBatch: 1000, embed: (ts: readonly string[]) => Promise.resolve(ts.map(() => v)) } as never);
  const prepared = await preparePassages(passages, tools);
  const stats: Record<string, { n: number; removed: number; by: Record<string, number>; ex: string[] }> = {};
  const put = async (kind: string, text: string, p: (typeof prepared)[number], wantKept: boolean) => {
    const { checked } = await checkSentence({ text, numbers: [1] }, [{ ...p, index: 0 }], tools);
    const s = (stats[kind] ??= { n: 0, removed: 0, by: {}, ex: [] });
    s.n++;
    if (checked.verdict === 'removed') { s.removed++; s.by[checked.reason] = (s.by[checked.reason] ?? 0) + 1; if (wantKept && s.ex.length < 400) s.ex.push(`${checked.reason}: ${checked.detail.slice(0, 50)} | ${text}`); }
    else if (!wantKept && s.ex.length < 60) s.ex.push(`KEPT | ${text}`);
  };
  let k = 0;
  for (const p of prepared) for (const s of p.sentences) {
    const text = s.text;
    if (text.split(' ').length < 7 || text.length > 350 || /\?[”"]?$/.test(text) || /[\n|]/.test(text)) continue;
    if (k++ % 2 === 0) continue;
    await put('identity', text.replace(/\.$/, ''), p, true);
    const q = /["“]/.test(text);
    const short = text.replace(/, [^,"“”]{5,60},(?= \w)/, '');
    if (short !== text && !q) await put('compressed', short, p, true);
    const m = /^([^"“”]{25,}), (\p{Lu}[\p{L}. ]+ (?:said|told \p{L}+))\.$/u.exec(text);
    if (m) await put('fronted', `${m[2]} that ${m[1]!.charAt(0).toLowerCase() === m[1]!.charAt(0) || /^\p{Lu}\p{Ll}+ \p{Lu}/u.test(m[1]!) ? m[1] : m[1]!.charAt(0).toLowerCase() + m[1]!.slice(1)}.`, p, true);
    const nums = s.figures.filter((f) => !f.isWeak && /^\d/.test(f.text) && f.kind === 'number');
    const others = p.sentences.flatMap((o) => o === s ? [] : o.figures).filter((f) => /^\d/.test(f.text) && f.kind === 'number' && nums[0] && f.value !== nums[0].value && f.unit === nums[0].unit);
    if (nums[0] && others[0] && !q) await put('F number of the passage', text.slice(0, nums[0].start) + others[0].text + text.slice(nums[0].end), p, false);
    if (nums[0] && !q) await put('F number invented', text.slice(0, nums[0].start) + String(Math.round(nums[0].value) + 13) + text.slice(nums[0].end), p, false);
    const neg = text.replace(/ (was|were|is|are|will|has|have|had|would|could|can) (?!not|n’t|no |never)/, ' $1 not ');
    if (neg !== text && !q) await put('F not put in', neg, p, false);
    const un = text.replace(/ (was|were|is|are|will|has|have|had|would|could|did) not /, ' $1 ').replace(/ (was|were|is|are|has|have|had|would|could|did)n['’]t /, ' $1 ');
    if (un !== text && !q) await put('F not taken out', un, p, false);
    const other = p.sentences.filter((o) => o !== s).flatMap((o) => o.names).filter((n) => n.words.length >= 1 && n.from > 0 && !s.names.some((x) => x.words.some((w) => n.words.includes(w))));
    if (s.names[0] && other[0] && !q) await put('F name of the passage', text.slice(0, s.names[0].start) + other[0].text + text.slice(s.names[0].end), p, false);
  }
  let out = '';
  for (const [kind, s] of Object.entries(stats)) out += `## ${kind}: removed ${s.removed}/${s.n} = ${(100 * s.removed / s.n).toFixed(1)} % ${JSON.stringify(s.by)}\n`;
  for (const [kind, s] of Object.entries(stats)) out += `\n#### ${kind}\n${s.ex.join('\n')}\n`;
  writeFileSync('/tmp/vt/real.txt', out);
});
