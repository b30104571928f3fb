import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { AppError } from '../../src/errors.js';
import { createFakeApp } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

describe('the command line', () => {
  test('lists every command in its help', async () => {
    const { exitCode, stdout } = await runWith(['--help']);
    expect(exitCode).toBe(0);
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  test('shows its help on standard error and ends with 2 when no command is given', async () => {
    const { exitCode, stdout, stderr } = await runWith([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Commands');
  });

  test.each(commands.map(({ name }) => name))('explains every option of "%s"', async (name) => {
    const help = await runWith([name, '--help']);
    expect(help.exitCode).toBe(0);
    const { options } = commands.find((command) => command.name === name)!;
    for (const option of Object.keys(options)) expect(help.stdout).toContain(`--${option}`);
    expect(await runWith(['help', name])).toEqual(help);
  });

  test('gives help to whoever asks for it, even beside a wrong option', async () => {
    const { exitCode, stdout } = await runWith(['ask', '--wrong', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('ask <question>');
  });

  test('takes "--help" after "--" for a word of the question', async () => {
    const app = createFakeApp();
    await runWith(['ask', '--', 'who died', '--help'], { app });
    expect(app.asked[0]?.question.text).toBe('who died --help');
  });

  test('prints its version', async () => {
    expect(await runWith(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });

  test.each([
    ['aks', 'ask'],
    ['serach', 'search'],
    ['stat', 'status'],
  ])('answers the slip "%s" with "%s" and ends with 2', async (slip, meant) => {
    const { exitCode, stderr } = await runWith([slip]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Unknown command "${slip}". Did you mean "${meant}"?\nNext: `);
  });

  test('makes no guess when nothing is near', async () => {
    expect((await runWith(['frobnicate'])).stderr).toContain('Unknown command "frobnicate".\n');
  });

  test('does not open the app for help or wrong use', async () => {
    const createApp = () => Promise.reject(new Error('opened'));
    for (const argv of [
      ['ask', '--help'],
      ['ask'],
      ['ask', 'x', '--nope'],
      ['search', 'x', '--limit', '0'],
      ['nope'],
    ]) {
      expect((await runWith(argv, { createApp })).stderr, argv.join(' ')).not.toContain('opened');
    }
  });

  test('tells an error as what failed and the next action, and ends with 1', async () => {
    const { exitCode, stdout, stderr } = await runWith(['article', 'nope']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe('Error: No indexed article has the id "nope"\nNext: Look it up.\n');
  });

  test('tells an unforeseen error in one line, with its stack only when debugging', async () => {
    const createApp = () => Promise.reject(new Error('disk on fire'));
    const quiet = await runWith(['status'], { createApp });
    expect(quiet.exitCode).toBe(1);
    expect(quiet.stderr).toBe('Error: Something went wrong that On Record did not foresee: disk on fire\n');
    const loud = await runWith(['status'], { createApp, debug: true });
    expect(loud.stderr).toMatch(/disk on fire\n\s+at /);
  });

  test('tells every fault of the settings', async () => {
    const createApp = () => Promise.reject(new AppError('CONFIG_INVALID', 'A: one\nB: two', { hint: 'Correct them.' }));
    expect((await runWith(['status'], { createApp })).stderr).toBe('Error: A: one\nB: two\nNext: Correct them.\n');
  });

  test('closes the app, whether the command was done or failed', async () => {
    const app = createFakeApp();
    await runWith(['status'], { app });
    await runWith(['article', 'nope'], { app });
    expect(app.closed).toBe(2);
  });
});
