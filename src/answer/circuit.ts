import { AppError } from '../errors.js';
import type { Generator } from '../ports.js';

/** Whether a server is being asked. `open`: it failed several times in succession and is left alone. `probing`: one call tries it. */
export interface CircuitState {
  state: 'closed' | 'open' | 'probing';
  /** Failures in succession. */
  failures: number;
  /** Milliseconds until it is tried again; null when it is being asked. */
  retryInMs: number | null;
}

export interface CircuitLimits {
  /** Failures in succession after which the server is left alone. */
  failures: number;
  /** How long for; doubled with each failure after that, up to `longestMs`. */
  restMs: number;
  longestMs: number;
}

/**
 * Three in succession are hardly chance, and cost three people a wait; half a minute is what a server takes to start again.
 */
const usualLimits: CircuitLimits = { failures: 3, restMs: 30_000, longestMs: 600_000 };

/**
 * A generator that leaves a server alone that is down: calls fail at once then, with the code of its last failure, and one at a time
 * tries whether it is back. A failure is a call that the server did not answer or refused, once for each task. One that brought text, or that
 * failed by what was asked (a prompt that is too long, a filter, an empty answer), shows that the server is there; one that nobody
 * wants any more shows nothing. `clock` gives milliseconds that only ever increase.
 */
export function withCircuit(
  generator: Generator,
  clock: () => number,
  limits: Partial<CircuitLimits> = {},
): { generator: Generator; findState(): CircuitState } {
  const { failures: mostFailures, restMs, longestMs } = { ...usualLimits, ...limits };
  let failures = 0;
  let last: AppError | undefined;
  const failedTasks = new WeakSet<object>();
  let retryAtMs = 0;
  let isProbed = false;

  const findState = (): CircuitState => {
    if (failures < mostFailures) return { state: 'closed', failures, retryInMs: null };
    if (isProbed) return { state: 'probing', failures, retryInMs: null };
    return { state: 'open', failures, retryInMs: Math.max(0, retryAtMs - clock()) };
  };
  const enter = (): { isProbe: boolean } => {
    const { state, retryInMs } = findState();
    if (state === 'closed') return { isProbe: false };
    if (state === 'open' && retryInMs === 0) {
      isProbed = true;
      return { isProbe: true };
    }
    throw new AppError(
      last?.code ?? 'GENERATOR_UNAVAILABLE',
      `The language model ${generator.model} failed ${failures} times in succession and is left alone for a while`,
      { hint: 'The log says why it failed; it is tried again by itself.' },
    );
  };
  const fail = (error: AppError, task: object | undefined): void => {
    last = error;
    if (task !== undefined && failedTasks.has(task)) return;
    if (task !== undefined) failedTasks.add(task);
    failures++;
    const rests = Math.max(0, failures - mostFailures);
    retryAtMs = clock() + Math.min(restMs * 2 ** rests, longestMs);
  };

  return {
    findState,
    generator: {
      ...generator,
      async *generate(request) {
        const { isProbe } = enter();
        let isAlive = false;
        try {
          for await (const part of generator.generate(request)) {
            isAlive ||= part.kind === 'text';
            yield part;
          }
        } catch (error) {
          if (error instanceof AppError && request.signal?.aborted !== true) {
            isAlive ||= error.code !== 'GENERATOR_UNAVAILABLE' && error.code !== 'GENERATOR_REFUSED';
            if (!isAlive) fail(error, request.task);
          }
          throw error;
        } finally {
          if (isProbe) isProbed = false;
          if (isAlive) failures = 0;
        }
      },
    },
  };
}
