import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../prepare.mjs';

const id = 'AbCdEfGhIjKlMnOp';
const ada = 'Ada';

/** @param {string} path of a module of the compiled program */
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

/**
 * What the bot shows about the sample coverage: the program itself answers, checks and renders.
 *
 * @returns {Promise<(import('./page.mjs').Message & { name: string })[]>}
 */
export async function makePayloads() {
  const [{ createApp }, { parseConfig }, { cutExcerpt }, { renderAnswer }, { renderPassages }, { renderQuotes }, { renderVerifications }, { renderProgress }] = await Promise.all(
    ['app.js', 'config.js', 'domain/excerpt.js', ...['answer', 'passages', 'quotes', 'verification', 'reindex'].map((name) => `discord/render/${name}.js`)].map(load),
  ); // prettier-ignore
  const dataDir = await mkdtemp(join(tmpdir(), 'on-record-pictures-'));
  /** @type {import('../../src/app.js').App} */
  const app = await createApp(parseConfig({ ONRECORD_DATA: dataDir, ONRECORD_SOURCES: 'articles' }), { cwd: root });
  try {
    await app.reindex({ full: false });

    /** @param {string} question */
    const ask = async (question) => {
      const outcome = await app.ask({ text: question, filters: {}, askedOn: '2025-06-01' }, { limit: 3 });
      const excerpts = await Promise.all(
        outcome.citations.map(async ({ n, articleId, start, end }) => ({
          n,
          ...cutExcerpt((await app.article(articleId)).body, { start, end }, 700),
        })),
      );
      return { kind: 'answer', question, askedOn: '2025-06-01', outcome, excerpts };
    };

    const question = 'How many people died in the sinking of the Silver Tern?';
    const shown = await ask(question);
    const unanswered = 'Who won the Skerrin regatta in 1998?';
    const found = await app.findQuotes({ speaker: 'Ilse Marchetti', filters: {}, limit: 100 });
    const altered = 'A lorry does not drown. A man dies. And for three days nobody was searching for him';
    const progress = {
      phase: 'embedding',
      done: 8_412,
      total: 12_960,
      ratePerSecond: 23.6,
      secondsLeft: 193,
      failures: 2,
    };
    return [
      { name: 'answer', used: { by: ada, command: 'ask' }, payload: renderAnswer({ id, shown, isPrivate: false }) },
      { name: 'passages', used: null, payload: renderPassages({ id, shown, page: 0 }) },
      {
        name: 'abstention',
        used: { by: ada, command: 'ask' },
        payload: renderAnswer({ id, shown: await ask(unanswered), isPrivate: true }),
      },
      {
        name: 'quotes',
        used: { by: ada, command: 'quotes' },
        payload: renderQuotes({
          id,
          shown: { kind: 'quotes', request: { filters: {} }, found },
          page: 0,
        }),
      },
      {
        name: 'verification',
        used: { by: ada, command: 'verify' },
        payload: renderVerifications({
          shown: { kind: 'verifications', verifications: [await app.verify(altered, {})] },
        }),
      },
      {
        name: 'reindex',
        used: { by: ada, command: 'reindex' },
        payload: renderProgress({ id, progress, startedAt: '2025-06-01T09:33:00.000Z', joined: false }),
      },
    ];
  } finally {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
