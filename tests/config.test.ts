import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { listSettings, parseConfig } from '../src/config.js';

const defaults = Object.fromEntries(listSettings().map((setting) => [setting.name, setting.default]));

describe('the settings', () => {
  test('all have a default, so that an empty environment is a working one', () => {
    const config = parseConfig({});
    expect(config).toEqual(parseConfig(defaults));
    expect(config.sources).toEqual(['articles']);
    expect(config.limits).toEqual({ fileBytes: 20 * 2 ** 20, pageBytes: 5 * 2 ** 20, pageTimeoutMs: 20_000, redirects: 5, privateAddresses: false }); // prettier-ignore
    expect(config.openai.apiKey).toBeNull();
    expect(config.pairModels).toEqual({ rerank: null, entailment: null });
  });

  test('count as absent when they are blank', () => {
    const blank = Object.fromEntries(Object.keys(defaults).map((name) => [name, ' ']));
    expect(parseConfig(blank)).toEqual(parseConfig({}));
  });

  test('take several sources, separated by commas', () => {
    const { sources } = parseConfig({ ONRECORD_SOURCES: ' coverage/a, https://example.org/feed.xml ,' });
    expect(sources).toEqual(['coverage/a', 'https://example.org/feed.xml']);
  });

  test('that are wrong are all told at once, each with what was expected and what was given', () => {
    const wrong = {
      ONRECORD_SOURCES: ',',
      ONRECORD_EMBEDDING_PROVIDER: 'cloud',
      ONRECORD_MODEL_HOST: 'ftp://example.org',
      ONRECORD_MAX_FILE_MB: 'big',
      ONRECORD_MAX_PAGE_MB: '0',
      ONRECORD_PAGE_TIMEOUT_S: '-1',
      ONRECORD_MAX_REDIRECTS: '1.5',
      ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'perhaps',
      ONRECORD_LOG_LEVEL: 'loud',
      OPENAI_BASE_URL: 'nowhere',
    };
    const error = catchError(() => parseConfig(wrong));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', hint: expect.stringContaining('.env.example') });
    const lines = error.message.split('\n');
    expect(lines).toHaveLength(Object.keys(wrong).length);
    for (const [name, value] of Object.entries(wrong)) {
      expect(error.message).toMatch(
        new RegExp(`^${name}: expected .+, got ${JSON.stringify(value).replace('.', '\\.')}$`, 'm'),
      );
    }
  });

  test('ask for a model by name when another server computes the vectors', () => {
    expect(catchError(() => parseConfig({ ONRECORD_EMBEDDING_PROVIDER: 'openai' }))).toMatchObject({
      code: 'CONFIG_INVALID',
    });
    const set = { ONRECORD_EMBEDDING_PROVIDER: 'openai', ONRECORD_EMBEDDING_MODEL: 'nomic-embed-text' };
    expect(parseConfig(set).embedding).toMatchObject({ provider: 'openai', model: 'nomic-embed-text' });
  });

  test('are all in .env.example, with default and meaning (npm test -- tests/config.test.ts -u writes it anew)', async () => {
    await expect(renderExample()).toMatchFileSnapshot('../.env.example');
  });

  test('stay as they are when every "#" is taken from .env.example', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').replace(/^#(?=[A-Z_]+=)/gm, '');
    expect(Object.keys(parse(example))).toEqual(listSettings().map(({ name }) => name));
    expect(parseConfig(parse(example))).toEqual(parseConfig({}));
  });

  test('are all in the table of the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (?:`([^`]*)`|none) +\|/gm)].map(([, name, value]) => [
      name,
      value ?? '',
    ]);
    expect(rows).toEqual(listSettings().map((setting) => [setting.name, setting.default]));
  });
});

/** Settings are commented out, so that whoever copies the file keeps following the defaults. */
function renderExample(): string {
  const head = [
    '# The settings of On Record, each with its default. Copy this file to .env and take the "#" from what you change;',
    '# the environment wins over .env. A blank value counts as absent.',
  ];
  const blocks = listSettings().map((setting) => [
    ...fold(setting.meaning).map((line) => `# ${line}`),
    `#${setting.name}=${setting.default}`,
  ]);
  return [head, ...blocks].map((lines) => lines.join('\n')).join('\n\n') + '\n';
}

function fold(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line.length + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Expected an error, got none');
}
