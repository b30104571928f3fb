import { measures, type CaseReport, type Group, type Measure, type Report } from '../../evaluation/report.js';
import { renderMistakes } from './evaluation-mistakes.js';
import { escapeHtml, renderPlot } from './plots.js';
import { plotColours as colours, reliabilityPlot } from './reliability-plot.js';

const ranks = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/**
 * A report as one HTML page that loads nothing: the table, plots as inline SVG, and what went wrong, with the passages found and
 * missed. Every text of a case or an article is escaped.
 */
export function renderEvaluationPage(report: Report, name: string): string {
  const { all, kinds, traits } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation of On Record</title>
<style>${styles}</style>
</head>
<body>
<h1>Evaluation</h1>
<p>${escapeHtml(name)}: ${all.questions} questions, ${all.answerable} of them answerable.</p>
${renderUnknown(report)}
${renderSummary(report)}
<h2>By kind of question</h2>
${renderGroups([all, ...kinds])}
${traits.length === 0 ? '' : `<h2>By what makes it hard</h2>\n${renderGroups(traits)}`}
<h2>Confidence and ranking</h2>
<div class="plots">
${renderRiskPlot(report)}
${renderReliabilityPlot(report)}
${renderHitsPlot(report)}
</div>
${renderMistakes(report)}
</body>
</html>
`;
}

function renderUnknown({ unknown }: Report): string {
  if (unknown.length === 0) return '';
  const rows = unknown.map(
    ({ id, references }) => `<li><b>${escapeHtml(id)}</b> ${escapeHtml(references.join('; '))}</li>`,
  );
  return `<p>Named by cases and not indexed, which counts as not found:</p><ul>${rows.join('')}</ul>`;
}

function renderSummary({ settings, risk, reliability, citations, diversity, timesMs }: Report): string {
  const { total } = timesMs;
  const rows: [string, string][] = [
    ['Area under risk and coverage', `${decimals(risk.area)}, ${decimals(risk.excess)} above the best order`],
    ['Calibration error', `${decimals(reliability.error)}, Brier score ${decimals(reliability.brier)}`],
    ...settings.map(({ setting, threshold, answered, refused, wrong }): [string, string] => [
      `${setting} (from ${threshold.toFixed(2)} on)`,
      `${percent(answered)} of the answerable answered, ${percent(refused)} of the others refused, ${percent(wrong)} of the answers wrong`,
    ]),
    [
      'Citations word for word',
      `${citations.verbatim} of ${citations.shown}; ${citations.uncited} of ${citations.sentences} sentences without one`,
    ],
    ['In ten passages', `${decimals(diversity.articles)} articles of ${decimals(diversity.outlets)} outlets`],
    ['Time of a question', `p50 ${total.p50.toFixed(1)} ms, p95 ${total.p95.toFixed(1)} ms`],
    ...Object.entries(timesMs)
      .filter(([stage]) => stage !== 'total')
      .map(([stage, { p50, p95 }]): [string, string] => [`– ${stage}`, `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`]),
  ];
  const cells = rows.map(([head, value]) => `<tr><th>${escapeHtml(head)}</th><td>${escapeHtml(value)}</td></tr>`);
  return `<table class="summary">${cells.join('')}</table>`;
}

function renderGroups(groups: readonly Group[]): string {
  const names = Object.keys(measures) as Measure[];
  const head = names.map((name) => `<th title="${escapeHtml(measures[name].meaning)}">${measures[name].name}</th>`);
  const rows = groups.map(({ name, questions, means }) => {
    const cells = names.map((measure) => {
      const value = means[measure];
      return `<td>${measure === 'mrr10' || measure === 'ndcg10' ? decimals(value) : percent(value)}</td>`;
    });
    return `<tr><th>${escapeHtml(name)}</th><td>${questions}</td>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table><tr><th></th><th>n</th>${head.join('')}</tr>${rows.join('')}</table></div>`;
}

function renderRiskPlot({ risk, settings, cases }: Report): string {
  const points = risk.curve.map(({ coverage, risk: y }) => ({ x: coverage, y }));
  const marks = settings.map(({ threshold }) => {
    const answered = cases.filter((one) => one.confidence >= threshold && one.answer !== '');
    const wrong = answered.filter((one) => !one.right).length;
    return { x: answered.length / Math.max(cases.length, 1), y: answered.length === 0 ? 0 : wrong / answered.length };
  });
  return renderPlot({
    title: 'Coverage against risk',
    xLabel: 'questions answered, the surest first',
    yLabel: 'answers that are wrong',
    series: [
      { name: 'risk', colour: colours.main, points, form: 'line' },
      { name: 'careful, balanced, eager', colour: colours.second, points: marks, form: 'dots' },
    ],
  });
}

function renderReliabilityPlot({ reliability: { bins } }: Report): string {
  return renderPlot(reliabilityPlot([{ name: 'questions by confidence (area: how many)', bins }]));
}

function renderHitsPlot({ cases }: Report): string {
  const answerable = cases.filter((one) => one.answerable);
  const curve = (rankOf: (one: CaseReport) => number) =>
    ranks.map((rank) => {
      const hits = answerable.filter((one) => rankOf(one) > 0 && rankOf(one) <= rank).length;
      return { x: (rank - 1) / (ranks.length - 1), y: hits / Math.max(answerable.length, 1) };
    });
  return renderPlot({
    title: 'Hits by rank',
    xLabel: 'rank',
    yLabel: 'answerable questions',
    ticks: ranks.map((rank) => ({ at: (rank - 1) / (ranks.length - 1), label: String(rank) })),
    series: [
      { name: 'passage with the answer', colour: colours.main, points: curve((one) => one.passageRank), form: 'line' },
      { name: 'right article', colour: colours.second, points: curve((one) => one.articleRank), form: 'line' },
    ],
  });
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`;
}

function decimals(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

const styles = `
body{font:15px/1.45 system-ui,sans-serif;max-width:1240px;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .45rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
th:first-child,.summary td{text-align:left}.summary td{white-space:normal}
.wide{overflow-x:auto}
.plots{display:flex;flex-wrap:wrap;gap:1.5rem}
svg{width:440px;max-width:100%;height:auto;background:#fafafa;border:1px solid #e2e2e2}
svg .title{font:600 14px system-ui,sans-serif}svg .tick{font:11px system-ui,sans-serif;fill:#444}
svg .label{font:12px system-ui,sans-serif;fill:#222}svg .grid{stroke:#e2e2e2}
details{border-bottom:1px solid #ddd;padding:.4rem 0}summary{cursor:pointer}
.tag{color:#666}.missed{border-left:4px solid #b3261e;padding-left:.5rem}li{margin:.5rem 0;padding-left:.5rem;border-left:4px solid #ccc}
li.hit{border-color:#2a8f4d}li.near{border-color:#d9a400}
`;
