import fc from '../property.js';
import { expect, test } from 'vitest';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * What is indexed depends on what the sources hold, not on how they came to hold it. The oracle is an index made at once from
 * the last state of the files.
 */

/** A line of a file: a story, perhaps with a small edit, perhaps with an id of its own. */
const line = fc.record({
  topic: fc.integer({ min: 0, max: 4 }),
  edit: fc.integer({ min: 0, max: 1 }),
  id: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined, freq: 3 }),
});
const file = fc.option(fc.array(line, { maxLength: 3 }), { nil: null, freq: 4 });
const state = fc.record({ 'news/a.jsonl': file, 'news/b.jsonl': file });
type State = typeof state extends fc.Arbitrary<infer Value> ? Value : never;

function write(workspace: Workspace, files: State): void {
  for (const [path, lines] of Object.entries(files)) {
    workspace.write({ [path]: '' });
    if (lines === null) workspace.remove(path);
    else {
      const records = lines.map(({ topic, edit, id }) => ({
        id,
        title: `Story ${topic}`,
        body: `${story(`topic${topic}x`, 3)}${edit === 0 ? '' : ' Corrected.'}`,
      }));
      workspace.write({
        [path]: jsonLines(...records, { id: `last of ${path}`, title: 'Last', body: story(`last${path.at(5)}x`) }),
      });
    }
  }
}

/** The stories that an index holds, each once, however its twins were chosen. */
async function topics(workspace: Workspace): Promise<string[]> {
  return (await workspace.articles()).map(({ body }) => /The (\w+) council/.exec(body)![1]!).sort();
}

test('after any history of files, each story they hold is indexed once, as if they had just come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), async (states) => {
      const [lived, fresh] = [await createWorkspace(), await createWorkspace()];
      try {
        for (const files of states) {
          write(lived, files);
          await lived.reindex();
        }
        write(fresh, states.at(-1)!);
        const conflicts = (await fresh.reindex()).failures.length;
        const last = await lived.reindex();
        const held = await topics(lived);
        expect(new Set(held).size).toBe(held.length);
        // Which of two records with one id is the first depends on which was there first; without conflicts, nothing does.
        if (conflicts === 0 && last.failures.length === 0) expect(held).toEqual(await topics(fresh));
        for (const { body } of await lived.articles()) {
          const text = JSON.stringify(body);
          const files = Object.values(states.at(-1)!).flat();
          const topic = /topic(\d)x council/.exec(body)?.[1];
          if (topic === undefined) continue;
          const isThere = files.some(
            (one) => one !== null && one.topic === Number(topic) && (one.edit === 1) === text.includes('Corrected.'),
          );
          expect(isThere, `a version that a file holds: ${text.slice(-30)}`).toBe(true);
        }
      } finally {
        await lived.close();
        await fresh.close();
      }
    }),
    { numRuns: 25, seed: 11 },
  );
});
