import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { createNotices, createProgressReporter, renderProgress } from '../../src/cli/progress.js';
import type { Progress } from '../../src/cli/progress.js';
import { createRecordedOutput } from '../fakes/cli.js';

const at = (done: number): Progress => ({ phase: 'embedding', done, total: 300, ratePerSecond: 23.6, secondsLeft: 75.2, failures: 0 }); // prettier-ignore

/** A clock that somebody turns. */
function createClock() {
  let ms = 0;
  return { now: () => new Date(ms), pass: (seconds: number) => (ms += seconds * 1000) };
}

describe('the progress of a run', () => {
  test('on a terminal is one line that is rewritten and goes away at the end', () => {
    const { output, written } = createRecordedOutput({ isTerminal: true });
    const clock = createClock();
    const reporter = createProgressReporter(output, clock.now);
    clock.pass(2);
    reporter.update(at(60));
    clock.pass(1);
    reporter.update(at(150));
    reporter.finish();
    expect(written).toEqual([
      '\r\x1b[2KIndexing  ███░░░░░░░░░░░░░  60 of 300, 24 passages a second, 1 min 15 s left',
      '\r\x1b[2KIndexing  ████████░░░░░░░░  150 of 300, 24 passages a second, 1 min 15 s left',
      '\r\x1b[2K',
    ]);
  });

  test('elsewhere is a plain line every five seconds at most', () => {
    const { output, written } = createRecordedOutput();
    const clock = createClock();
    const reporter = createProgressReporter(output, clock.now);
    for (let done = 0; done <= 300; done += 10) {
      reporter.update(at(done));
      clock.pass(0.5);
    }
    reporter.finish();
    expect(written).toEqual([
      'Indexing: 30 of 300, 24 passages a second, 1 min 15 s left\n',
      'Indexing: 130 of 300, 24 passages a second, 1 min 15 s left\n',
      'Indexing: 230 of 300, 24 passages a second, 1 min 15 s left\n',
    ]);
  });

  test.each([true, false])('is not shown for a run that is over at once (terminal: %s)', (isTerminal) => {
    const { output, written } = createRecordedOutput({ isTerminal });
    const clock = createClock();
    const reporter = createProgressReporter(output, clock.now);
    for (let done = 0; done < 10; done++) {
      reporter.update(at(done));
      clock.pass(0.1);
    }
    reporter.finish();
    expect(written).toEqual([]);
  });

  test('leaves out what is not known, and tells failures', () => {
    const progress: Progress = {
      phase: 'reading',
      done: 12,
      total: null,
      ratePerSecond: null,
      secondsLeft: null,
      failures: 2,
    };
    const { output } = createRecordedOutput({ isTerminal: true });
    expect(renderProgress(progress, output)).toBe('Reading  12, 2 failures');
  });

  test('always fits into the line, so that rewriting it works', () => {
    for (const columns of [40, 50, 60, 80, 100]) {
      const { output } = createRecordedOutput({ isTerminal: true, columns });
      for (const total of [null, 0, 300, 12_345_678]) {
        const line = renderProgress({ ...at(0), total }, output);
        expect(stringWidth(line)).toBeLessThanOrEqual(columns - 3);
      }
    }
  });
});

test('counts that are off for a moment still make a line', () => {
  const { output } = createRecordedOutput({ isTerminal: true });
  for (const done of [-1, 0, 299, 300, 301, 900]) {
    expect(renderProgress({ ...at(0), done }, output)).toMatch(/^Indexing {2}[█░]{16} {2}-?\d+ of 300/);
  }
});

test('notices that follow one too soon are left out', () => {
  const { output, written } = createRecordedOutput();
  const clock = createClock();
  const tell = createNotices(output, clock.now);
  for (let i = 0; i < 8; i++) {
    tell(`line ${i}`);
    clock.pass(1);
  }
  expect(written).toEqual(['line 0\n', 'line 3\n', 'line 6\n']);
});
