import { describe, expect, test } from 'vitest';
import type { App } from '../../src/app.js';
import { answer, createFakeApp } from '../fakes/app.js';
import { createRecordedOutput, runWith, type CliSurroundings } from '../fakes/cli.js';
import { createScreen } from '../fakes/screen.js';

/*
 * What a person at a terminal sees of an answer while a language model writes it, and that nothing of it is left in the end.
 */

const [first, second] = answer.sentences;
const { citations } = answer;
const whole = { ...answer, mode: 'model' as const };

/** Asks with these drafts; what the screen showed after each, and at the end. */
async function watch(
  drafts: readonly (typeof answer.sentences)[],
  given: CliSurroundings & { fails?: Error } = {},
  argv: string[] = [],
) {
  const screen = createScreen();
  const seen: string[] = [];
  const ask: App['ask'] = async (_, { onDraft }) => {
    for (const sentences of drafts) {
      onDraft?.({ sentences: [...sentences], citations });
      seen.push(screen.text());
    }
    if (given.fails !== undefined) throw given.fails;
    return whole;
  };
  const run = await runWith(['ask', 'who died', ...argv], {
    isTerminal: true,
    onWrite: screen.write,
    app: createFakeApp({ ask }),
    ...given,
  });
  return { seen, run, end: screen.text() };
}

const plain = (await runWith(['ask', 'who died'], { app: createFakeApp({ ask: async () => whole }) })).stdout;
const writing = 'Still writing. Every sentence is checked before it is shown.';

describe('at a terminal', () => {
  test('the sentences that have passed stand there as they will in the end, and then the result alone', async () => {
    const { seen, run, end } = await watch([[first!], [first!, second!]]);
    expect(seen[0]).toBe(`Forty-four people died when the ferry sank, the inquiry found. [1]\n\n${writing}\n`);
    const paragraph = plain.split('\n\n')[0]!;
    expect(seen[1]).toBe(`${paragraph}\n\n${writing}\n`);
    expect(end).toBe(plain);
    expect(run.stdout).toBe(plain);
  });

  test('sentences that are taken back go', async () => {
    const { seen, end } = await watch([[first!], [], [second!]]);
    expect(seen[1]).toBe('');
    expect(seen[2]).toContain('At first nine people');
    expect(seen[2]).not.toContain('Forty-four');
    expect(end).toBe(plain);
  });

  test('an error leaves nothing of them', async () => {
    const { end, run } = await watch([[first!]], { fails: new Error('disk') });
    expect(run.exitCode).toBe(1);
    expect(end).toMatch(/^Error: .*disk/u);
  });

  test('on a low screen the last lines are shown, and on one that is too narrow nothing', async () => {
    const low = await watch([[first!, second!]], { rows: 4 });
    expect(low.seen[0]!.trimEnd().split('\n')).toEqual([expect.stringContaining('[2]'), '', writing]);
    expect(low.end).toBe(plain);
    const narrow = await watch([[first!]], { columns: 30 });
    expect(narrow.seen).toEqual(['']);
  });

  test('what is written to standard error in between stands above what comes then', async () => {
    const screen = createScreen();
    const { output } = createRecordedOutput({ isTerminal: true, onWrite: screen.write });
    output.show('one\ntwo');
    await output.write('A notice.\n');
    output.show('one\ntwo\nthree');
    expect(screen.text()).toBe('A notice.\none\ntwo\nthree\n');
    output.show('');
    expect(screen.text()).toBe('A notice.\n');
  });
});

test.each([
  ['a pipe', { isTerminal: false }, []],
  ['--json', {}, ['--json']],
])('with %s nothing but the result is written', async (_, given, argv) => {
  const { seen, run, end } = await watch([[first!], [first!, second!]], given, argv);
  expect(seen).toEqual(['', '']);
  expect(run.stderr).toBe('');
  expect(end).toBe(run.stdout);
});
