import type { App, Status } from './app.js';
import type { Asking, Gauges, Telemetry } from './domain/telemetry.js';
import { AppError } from './errors.js';

/** The same app, which tells how its work goes. `clock` gives milliseconds that only ever increase. */
export function observeApp(app: App, telemetry: Telemetry, clock: () => number): App {
  const observe = async <Result>(
    asking: Asking,
    work: () => Promise<Result>,
    describe: (result: Result) => { outcome: string; mode?: string },
  ): Promise<Result> => {
    const started = clock();
    const tell = (outcome: string, mode = ''): void => {
      telemetry.question(asking, outcome, mode, (clock() - started) / 1000);
    };
    try {
      const result = await work();
      const { outcome, mode } = describe(result);
      tell(outcome, mode);
      return result;
    } catch (error) {
      tell(codeOf(error));
      throw error;
    }
  };
  /** The run whose progress is shown; one that is refused never becomes it, and so does not end it. */
  let shown: symbol | undefined;
  return {
    ...app,
    ask: (...args) =>
      observe(
        'ask',
        () => app.ask(...args),
        ({ outcome, mode }) => ({ outcome, mode }),
      ),
    search: (...args) =>
      observe(
        'search',
        () => app.search(...args),
        ({ length }) => ({ outcome: length > 0 ? 'found' : 'nothing' }),
      ),
    findQuotes: (...args) =>
      observe(
        'quotes',
        () => app.findQuotes(...args),
        ({ outcome }) => ({ outcome }),
      ),
    verify: (...args) =>
      observe(
        'verify',
        () => app.verify(...args),
        ({ verdict }) => ({ outcome: verdict }),
      ),
    reindex: async (options) => {
      const run = Symbol('run');
      const started = clock();
      const seconds = (): number => (clock() - started) / 1000;
      try {
        const report = await app.reindex({
          ...options,
          onProgress: (progress) => {
            shown = run;
            telemetry.progress(progress);
            options.onProgress?.(progress);
          },
        });
        telemetry.run(report.cancelled ? 'cancelled' : 'done', seconds());
        return report;
      } catch (error) {
        telemetry.run(codeOf(error), seconds());
        throw error;
      } finally {
        if (shown === run) {
          shown = undefined;
          telemetry.progress(null);
        }
      }
    },
  };
}

/** What `status` tells, as figures. */
export function toGauges({ index, sources, lastRun, languageModel, writer }: Status): Gauges {
  return {
    index:
      index === null
        ? null
        : {
            articles: index.totals.articles,
            passages: index.totals.passages,
            bytes: index.bytes,
            updatedAt: lastRun?.finishedAt ?? null,
          },
    sources,
    writer,
    ...(languageModel !== null && {
      languageModel: { isAsked: languageModel.circuit.state === 'closed', spent: languageModel.spent },
    }),
  };
}

function codeOf(error: unknown): AppError['code'] {
  return error instanceof AppError ? error.code : 'INTERNAL';
}
