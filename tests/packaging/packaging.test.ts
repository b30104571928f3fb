import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { listSettings } from '../../src/config.js';

/*
 * What can be held of the packaging without an engine that builds it.
 */

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dockerfile = read('Dockerfile').replace(/\\\n/gu, ' ').split('\n');
const instructions = (name: string): string[] =>
  dockerfile.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim());

describe('the image', () => {
  test('is made of files that there are, and that .dockerignore lets in', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = instructions('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(copied).toContain('src');
  });

  test('runs as somebody else than root, has a health check, and holds no secret', () => {
    expect(instructions('USER')).toEqual(['node']);
    expect(instructions('HEALTHCHECK')[0]).toContain('/healthz');
    expect(read('.dockerignore').split('\n')[0]).toBe('*');
    expect(read('.dockerignore')).not.toContain('.env');
  });

  test('knows only settings that there are', () => {
    const known = new Set(listSettings().map(({ name }) => name));
    const texts = ['Dockerfile', 'compose.yaml', 'packaging/onrecord.service'].map(read).join('\n');
    const named = texts.match(/\b(?:ONRECORD|DISCORD|OPENAI)_[A-Z_]+\b/gu) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const file = parse(read('compose.yaml')) as {
    services: Record<
      string,
      {
        environment?: Record<string, string>;
        read_only?: boolean;
        cap_drop?: string[];
        profiles?: string[];
        ports?: string[];
        volumes?: string[];
      }
    >;
    volumes: Record<string, unknown>;
  };

  test('starts the bot alone, without rights and on a root it cannot write to; the rest is asked for', () => {
    const { bot, ...others } = file.services;
    expect(bot).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(bot!.ports).toBeUndefined();
    for (const other of Object.values(others)) expect(other.profiles).toHaveLength(1);
  });

  test('gives Ollama the context that the bot reckons with', () => {
    const context = listSettings().find(({ name }) => name === 'OPENAI_CONTEXT_TOKENS')!;
    expect(file.services['ollama']!.environment).toEqual({
      OLLAMA_CONTEXT_LENGTH: `\${${context.name}:-${context.default}}`,
    });
  });

  test('publishes nothing beyond this machine, and names only volumes and files that there are', () => {
    for (const { ports = [], volumes = [] } of Object.values(file.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/u);
      for (const volume of volumes) {
        const [from = ''] = volume.split(':');
        expect(from.startsWith('.') ? existsSync(join(root, from)) : from in file.volumes).toBe(true);
      }
    }
  });
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
test.skipIf(!analyze)('the unit is understood by systemd (needs systemd-analyze)', () => {
  const { stderr, stdout } = spawnSync('systemd-analyze', ['verify', join(root, 'packaging/onrecord.service')], {
    encoding: 'utf8',
  });
  // That this machine has neither the user nor the program is no fault of the unit.
  const faults = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('onrecord.service') && !/not executable|Unknown user|does not exist/iu.test(line));
  expect(faults).toEqual([]);
});
