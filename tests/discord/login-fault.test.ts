import { expect, test } from 'vitest';
import { toThreadName } from '../../src/discord/threads.js';
import { findLoginFault } from '../../src/discord/login-fault.js';

test('a host that cannot be reached is told with the system’s own word for it', () => {
  const fault = findLoginFault(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
  expect(fault).toMatchObject({ code: 'DISCORD_UNREACHABLE', message: 'Discord did not answer (ECONNREFUSED)' });
});

test('an error that is not about being let in is none of a login', () => {
  expect(findLoginFault(new Error('something else'))).toBeUndefined();
});

test('a thread is named by its question, cut between words where it is too long', () => {
  expect(toThreadName(' who \n resigned? ')).toBe('who resigned?');
  const name = toThreadName('word '.repeat(50));
  expect(name.length).toBeLessThanOrEqual(100);
  expect(name).toMatch(/word…$/);
  expect(toThreadName('🙂'.repeat(80))).toMatch(/^🙂+…$/u);
  expect(toThreadName(' ')).toBe('Follow-up');
});
