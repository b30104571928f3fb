import type { World } from './world.js';

/** Waits for something in the fake Discord: by events, with a limit in real time that only a fault reaches. */
export interface Waiting {
  /**
   * Resolves with what `find` gives as soon as that is not undefined. `find` is called after every change, and may throw to give up.
   * `seen` tells what there is instead, for the message of a wait in vain.
   */
  until<Found>(what: string, find: () => Found | undefined, seen: () => string): Promise<Found>;
  /** Makes all waits fail. */
  stop(): void;
}

export function createWaiting(world: World, { patienceMs }: { patienceMs: number }): Waiting {
  const pending = new Set<(error: Error) => void>();
  return {
    until: (what, find, seen) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          unlisten();
          pending.delete(fail);
          settle();
        };
        const fail = (error: unknown) => end(() => reject(error as Error));
        const look = () => {
          try {
            if (world.failure !== undefined) {
              throw new Error(`The fake Discord failed: ${String(world.failure)}`, { cause: world.failure });
            }
            const found = find();
            if (found !== undefined) end(() => resolve(found));
          } catch (error) {
            fail(error);
          }
        };
        const timer = setTimeout(
          () => fail(new Error(`Expected ${what} within ${patienceMs / 1000} s, got ${describe(seen, world)}`)),
          patienceMs,
        );
        const unlisten = world.onChange(look);
        pending.add(fail);
        look();
      }),
    stop: () => {
      for (const fail of [...pending]) {
        fail(new Error('The fake Discord was stopped while something was awaited of the bot'));
      }
    },
  };
}

function describe(seen: () => string, { violations }: World): string {
  const refused = violations
    .slice(-3)
    .map(
      ({ route, code, message, errors }) =>
        `${route}: ${code} ${message} ${errors === null ? '' : JSON.stringify(errors)}`,
    );
  return `${seen()}${refused.length === 0 ? '' : `. The bot was last refused:\n  ${refused.join('\n  ')}`}`;
}
