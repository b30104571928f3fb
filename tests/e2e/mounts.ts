import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * File systems of a test's own, where the system lets it make them (as root on Linux). Nothing else is really full or read-only.
 */

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Whether a test may mount something here. */
export const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'on-record-mount-'));
  const isMounted = run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
  if (isMounted) run('umount', folder);
  rmSync(folder, { recursive: true, force: true });
  return isMounted;
})();

/** Mounts an empty file system of a size in kB on a folder. */
export function mountSmallDisk(folder: string, kilobytes: number): { grow(kilobytes: number): void; unmount(): void } {
  mkdirSync(folder, { recursive: true });
  const require = (done: boolean): void => {
    if (!done) throw new Error(`Expected to mount a file system on ${folder}`);
  };
  require(run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder));
  return {
    grow: (size) => require(run('mount', '-o', `remount,size=${size}k`, folder)),
    unmount: () => void run('umount', '-l', folder),
  };
}

/** Makes a folder read-only, also for root. */
export function mountReadOnly(folder: string): { unmount(): void } {
  if (!run('mount', '--bind', folder, folder) || !run('mount', '-o', 'remount,ro,bind', folder)) {
    throw new Error(`Expected to mount ${folder} read-only`);
  }
  return { unmount: () => void run('umount', '-l', folder) };
}
