import PQueue from 'p-queue';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Who asks, as far as limits care. */
export interface Asker {
  userId: string;
  guildId: string | null;
}

/** Why a question is not taken now. */
export type Refusal =
  | { reason: 'running' }
  | { reason: 'user-limit' | 'server-limit'; retryAfterSeconds: number }
  | { reason: 'queue-full'; waiting: number }
  | { reason: 'stopping' };

/** Lets questions through, a few at a time. */
export interface Limits {
  /**
   * Runs `work` when it is its turn. `onQueued` is told how many are before it when it has to wait. Resolves with the refusal, or
   * with what `work` gave; rejects as `work` does.
   */
  run<Result>(asker: Asker, work: () => Promise<Result>, onQueued: (before: number) => void): Promise<Taken<Result>>;
  /** Takes no more, and resolves when all that run have ended. */
  drain(): Promise<void>;
}

export type Taken<Result> = { refusal: Refusal } | { result: Result };

export interface LimitSettings {
  questionsPerMinute: { user: number; server: number };
  /** Questions that are worked on at once. */
  concurrency: number;
  /** The most that may wait. */
  queueLength: number;
}

/** Counters live in memory: a restart forgets them, which harms nobody. */
export function createLimits({ questionsPerMinute, concurrency, queueLength }: LimitSettings): Limits {
  const byUser = new RateLimiterMemory({ points: questionsPerMinute.user, duration: 60 });
  const byServer = new RateLimiterMemory({ points: questionsPerMinute.server, duration: 60 });
  const queue = new PQueue({ concurrency });
  const running = new Set<string>();
  let isStopping = false;

  const findRefusal = async ({ userId, guildId }: Asker): Promise<Refusal | undefined> => {
    const user = await take(byUser, userId);
    if (user !== undefined) return { reason: 'user-limit', retryAfterSeconds: user };
    const server = guildId === null ? undefined : await take(byServer, guildId);
    return server === undefined ? undefined : { reason: 'server-limit', retryAfterSeconds: server };
  };

  return {
    run: async (asker, work, onQueued) => {
      if (isStopping) return { refusal: { reason: 'stopping' } };
      if (running.has(asker.userId)) return { refusal: { reason: 'running' } };
      if (queue.size >= queueLength) return { refusal: { reason: 'queue-full', waiting: queue.size } };
      running.add(asker.userId);
      try {
        const refusal = await findRefusal(asker);
        if (refusal !== undefined) return { refusal };
        if (queue.pending >= concurrency) onQueued(queue.size);
        return { result: await queue.add(work) };
      } finally {
        running.delete(asker.userId);
      }
    },
    drain: async () => {
      isStopping = true;
      await queue.onIdle();
    },
  };
}

/** Undefined when there was one left, otherwise the seconds until there is. */
async function take(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}
