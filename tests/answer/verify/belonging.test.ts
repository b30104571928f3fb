import { describe, expect, test } from 'vitest';
import { findForeignName } from '../../../src/answer/verify/belonging.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import { read } from './read.js';

async function find(stated: string, text: string, title = 'News of the week'): Promise<string | undefined> {
  const article = { title, outlet: 'The Courier', authors: [], publishedAt: null, lead: '' };
  const passages = await preparePassages([{ articleId: 'a', text, start: 0, article, quotes: [] }], {
    embed: (texts) => Promise.resolve(texts.map(() => new Float32Array(2))),
  });
  return findForeignName(read(stated), passages, () => 2);
}

const award =
  'Mona Farah won the national prize for bridge design in March with a drawing of the Lorne viaduct. ' +
  'Ida Brandt teaches geology in Aker and keeps bees.';

describe('a name belongs to what is told of it', () => {
  test.each([
    ['another verb', 'Ida Brandt took the national prize for bridge design in March.', award],
    [
      'a body',
      'The Aker Museum is managed by the parks office, the harbour board and a foundation.',
      'The Lorne Garden is managed by the parks office, the harbour board and a foundation. The Aker Museum charges for its garage.',
    ],
    [
      'a place',
      'The viaduct drawing by Mona Farah for Aker won the national prize in bridge design.',
      'Mona Farah won the national prize for bridge design with a drawing of the Lorne viaduct. Brandt lives in Aker.',
    ],
    [
      'a pronoun that stands for another',
      'Ida Brandt sold her trawler to pay the harbour fees before the winter storm.',
      'Ida Brandt was asked about it. Mona Farah sold her trawler to pay the harbour fees before the winter storm.',
    ],
    [
      'an owner',
      'Demonstrators surrounded Ortega’s villa on Mill Lane and burned tyres before the gate.',
      'Ortega left on Monday. Demonstrators surrounded the Lindqvist villa on Mill Lane, where Lindqvist keeps his art, and burned tyres before the gate.',
    ],
  ])('and not to others, by %s', async (_, stated, text) => {
    expect(await find(stated, text)).toBeDefined();
  });

  test.each([
    ['the same name', 'Mona Farah took the national prize for bridge design in March.', award],
    [
      'a pronoun',
      'Ida Brandt won the national prize for bridge design in March.',
      'Ida Brandt teaches geology. She won the national prize for bridge design in March in Lorne.',
    ],
    [
      'a description',
      'Harbour engineer Ida Brandt closed the north lock at dusk and rang Ortega.',
      'Ida Brandt lives in Aker. The engineer closed the north lock at dusk and rang Lindqvist and Ortega.',
    ],
    [
      'a description behind it',
      'Ida Brandt, the chief engineer, closed the north lock at dusk and rang Ortega.',
      'The chief engineer closed the north lock at dusk and rang Lindqvist and Ortega. Ida Brandt lives in Aker.',
    ],
    [
      'a general noun',
      'Orrin Line bought the two tugs from a yard in Vasse last spring.',
      'Orrin Line was founded in 1950. The company bought the two tugs from a yard in Vasse near Lorne last spring.',
    ],
    [
      'a sentence about it beside others',
      'Ida Brandt, who teaches geology in Aker, keeps bees; Mona Farah won the national prize for bridge design.',
      award,
    ],
    ['its outlet', 'The Courier reported that Mona Farah won the national prize for bridge design.', award],
    [
      'initials',
      'The North Sea Rescue Office closed the strait to tankers in Vasse after the storm.',
      'The NSRO closed the strait to tankers in Vasse and Lorne after the storm.',
    ],
  ])('and may stand there by %s', async (_, stated, text) => {
    expect(await find(stated, text)).toBeUndefined();
  });

  test('that the whole article is about may be left out', async () => {
    const stated = 'Storm Hild tore the roof off the school in Lorne and flooded nine streets.';
    const text = 'Winds tore the roof off the school in Lorne and flooded nine streets, Aker Radio said.';
    expect(await find(stated, text, 'Storm Hild leaves three dead')).toBeUndefined();
    const other = 'Storm Odde tore the roof off the school in Lorne.';
    expect(
      await find('Storm Hild tore the roof off the school in Lorne.', other, 'Hild leaves three dead'),
    ).toBeUndefined();
  });
});
