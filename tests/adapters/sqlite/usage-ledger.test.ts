import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/database.js';
import { openUsageLedger } from '../../../src/adapters/sqlite/usage-ledger.js';
import type { SpendingLimits, UsageLedger } from '../../../src/ports.js';

const prices = { input: 2, output: 10 };
const day = '2025-05-20';
const noLimits: SpendingLimits = { everyone: { tokens: null, cost: null }, user: { tokens: null, cost: null } };
const limitsOf = (part: 'everyone' | 'user', limit: Partial<SpendingLimits['user']>): SpendingLimits => ({
  ...noLimits,
  [part]: { tokens: null, cost: null, ...limit },
});

let folder: string;
let file: string;
const open: UsageLedger[] = [];
const openLedger = async (): Promise<UsageLedger> => {
  const ledger = await openUsageLedger(file, prices);
  open.push(ledger);
  return ledger;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onrecord-usage-'));
  file = join(folder, 'data', 'usage.sqlite');
});
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (inputTokens: number, outputTokens: number, userId: string | null = null) => ({
  day,
  userId,
  inputTokens,
  outputTokens,
});

describe('the count of tokens', () => {
  it('adds up what was used, and what it costs', async () => {
    const ledger = await openLedger();
    const reserved = await ledger.reserve(call(1000, 500), noLimits);
    expect(await ledger.spent(day)).toEqual({ tokens: 1500, cost: 0.007 });
    if ('reservation' in reserved) await reserved.reservation.settle({ inputTokens: 900, outputTokens: 100 });
    expect(await ledger.spent(day)).toEqual({ tokens: 1000, cost: 0.0028 });
    expect(await ledger.spent('2025-05-21')).toEqual({ tokens: 0, cost: 0 });
  });

  it('forgets a call that was never answered', async () => {
    const ledger = await openLedger();
    const reserved = await ledger.reserve(call(1000, 500), noLimits);
    if ('reservation' in reserved) await reserved.reservation.settle({ inputTokens: 0, outputTokens: 0 });
    expect(await ledger.spent(day)).toEqual({ tokens: 0, cost: 0 });
  });

  it('is kept over a restart, with what was set aside when the process ended', async () => {
    await (await openLedger()).reserve(call(1000, 500), noLimits);
    await open.pop()!.close();
    expect(await (await openLedger()).spent(day)).toMatchObject({ tokens: 1500 });
  });

  it.each([
    ['tokens of everyone', limitsOf('everyone', { tokens: 2000 }), 'everyone'],
    ['cost of everyone', limitsOf('everyone', { cost: 0.01 }), 'everyone'],
    ['tokens of a user', limitsOf('user', { tokens: 2000 }), 'user'],
    ['cost of a user', limitsOf('user', { cost: 0.01 }), 'user'],
  ] as const)('keeps the %s under their limit, until the next day', async (_, limits, overLimitOf) => {
    const ledger = await openLedger();
    expect(await ledger.reserve(call(1000, 500, 'ada'), limits)).toHaveProperty('reservation');
    expect(await ledger.reserve(call(1000, 500, 'ada'), limits)).toEqual({ overLimitOf });
    expect(await ledger.reserve(call(1000, 500, 'ivo'), limits)).toMatchObject(
      overLimitOf === 'everyone' ? { overLimitOf } : { reservation: expect.anything() as object },
    );
    expect(await ledger.reserve({ ...call(1000, 500, 'ada'), day: '2025-05-21' }, limits)).toHaveProperty(
      'reservation',
    );
  });

  it('lets nobody pass a limit together, from two processes either', async () => {
    const ledgers = [await openLedger(), await openLedger()];
    const limits = limitsOf('everyone', { tokens: 1000 });
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ledgers[i % 2]!.reserve(call(90, 10), limits)),
    );
    expect(asked.filter((result) => 'reservation' in result)).toHaveLength(10);
    expect(await ledgers[0]!.spent(day)).toMatchObject({ tokens: 1000 });
  });

  it('forgets who it was when the day is over', async () => {
    const ledger = await openLedger();
    await ledger.reserve(call(10, 10, 'ada'), noLimits);
    await ledger.reserve({ ...call(10, 10, 'ivo'), day: '2025-05-21' }, noLimits);
    const db = await openDatabase(file, 'existing');
    expect(db.prepare('SELECT day, user_id FROM calls ORDER BY day').all()).toEqual([
      { day, user_id: null },
      { day: '2025-05-21', user_id: 'ivo' },
    ]);
    db.close();
  });
});

describe('who is forgotten', () => {
  const users = async (): Promise<unknown[]> => {
    const db = await openDatabase(file, 'existing');
    const rows = db.prepare('SELECT day, user_id, input_tokens FROM calls ORDER BY id').all();
    db.close();
    return rows;
  };
  const bytes = (): string =>
    readdirSync(join(folder, 'data'))
      .map((name) => readFileSync(join(folder, 'data', name), 'latin1'))
      .join('');

  it('is in the count no more, nor in its files, while what was used stays counted', async () => {
    const ledger = await openLedger();
    for (let i = 0; i < 300; i++)
      await ledger.reserve(call(10, 5, i % 3 === 0 ? '987654321098765432' : 'ivo'), noLimits);
    expect(bytes().includes('987654321098765432')).toBe(true);
    const before = await ledger.spent(day);
    expect(await ledger.forget('987654321098765432')).toBe(100);
    expect(await ledger.spent(day)).toEqual(before);
    expect(JSON.stringify(await users())).not.toContain('987654321098765432');
    expect(bytes().includes('987654321098765432')).toBe(false);
    expect(bytes().includes('ivo')).toBe(true);
    expect(await ledger.forget('987654321098765432')).toBe(0);
  });

  it('is everybody of the days before, without a call of the new one', async () => {
    const ledger = await openLedger();
    await ledger.reserve(call(10, 10, 'ada'), noLimits);
    await ledger.reserve({ ...call(20, 10, 'ivo'), day: '2025-05-21' }, noLimits);
    // Reserved for a day that is over, as by a process whose clock was set back.
    expect(await ledger.forgetBefore('2025-05-21')).toBe(0);
    await ledger.reserve({ ...call(30, 10, 'una'), day: '2025-05-20' }, noLimits);
    expect(await ledger.forgetBefore('2025-05-21')).toBe(1);
    expect(await users()).toMatchObject([
      { day, user_id: null, input_tokens: 10 },
      { day: '2025-05-21', user_id: 'ivo', input_tokens: 20 },
      { day, user_id: null, input_tokens: 30 },
    ]);
    expect(await ledger.forgetBefore('2025-05-22')).toBe(1);
    expect(bytes().includes('ivo')).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('was in files that are for this user alone', async () => {
    await (await openLedger()).reserve(call(1, 1, 'ada'), noLimits);
    const names = readdirSync(join(folder, 'data'));
    expect(names).toContain('usage.sqlite-wal');
    for (const name of names) expect((statSync(join(folder, 'data', name)).mode & 0o777).toString(8)).toBe('600');
  });
});

describe('a file that is no count of tokens', () => {
  it.each([
    ['damaged', () => writeFileSync(join(folder, 'usage.sqlite'), 'x'.repeat(5000))],
    [
      'another database',
      async () => {
        const db = await openDatabase(join(folder, 'usage.sqlite'), 'create');
        db.exec('CREATE TABLE other (x)');
        db.close();
      },
    ],
  ])('because it is %s, is refused by name', async (_, write) => {
    file = join(folder, 'usage.sqlite');
    await write();
    await expect(openLedger()).rejects.toMatchObject({
      code: 'USAGE_CORRUPT',
      message: expect.stringContaining(file) as string,
      hint: expect.stringContaining('Move the file away') as string,
    });
  });
});
