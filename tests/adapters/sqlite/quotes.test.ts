import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createSqliteStore } from '../../../src/adapters/sqlite/store.js';
import { describeQuoteStore } from '../../contracts/quote-store.js';

const folder = mkdtempSync(join(tmpdir(), 'on-record-quotes-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const stamp = { embeddingModel: 'two', dimensions: 2, pipeline: '1', createdAt: '2025-03-04T00:00:00Z' };

describe('the SQLite store', () => {
  describeQuoteStore(() => createSqliteStore(join(folder, `${count++}.sqlite`), stamp));
});
