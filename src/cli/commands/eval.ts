import { readFile, writeFile } from 'node:fs/promises';
import { AppError, systemCode } from '../../errors.js';
import { parseCases } from '../../evaluation/cases.js';
import { compareReports, parseReport } from '../../evaluation/compare.js';
import { createReport, type Report } from '../../evaluation/report.js';
import { runCases } from '../../evaluation/run.js';
import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { localDay } from '../question.js';
import { renderComparison, renderEvaluation, renderUnknown } from '../render/evaluation.js';
import { renderEvaluationPage } from '../render/evaluation-page.js';

const command = { name: 'eval' };
/** As many sentences as `ask` gives when nothing is said. */
const sentences = 4;

/** Asks the cases of some files and judges the answers; with `--compare`, says how two such reports differ. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const { positionals, flags, texts } = args;
  const { stdout } = context;
  const html = texts.get('html');
  if (flags.has('compare')) {
    if (positionals.length !== 2 || html !== undefined) {
      const got = html === undefined ? `${positionals.length} files` : '--html';
      throw wrongUse(command, `Expected --compare with two reports and nothing else, got ${got}.`);
    }
    const [before, after] = await Promise.all(positionals.map(async (path) => parseReport(await loadText(path), path)));
    const comparison = compareReports(before!, after!);
    await stdout.write(
      flags.has('json') ? toJsonLine(comparison) : renderComparison(toPrintable(comparison), stdout.style),
    );
    return 0;
  }
  if (positionals.length === 0) throw wrongUse(command, 'Expected a file of cases, got none.');
  const report = await evaluate(positionals, context);
  const warning = renderUnknown(report);
  if (warning !== '') await context.stderr.write(toPrintable(warning));
  if (html !== undefined) await saveText(html, renderEvaluationPage(report, positionals.join(', ')));
  await stdout.write(flags.has('json') ? toJsonLine(report) : renderEvaluation(toPrintable(report), stdout.style));
  if (html !== undefined) await context.stderr.write(toPrintable(`Written: ${html}\n`));
  return 0;
}

async function evaluate(paths: readonly string[], context: CommandContext): Promise<Report> {
  const texts = await Promise.all(paths.map(loadText));
  const cases = paths.flatMap((path, i) => parseCases(texts[i]!, path));
  const app = await context.openApp();
  const { stderr } = context;
  const results = await runCases(
    {
      examine: (question) => app.examine(question, { limit: sentences }),
      listArticles: () => app.listArticles(),
      bodyOf: async (articleId) => (await app.article(articleId)).body,
    },
    cases,
    {
      today: localDay(context.now()),
      // Nothing waits for the write: a slow terminal must not be in the times.
      onDone: (done) => void (stderr.isTerminal && stderr.write(`\r\x1b[2KAsked ${done} of ${cases.length}`)),
    },
  );
  if (stderr.isTerminal) await stderr.write('\r\x1b[2K');
  return createReport(results);
}

async function loadText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError(
      'USAGE',
      `${path}: expected a file that can be read (${systemCode(error) ?? 'unknown fault'}).`,
      {
        hint: 'Check the path; evaluation/ holds the cases for the sample coverage.',
        cause: error,
      },
    );
  }
}

async function saveText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new AppError('USAGE', `--html: cannot write ${path} (${systemCode(error) ?? 'unknown fault'}).`, {
      hint: 'Name a file in a folder that exists and can be written to.',
      cause: error,
    });
  }
}
