import { mistakeKinds, type MistakeKind } from '../../evaluation/mistakes.js';
import type { CaseReport, Report } from '../../evaluation/report.js';
import { escapeHtml } from './plots.js';

/** So many questions of each kind are shown. */
const casesShown = 10;

/** What went wrong, by how, as parts of an HTML page: each question with the passages found and those missed. */
export function renderMistakes({ cases }: Report): string {
  return mistakeKinds.map((kind) => renderKind(kind, cases)).join('\n');
}

function renderKind({ name, meaning, of }: MistakeKind, cases: readonly CaseReport[]): string {
  const members = of(cases);
  const count = members.length <= casesShown ? String(members.length) : `${casesShown} of ${members.length}`;
  const body = members.length === 0 ? '<p>None.</p>' : members.slice(0, casesShown).map(renderCase).join('\n');
  return `<section><h2>${escapeHtml(name)} (${count})</h2>\n<p>${escapeHtml(meaning)}</p>\n${body}</section>`;
}

function renderCase(one: CaseReport): string {
  const rank = one.passageRank === 0 ? 'not among the first 10' : `at rank ${one.passageRank}`;
  const facts = one.expected.map((fact) => fact.join(' / ')).join(' and ');
  const expected = one.answerable
    ? `Expected: ${facts === '' ? 'an answer' : facts}; found ${rank}.`
    : 'To be refused: the coverage does not hold the answer.';
  const passages = one.passages.map(({ title, text, score, relevant, ofArticle }) => {
    const mark = relevant ? 'hit' : ofArticle ? 'near' : 'miss';
    return `<li class="${mark}"><b>${escapeHtml(title)}</b> ${score.toFixed(3)}<br>${escapeHtml(text)}</li>`;
  });
  const missed = one.missed.length === 0 ? '' : `<p>Articles not found: ${escapeHtml(one.missed.join('; '))}</p>`;
  const got = one.outcome === 'answer' ? 'answered' : 'refused';
  return `<details><summary><b>${escapeHtml(one.id)}</b> ${escapeHtml(one.question)}
<span class="tag">${got}, confidence ${one.confidence.toFixed(2)}</span></summary>
<p>${escapeHtml(expected)}</p>
<p>${one.outcome === 'answer' ? 'Answer' : 'Best answer, withheld'}: ${escapeHtml(one.answer === '' ? 'none' : one.answer)}</p>
${missed}${one.missedPassages.map(renderMissed).join('')}<ol>${passages.join('')}</ol></details>`;
}

function renderMissed({ fact, title, text }: CaseReport['missedPassages'][number]): string {
  const what =
    fact === null ? 'A passage that answers' : `What says ${fact.map((wording) => `“${wording}”`).join(' or ')}`;
  return `<p class="missed">${escapeHtml(what)}, not among the first 10: <b>${escapeHtml(title)}</b><br>${escapeHtml(text)}</p>`;
}
