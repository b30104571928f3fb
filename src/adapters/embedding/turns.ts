/** Lets one piece of work run at a time. */
export interface Turns {
  /** Throws once `close` was called. */
  requireOpen(): void;
  /** Runs `work` after all work before it. Rejects once `close` was called. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Rejects further work, waits for what is under way, then runs `end`, once however often it is called. */
  close(end: () => Promise<void>): Promise<void>;
}

/**
 * Turns for a network: ONNX Runtime's sessions must not be freed while they run. `owner` is named in the error after closing: "the
 * embedder".
 */
export function createTurns(owner: string): Turns {
  let closing: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const requireOpen = (): void => {
    if (closing) throw new Error(`${owner} is closed`);
  };
  return {
    requireOpen,
    take: (work) => {
      const run = last.then(() => {
        requireOpen();
        return work();
      });
      last = run.catch(() => undefined);
      return run;
    },
    close: (end) => (closing ??= last.then(end)),
  };
}
