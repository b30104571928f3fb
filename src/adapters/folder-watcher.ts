import { watch, statSync, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/**
 * Calls `onEvent` whenever something in a folder and its subfolders, or a file, may have changed, also more often than needed; the
 * returned function ends it. What keeps it from watching goes to `onError`, and nothing is told from then on.
 */
export type FolderWatcher = (path: string, onEvent: () => void, onError: (error: unknown) => void) => () => void;

/** A watcher by the system's own events; relative paths count from `cwd`. */
export function createFolderWatcher(cwd: string): FolderWatcher {
  return (source, onEvent, onError) => {
    let watcher: FSWatcher | undefined;
    try {
      const path = resolve(cwd, source);
      if (statSync(path).isDirectory()) watcher = watch(path, { recursive: true, persistent: false }, onEvent);
      else {
        // Most programs write a file by putting another one in its place, which ends a watch of the file itself.
        const name = basename(path);
        watcher = watch(dirname(path), { persistent: false }, (_, changed) => {
          if (changed === null || changed === name) onEvent();
        });
      }
      watcher.on('error', onError);
    } catch (error) {
      onError(error);
    }
    return () => watcher?.close();
  };
}
