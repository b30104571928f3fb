import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installModel, type ModelRecipe } from '../../../src/adapters/embedding/model-folder.js';
import { compileAdapter, runCode } from './child-process.js';

let modelsDir: string;
let made: number;
const recipe = (version = '1', content = 'weights'): ModelRecipe => ({
  name: 'maker/model',
  version,
  async make(folder) {
    made++;
    await writeFile(join(folder, 'config.json'), '{}');
    await writeFile(join(folder, 'weights'), content);
  },
});

beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'on-record models é-'));
  made = 0;
  return () => rm(modelsDir, { recursive: true, force: true });
});

async function weights(): Promise<string> {
  return readFile(join(modelsDir, 'maker/model/weights'), 'utf8');
}

describe('a model is made once', () => {
  it('and found again', async () => {
    const first = await installModel(modelsDir, recipe());
    expect(first.folder).toBe(join(modelsDir, 'maker/model'));
    expect(first.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['config.json', 2],
      ['weights', 7],
    ]);
    expect(await installModel(modelsDir, recipe())).toEqual(first);
    expect(made).toBe(1);
  });

  it('and again for another version', async () => {
    await installModel(modelsDir, recipe('1', 'old'));
    await installModel(modelsDir, recipe('2', 'new'));
    expect([made, await weights()]).toEqual([2, 'new']);
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['is missing', (file) => rm(file)],
    ['is cut short', (file) => truncate(file, 3)],
    ['has grown', (file) => appendFile(file, '!')],
    ['has other bytes', (file) => writeFile(file, 'WEIGHTS')],
  ])('and again when a file %s', async (_, damage) => {
    await installModel(modelsDir, recipe());
    await damage(join(modelsDir, 'maker/model/weights'));
    await installModel(modelsDir, recipe());
    expect([made, await weights()]).toEqual([2, 'weights']);
  });

  it.each(['', '{', 'null', '{"version":"1"}', '{"version":"1","files":[]}'])(
    'and again when its manifest is %j',
    async (manifest) => {
      await installModel(modelsDir, recipe());
      await writeFile(join(modelsDir, 'maker/model/manifest.json'), manifest);
      await installModel(modelsDir, recipe());
      expect(made).toBe(2);
    },
  );

  it('and kept when its files were only touched, as a copy does', async () => {
    const { folder } = await installModel(modelsDir, recipe());
    await utimes(join(folder, 'weights'), 0, 0);
    await installModel(modelsDir, recipe());
    expect(made).toBe(1);
  });
});

describe('a model that cannot be made', () => {
  it('leaves nothing behind', async () => {
    const failing: ModelRecipe = {
      ...recipe(),
      async make(folder) {
        await writeFile(join(folder, 'weights'), 'half');
        throw new Error('the well ran dry');
      },
    };
    await expect(installModel(modelsDir, failing)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('the well ran dry') as string,
    });
    expect(await readdir(join(modelsDir, 'maker'))).toEqual([]);
  });

  it('names the folder that cannot be written to', async () => {
    const file = join(modelsDir, 'a file');
    await writeFile(file, '');
    await expect(installModel(file, recipe())).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining(file) as string,
      hint: expect.stringContaining('ONRECORD_MODELS') as string,
    });
  });
});

describe('a process that is killed', () => {
  let compiled: string;
  beforeAll(() => {
    compiled = compileAdapter();
  });
  afterAll(() => rm(compiled, { recursive: true, force: true }));

  // So many files that moving them takes long enough to be interrupted.
  const code = `
    import { writeFile } from 'node:fs/promises';
    import { join } from 'node:path';
    import { installModel } from './src/adapters/embedding/model-folder.js';
    const [modelsDir, hang] = process.argv.slice(2);
    await installModel(modelsDir, {
      name: 'maker/model',
      version: '1',
      async make(folder) {
        for (let i = 1000; i < 1600; i++) await writeFile(join(folder, 'part-' + i), 'x');
        if (hang === 'hang') await new Promise((resolve) => process.send('made', resolve)).then(() => new Promise(() => setInterval(() => {}, 1e6)));
      },
    });`;

  it('while it makes a model leaves nothing that passes for one, and its draft is removed by the next', async () => {
    const child = runCode(compiled, 'making', code, [modelsDir, 'hang']);
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(join(modelsDir, 'maker'))).toHaveLength(1);
    await installModel(modelsDir, recipe());
    expect([made, await readdir(join(modelsDir, 'maker'))]).toEqual([1, ['model']]);
  });

  it.each(['nothing', 'an older model'])(
    'while it moves a model to where %s was leaves nothing that passes for one',
    async (was) => {
      if (was === 'an older model') await installModel(modelsDir, recipe('0', 'old'));
      const child = runCode(compiled, 'moving', code, [modelsDir]);
      const exit = once(child, 'exit');
      const folder = join(modelsDir, 'maker/model');
      while (!existsSync(join(folder, 'part-1000'))) await setImmediate();
      child.kill('SIGKILL');
      expect((await exit)[1]).toBe('SIGKILL');
      made = 0;
      await installModel(modelsDir, recipe());
      expect([made, await weights(), await readdir(join(modelsDir, 'maker'))]).toEqual([1, 'weights', ['model']]);
    },
  );
});

describe('processes that make a model at the same time', () => {
  it('all end with a whole model, made from one of them', async () => {
    const installed = await Promise.all(Array.from({ length: 4 }, () => installModel(modelsDir, recipe())));
    for (const { files } of installed)
      expect(files.map(({ sha256 }) => sha256)).toEqual(installed[0]!.files.map(({ sha256 }) => sha256));
    const before = made;
    await installModel(modelsDir, recipe());
    expect(made).toBe(before);
    expect(await readdir(join(modelsDir, 'maker'))).toEqual(['model']);
  });
});
