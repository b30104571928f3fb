import type { App } from './app.js';
import { observeApp, toGauges } from './app-telemetry.js';
import type { Reindexing } from './app-reindexing.js';
import { systemTimers, watchSources } from './app-watch.js';
import type { Config } from './config.js';
import type { Log } from './domain/log.js';
import type { Gauges, Metrics } from './domain/telemetry.js';
import { toAppError } from './errors.js';

/** What goes on beside the answers of a bot: figures for its operator, and looking after its sources. */
export interface Service {
  /** For `AppOptions`. */
  onStage: (stage: string, seconds: number) => void;
  onUsage: (used: { inputTokens: number; outputTokens: number }) => void;
  /** The app as the bot is to use it: what it does shows in the figures. Comes first. */
  observe(app: App): App;
  metrics: Metrics;
  /** Why the bot cannot answer at the moment; empty when it can. */
  findObstacles(): Promise<string[]>;
  /** Told of the bot once it is connected. Begins to watch the sources where ONRECORD_WATCH says so, with runs of `reindexing`. */
  follow(bot: { gateway(): 'ready' | 'connecting' }, reindexing: Reindexing): void;
  /** Ends the watching, and a run of indexing that it began. */
  stop(): Promise<void>;
}

/** The service for these settings; relative paths count from `cwd`. */
export async function createService(config: Config, { cwd, log }: { cwd: string; log: Log }): Promise<Service> {
  const [{ createPromMetrics }, { createFolderWatcher }] = await Promise.all([
    import('./adapters/prom-metrics.js'),
    import('./adapters/folder-watcher.js'),
  ]);
  let app: App | undefined;
  let bot: Parameters<Service['follow']>[0] | undefined;
  let watcher: ReturnType<typeof watchSources> | undefined;
  const gateway = (): NonNullable<Gauges['gateway']> => bot?.gateway() ?? 'connecting';
  const figures = createPromMetrics({
    look: async () => ({
      ...(app === undefined ? { index: null, sources: [], writer: null } : toGauges(await app.status())),
      gateway: gateway(),
    }),
  });
  return {
    onStage: figures.telemetry.stage,
    onUsage: ({ inputTokens, outputTokens }) => {
      figures.telemetry.tokens('read', inputTokens);
      figures.telemetry.tokens('written', outputTokens);
    },
    observe: (made) => (app = observeApp(made, figures.telemetry, () => performance.now())),
    metrics: figures.metrics,
    findObstacles: async () => {
      const obstacles = gateway() === 'ready' ? [] : ['not connected to Discord'];
      try {
        const status = await app?.status();
        if (status?.index === null) obstacles.push('no index yet');
      } catch (error) {
        // A damaged index, a folder that cannot be read, a thread that died: whatever it is, nobody can be answered.
        const { code, message } = toAppError(error, 'INTERNAL', 'The index cannot be looked at');
        obstacles.push(`${message} (${code})`);
      }
      return obstacles;
    },
    follow: (connected, reindexing) => {
      bot = connected;
      if (!config.watch.enabled || app === undefined) return;
      watcher = watchSources({
        app,
        reindexing,
        watchFolder: createFolderWatcher(cwd),
        timers: systemTimers,
        onChange: ({ counts }) => log.info({ counts }, 'The sources have changed; the index is up to date'),
        onError: (error) => log.warn({ error }, 'A source could not be looked after'),
      });
    },
    stop: async () => {
      await watcher?.close();
      watcher = undefined;
    },
  };
}
