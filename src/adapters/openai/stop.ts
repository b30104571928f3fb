/** A signal that aborts with one of others, or after a time that can be set anew. */
export interface Stop {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Aborts after `ms` from now with what `reason` makes, instead of after the time that was set before. */
  after(ms: number, reason: () => Error): void;
  /** Ends the waiting and lets go of the other signals. */
  release(): void;
}

/** A stop that follows `signals`. It must be released. */
export function createStop(signals: readonly AbortSignal[]): Stop {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const followers = signals.map((signal) => {
    const follow = (): void => controller.abort(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
    return () => signal.removeEventListener('abort', follow);
  });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    after: (ms, reason) => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(reason()), ms);
    },
    release: () => {
      clearTimeout(timer);
      for (const unfollow of followers) unfollow();
    },
  };
}
