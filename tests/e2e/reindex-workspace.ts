import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createApp, type App, type ReindexReport } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { openSqliteStore } from '../../src/adapters/sqlite/store.js';
import { findCurrentGeneration, storeFile } from '../../src/adapters/generations.js';
import type { Article } from '../../src/domain/article.js';
import type { Store } from '../../src/ports.js';
import { createFakeEmbedder, type FakeEmbedder } from '../fakes/embedder.js';

/** A folder with articles and an index, and the app over it: everything is real but the embedding model. */
export interface Workspace {
  cwd: string;
  dataDir: string;
  app: App;
  embedder: FakeEmbedder;
  /** Writes files, given by their paths in the folder. */
  write(files: Record<string, string | Uint8Array>): void;
  remove(...paths: string[]): void;
  reindex(options?: { full?: boolean }): Promise<ReindexReport>;
  /** The same folder with other settings or another embedder. */
  reopen(options: { settings?: Record<string, string>; embedder?: FakeEmbedder }): Promise<void>;
  /** Runs `look` on the store of the live generation, or another. */
  inStore<Result>(look: (store: Store) => Promise<Result>, generation?: string): Promise<Result>;
  /** Every indexed article, in the order of ids. */
  articles(): Promise<Article[]>;
  close(): Promise<void>;
}

/** Makes one in a temporary folder. Its only source is "news", unless the settings say otherwise. */
export async function createWorkspace(settings: Record<string, string> = {}): Promise<Workspace> {
  const cwd = mkdtempSync(join(tmpdir(), 'on-record-reindex-'));
  const open = (given: Record<string, string>, embedder: FakeEmbedder): Promise<App> =>
    createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index', ...given }), {
      cwd,
      embedder: async () => embedder,
    });
  const dataDir = join(cwd, 'index');
  const embedder = createFakeEmbedder();
  mkdirSync(join(cwd, 'news'));
  const workspace: Workspace = {
    cwd,
    dataDir,
    app: await open(settings, embedder),
    embedder,
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(cwd, path)), { recursive: true });
        writeFileSync(join(cwd, path), content);
      }
    },
    remove: (...paths) => {
      for (const path of paths) rmSync(join(cwd, path), { recursive: true });
    },
    reindex: ({ full = false } = {}) => workspace.app.reindex({ full }),
    reopen: async (options) => {
      await workspace.app.close();
      workspace.embedder = options.embedder ?? workspace.embedder;
      workspace.app = await open({ ...settings, ...options.settings }, workspace.embedder);
    },
    inStore: async (look, generation) => {
      const store = await openSqliteStore(storeFile(dataDir, generation ?? (await findCurrentGeneration(dataDir))!));
      try {
        return await look(store);
      } finally {
        await store.close();
      }
    },
    articles: () => workspace.inStore(listArticles),
    close: async () => {
      await workspace.app.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
  return workspace;
}

/** Every article of a store, in the order of ids. */
export async function listArticles(store: Store): Promise<Article[]> {
  const ids = new Set<string>();
  for (const { document } of await store.listDocuments())
    for (const id of await store.listArticlesOf(document)) ids.add(id);
  return Promise.all([...ids].sort().map(async (id) => (await store.findArticle(id))!));
}

/** An article of `paragraphs` paragraphs about `topic`; two topics have no run of five words in common. */
export function story(topic: string, paragraphs = 2): string {
  return Array.from(
    { length: paragraphs },
    (_, n) =>
      `The ${topic} council met in room ${topic}${n} for a ${topic} vote. Members of ${topic} said that part ${n} of the ${topic} ` +
      `plan costs more than ${topic} can pay. A second ${topic} hearing on ${topic}${n} is due before the ${topic} fair opens.`,
  ).join('\n\n');
}

/** A file of JSON lines. */
export function jsonLines(...records: (object | string)[]): string {
  return records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('');
}
