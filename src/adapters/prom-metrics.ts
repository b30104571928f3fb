import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Gauges, Metrics, Telemetry } from '../domain/telemetry.js';

/** From a search by words in a small coverage to a language model that takes its time. */
const secondsOfQuestions = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const secondsOfStages = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/**
 * Figures in the form of Prometheus. `look` is asked once for each rendering; where it rejects, the figures that come from it are left
 * out and `onrecord_look_failures_total` counts it. With `ofProcess`, those of the process come too: memory, event-loop delay,
 * garbage collection.
 */
export function createPromMetrics({ look, ofProcess = true }: { look: () => Promise<Gauges>; ofProcess?: boolean }): {
  telemetry: Telemetry;
  metrics: Metrics;
} {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
  const questions = new Histogram({
    name: 'onrecord_question_seconds',
    help: 'Time until a question was answered, by what was asked for, its outcome and the mode of the answer.',
    labelNames: ['asking', 'outcome', 'mode'] as const,
    buckets: secondsOfQuestions,
    registers,
  });
  const stages = new Histogram({
    name: 'onrecord_stage_seconds',
    help: 'Time of the parts of the work on questions.',
    labelNames: ['stage'] as const,
    buckets: secondsOfStages,
    registers,
  });
  const runs = new Histogram({
    name: 'onrecord_reindex_seconds',
    help: 'Time of runs of indexing, by how they ended.',
    labelNames: ['end'] as const,
    buckets: [0.1, 1, 10, 60, 600, 3600],
    registers,
  });
  const tokens = new Counter({
    name: 'onrecord_tokens_total',
    help: 'Tokens that language models read and wrote.',
    labelNames: ['direction'] as const,
    registers,
  });
  const failedLooks = new Counter({
    name: 'onrecord_look_failures_total',
    help: 'How often the state of the index could not be looked up for these figures.',
    registers,
  });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> =>
    new Gauge({ name: `onrecord_${name}`, help, labelNames, registers });
  const running = gauge('reindex_running', 'Whether this process indexes: 1 or 0.');
  const progressOf = {
    done: gauge('reindex_progress_done', 'What is done of the run of indexing.', ['phase']),
    total: gauge('reindex_progress_total', 'What there is to do in the run of indexing.', ['phase']),
    ratePerSecond: gauge('reindex_passages_per_second', 'Passages that the run of indexing embeds in a second.', [
      'phase',
    ]),
    secondsLeft: gauge('reindex_seconds_left', 'How long the run of indexing still takes.', ['phase']),
    failures: gauge('reindex_failures', 'What the run of indexing could not index so far.', ['phase']),
  };
  const writerSince = gauge(
    'index_writer_since_timestamp_seconds',
    'Since when a process indexes, this one or another; nothing while none does.',
    ['pid'],
  );
  const articles = gauge('index_articles', 'Indexed articles.');
  const passages = gauge('index_passages', 'Indexed passages.');
  const bytes = gauge('index_bytes', 'Bytes of the rows on disk.');
  const updated = gauge('index_updated_timestamp_seconds', 'When the index was last brought up to date.');
  const bySource = {
    articles: gauge('source_articles', 'Articles by source.', ['source']),
    failures: gauge('source_failures', 'What could not be indexed, by source.', ['source']),
    failedTries: gauge('source_failed_tries', 'Tries since a source was last reached.', ['source']),
    lastSuccess: gauge('source_success_timestamp_seconds', 'When a source was last reached.', ['source']),
  };
  const model = {
    asked: gauge(
      'language_model_asked',
      'Whether the language model is being asked: 0 while it is left alone because it failed.',
    ),
    tokensToday: gauge(
      'language_model_tokens_today',
      'Tokens of the language model since 00:00 UTC, of all processes.',
    ),
    costToday: gauge('language_model_cost_today', 'What they cost, in the unit that prices are given in.'),
  };
  const gateway = gauge('discord_gateway_ready', 'Whether the bot is connected to Discord: 1 or 0.');
  running.set(0);

  const show = ({ index, sources, writer, languageModel, gateway: state }: Gauges): void => {
    for (const each of [
      articles,
      passages,
      bytes,
      updated,
      ...Object.values(bySource),
      ...Object.values(model),
      gateway,
      writerSince,
    ])
      each.reset();
    if (index !== null) {
      articles.set(index.articles);
      passages.set(index.passages);
      bytes.set(index.bytes);
      if (index.updatedAt !== null) updated.set(Date.parse(index.updatedAt) / 1000);
    }
    for (const entry of sources) {
      const labels = { source: withoutSecrets(entry.source) };
      bySource.articles.set(labels, entry.articles);
      bySource.failures.set(labels, entry.failures);
      bySource.failedTries.set(labels, entry.failedTries);
      if (entry.lastSuccess !== null) bySource.lastSuccess.set(labels, Date.parse(entry.lastSuccess) / 1000);
    }
    if (languageModel !== undefined) model.asked.set(languageModel.isAsked ? 1 : 0);
    if (languageModel?.spent) {
      model.tokensToday.set(languageModel.spent.tokens);
      model.costToday.set(languageModel.spent.cost);
    }
    if (writer !== null) writerSince.set({ pid: String(writer.pid) }, Date.parse(writer.since) / 1000);
    if (state !== undefined) gateway.set(state === 'ready' ? 1 : 0);
  };

  return {
    telemetry: {
      question: (asking, outcome, mode, seconds) => questions.observe({ asking, outcome, mode }, seconds),
      stage: (stage, seconds) => stages.observe({ stage }, seconds),
      progress: (progress) => {
        running.set(progress === null ? 0 : 1);
        for (const each of Object.values(progressOf)) each.reset();
        if (progress === null) return;
        for (const [name, each] of Object.entries(progressOf)) {
          const value = progress[name as keyof typeof progressOf];
          if (value !== null) each.set({ phase: progress.phase }, value);
        }
      },
      run: (end, seconds) => runs.observe({ end }, seconds),
      tokens: (direction, count) => tokens.inc({ direction }, count),
    },
    metrics: {
      contentType: registry.contentType,
      render: async () => {
        try {
          show(await look());
        } catch {
          failedLooks.inc();
        }
        return registry.metrics();
      },
    },
  };
}

/** An address may carry a key in its query; whoever reads figures need not know it. */
function withoutSecrets(source: string): string {
  if (!/^https?:/iu.test(source) || !URL.canParse(source)) return source;
  const { origin, pathname } = new URL(source);
  return `${origin}${pathname}`;
}
