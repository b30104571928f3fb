import { describe, expect, test } from 'vitest';
import { findSwappedRoles } from '../../../src/answer/verify/roles.js';
import { sentenceSpans } from '../../../src/domain/text.js';
import { read } from './read.js';
import { readSampleArticles } from './sample.js';

const find = (stated: string, evidence: string) => findSwappedRoles(read(stated), [read(evidence)], () => true);

describe('who does what to whom', () => {
  test.each([
    ['The Otters thrashed the Herons.', 'It was settled when the Herons thrashed the Otters on Sunday.'],
    [
      'On Monday night, Ortega telephoned Lindqvist.',
      'On Monday night, Lindqvist telephoned Ortega and called him a coward.',
    ],
    [
      'She left after the Otters swept the Herons.',
      'She left moments after the Herons swept the Otters in three games.',
    ],
    ['Mills and Ortega guarded Brandt as he sang.', 'Brandt and Ortega guarded Mills as he sang.'],
    ['Farah advised his mother to sell.', 'His mother advised Farah to sell.'],
    ['The council was sued by the builder.', 'The builder was sued by the council.'],
  ])('is turned round: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['The Otters were thrashed by the Herons.', 'The Herons thrashed the Otters.'],
    ['The Herons thrashed the Otters.', 'The Otters, who had won twice, were thrashed by the Herons on Sunday.'],
    ['Lindqvist rang Ortega and called him a coward.', 'Lindqvist, the mayor, rang Ortega and called him a coward.'],
    [
      'Farah, a driver who lives there, said the queue reached the gate.',
      'The queue reached the gate, said Ida Farah.',
    ],
    ['The bank closed the branch.', 'The branch closed in May.'],
    ['Ortega beat Mills.', 'Mills beat Brandt, and Ortega beat Mills.'],
  ])('is told in another way: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });

  test('is told from the other side by another verb', () => {
    const won = 'The Herons beat out the Otters for the title of best club.';
    expect(find('The Herons lost the title of best club to the Otters.', won)).toBe('lost');
    expect(find('The Otters lost the title of best club to the Herons.', won)).toBeUndefined();
    const sold = 'Brandt sold the mill to Ortega for a song.';
    expect(find('Brandt bought the mill from Ortega.', sold)).toBe('bought');
    expect(find('Ortega bought the mill from Brandt.', sold)).toBeUndefined();
    expect(find('Mills succeeded Farah as warden.', 'Farah succeeded Mills as warden.')).toBe('succeeded');
    expect(find('Farah replaced Mills as warden.', 'Mills preceded Farah as warden.')).toBeUndefined();
  });

  test('stands at any place behind the verb', () => {
    const evidence = 'The gate was locked by a porter on the orders of the manager, Ida Farah.';
    expect(find('The gate was locked by Ida Farah on the orders of a porter.', evidence)).toBe('locked');
    expect(find('The gate was locked by a porter on the orders of Ida Farah.', evidence)).toBeUndefined();
  });

  test('goes from one place to the other', () => {
    const evidence = 'The archive was moved from Lorne to Aker last spring.';
    expect(find('The archive was moved from Aker to Lorne.', evidence)).toBe('moved');
    expect(find('The archive was moved to Aker from Lorne.', evidence)).toBeUndefined();
  });
});

test('no sentence of the sample coverage has its own roles turned round', async () => {
  const articles = await readSampleArticles('articles');
  const sentences = articles.flatMap(({ body }) =>
    sentenceSpans(body).map(({ start, end }) => read(body.slice(start, end))),
  );
  expect(sentences.length).toBeGreaterThan(300);
  expect(sentences.filter((sentence) => findSwappedRoles(sentence, [sentence], () => true) !== undefined)).toEqual([]);
});
