import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';

/** A holder says that it lives by touching its file this often; one on another machine has no other sign of life. */
const heartbeatMs = 5_000;
const silentForMs = 60_000;
/** Longer than a killed holder's last process can work. A process number that lives on after that is somebody else's by now. */
const abandonedMs = 15 * 60_000;
const pollMs = 200;

/**
 * @typedef {{ addProcess: (pid: number) => void }} Lock
 *   A lock that is held. `addProcess` names a process that works for the holder: should the holder be killed, the lock stays
 *   taken until that process has ended too.
 */

/**
 * Runs `work` while no other process runs under the same lock file, waiting for one that does. A holder that was killed leaves
 * its file behind, but not its lock: the next one sees that its processes are gone.
 *
 * @template T
 * @param {string} file
 * @param {(lock: Lock) => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function holdLock(file, work, onWait = () => undefined) {
  await acquire(file, onWait);
  const pids = [process.pid];
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  try {
    return await work({
      addProcess(pid) {
        pids.push(pid);
        writeFileSync(file, describe(pids));
      },
    });
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {() => void} onWait
 */
async function acquire(file, onWait) {
  let told = false;
  while (!create(file)) {
    const holder = read(file);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      takeAway(file, holder.text);
      continue;
    }
    if (!told) onWait();
    told = true;
    await wait(pollMs);
  }
}

/**
 * @param {string} file
 * @returns {boolean} false when somebody holds it
 */
function create(file) {
  try {
    const handle = openSync(file, 'wx');
    writeFileSync(handle, describe([process.pid]));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {number[]} pids */
function describe(pids) {
  return JSON.stringify({ host: hostname(), pids });
}

/**
 * @param {string} file
 * @returns {{ text: string, silentMs: number } | undefined} undefined when it has just gone
 */
function read(file) {
  try {
    return { text: readFileSync(file, 'utf8'), silentMs: Date.now() - statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/** @param {{ text: string, silentMs: number }} holder */
function isAlive({ text, silentMs }) {
  const { host, pids } = parse(text);
  // A file without content is one that is being written, or was when its writer died.
  if (host !== hostname()) return silentMs < silentForMs;
  return silentMs < abandonedMs && pids.some(isRunning);
}

/**
 * @param {string} text
 * @returns {{ host: string | undefined, pids: number[] }}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { host: undefined, pids: [] };
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes the file of a dead holder. Two waiters may find it dead at once, so it is moved aside (which only one of them can do)
 * and put back if it turns out to be the new holder's.
 *
 * @param {string} file
 * @param {string} dead the content that was judged
 */
function takeAway(file, dead) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, 'utf8') === dead) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody removed the file by hand; the work goes on.
  }
}
