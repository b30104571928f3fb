import type { Speaker } from '../src/domain/quote.js';
import { completeNames } from '../src/quotes/complete-name.js';
import { findSpeakers } from '../src/quotes/find-speakers.js';
import { createNameIndex } from '../src/quotes/name-index.js';
import { percentile, type Row } from './table.js';

const speakers = 23_500;
const rounds = 200;
const syllables =
  'ka ro vin sel dor mar tes lun bri ghe zor ith and ers sky son wel qua pen hol ba ne tri cho fu'.split(' ');

/** How long a name takes to be found, and what is typed to be completed, with a letter wrong, among invented speakers. */
export function benchNames(): Row[] {
  const random = createRandom(7);
  const word = (): string => {
    const parts = Array.from({ length: 2 + random(3) }, () => syllables[random(syllables.length)]!).join('');
    return parts[0]!.toUpperCase() + parts.slice(1);
  };
  const given = Array.from({ length: 900 }, word);
  const all = Array.from({ length: speakers }, (_, i): Speaker => {
    const surname = word();
    const name = `${given[random(given.length)]!} ${surname}`;
    const aliases = [name, `Mr. ${surname}`, surname].map((alias) => ({ name: alias, count: 1 }));
    return { id: String(i), name, kind: 'person', aliases, description: null, gender: null };
  });
  const index = createNameIndex(all);
  const misspelt = (): string => {
    const { name } = all[random(speakers)]!;
    const at = 1 + random(name.length - 1);
    return `${name.slice(0, at)}x${name.slice(at + 1)}`;
  };
  const line = (question: string, work: (text: string) => void): Row => {
    const times = Array.from({ length: rounds }, () => millisecondsOf(() => work(misspelt())));
    return {
      question: `${question} among ${speakers} speakers, p50 / p95`,
      figure: `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.95).toFixed(1)} ms`,
      bar: '20 ms',
    };
  };
  return [
    line('a misspelt name found', (text) => void findSpeakers(text, index)),
    line('a misspelt name completed', (text) => {
      completeNames(text, index, { slips: false });
      completeNames(text, index, { slips: true });
    }),
  ];
}

/** Processor time, so that a busy machine does not count. */
function millisecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1e3;
}

/** Xorshift: the same names in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
