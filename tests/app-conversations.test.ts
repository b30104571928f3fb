import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../src/adapters/sqlite/database.js';
import { openUsageLedger } from '../src/adapters/sqlite/usage-ledger.js';
import { usageFile } from '../src/app-language-model.js';
import { createWorkspace, type Workspace } from './e2e/reindex-workspace.js';
import { exchangeOf } from './fakes/exchange.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.close();
});

const none = { everyone: { tokens: null, cost: null }, user: { tokens: null, cost: null } };
const today = (): string => new Date().toISOString().slice(0, 10);

/** Counts calls of the language model, as a bot with one does. */
async function count(...calls: { day: string; userId: string }[]): Promise<void> {
  const ledger = await openUsageLedger(usageFile(workspace.dataDir), { input: 1, output: 1 });
  for (const call of calls) await ledger.reserve({ ...call, inputTokens: 5, outputTokens: 5 }, none);
  await ledger.close();
}
async function listCalls(): Promise<unknown[]> {
  const db = await openDatabase(usageFile(workspace.dataDir), 'existing');
  const rows = db.prepare('SELECT day, user_id AS userId, input_tokens AS inputTokens FROM calls ORDER BY id').all();
  db.close();
  return rows;
}

describe('what is stored of a person', () => {
  test('is forgotten in the count of tokens too, also where no language model is set any more; the sums stay', async () => {
    const { conversations } = workspace.app;
    await conversations.saveExchange(exchangeOf({ id: 'a', userId: 'ada' }));
    await count({ day: today(), userId: 'ada' }, { day: today(), userId: 'ivo' });
    expect(await conversations.forget('ada')).toMatchObject({ exchanges: 1 });
    expect(await listCalls()).toEqual([
      { day: today(), userId: null, inputTokens: 5 },
      { day: today(), userId: 'ivo', inputTokens: 5 },
    ]);
  });

  test('goes from the count when its day is over, with what else is too old and without a call of the model', async () => {
    await count({ day: today(), userId: 'ivo' });
    const db = await openDatabase(usageFile(workspace.dataDir), 'existing');
    db.exec("INSERT INTO calls (day, user_id, input_tokens, output_tokens) VALUES ('2025-01-01', 'ada', 3, 3)");
    db.close();
    await workspace.app.conversations.expire('2000-01-01T00:00:00.000Z');
    expect(await listCalls()).toEqual([
      { day: today(), userId: 'ivo', inputTokens: 5 },
      { day: '2025-01-01', userId: null, inputTokens: 3 },
    ]);
  });

  test('is looked for in no count where nothing was ever counted', async () => {
    await workspace.app.conversations.expire('2000-01-01T00:00:00.000Z');
    await workspace.app.conversations.forget('ada');
    expect(existsSync(usageFile(workspace.dataDir))).toBe(false);
  });

  test('is removed from the one file also when the other cannot be read, which is told', async () => {
    const { conversations } = workspace.app;
    await conversations.saveExchange(exchangeOf({ id: 'a', userId: 'ada' }));
    writeFileSync(usageFile(workspace.dataDir), 'no database'.repeat(500));
    await expect(conversations.forget('ada')).rejects.toMatchObject({ code: 'USAGE_CORRUPT' });
    expect(await conversations.findExchange('a')).toBeUndefined();
  });
});
