import { describe, expect, test } from 'vitest';
import { findForeignAttachment } from '../../../src/answer/verify/attachments.js';
import { findCrossedNames } from '../../../src/answer/verify/crossings.js';
import { read } from './read.js';

const cross = (stated: string, ...evidence: string[]) => findCrossedNames(read(stated), evidence.map(read), () => 5);

describe('two names that have changed places', () => {
  const novel = 'The first novel Mona Farah finished came out after the editor Nils Ortega cut half of its chapters.';
  test.each([
    ['The editor Mona Farah cut half of the chapters of the first novel Nils Ortega finished.', novel],
    [
      'The Herons in red shirts drew on Sunday with the Otters in green caps.',
      'The Otters in red shirts drew on Sunday with the Herons in green caps.',
    ],
    [
      'A lorry driver brought Nils Ortega to the hospital, and a nurse called Ida Brandt at the office.',
      'A lorry driver brought Ida Brandt to the hospital, where a nurse called Nils Ortega at the office.',
    ],
  ])('are seen: %s', (stated, evidence) => {
    expect(cross(stated, evidence)).toBeDefined();
  });

  test.each([
    ['The editor Nils Ortega cut half of the chapters of the first novel Mona Farah finished.', novel],
    ['Mona Farah was beaten by Nils Ortega in the final.', 'Nils Ortega beat Mona Farah in the final.'],
    ['Nils Ortega and Mona Farah wrote the novel.', 'Mona Farah and Nils Ortega wrote the novel.'],
    [
      'Green caps are worn by the Herons, red shirts by the Otters.',
      'The Otters in red shirts drew on Sunday with the Herons in green caps.',
    ],
    [
      'Nils Ortega told Mona Farah that the bridge was shut.',
      'The bridge was shut, Mona Farah heard from Nils Ortega.',
    ],
  ])('have not: %s', (stated, evidence) => {
    expect(cross(stated, evidence)).toBeUndefined();
  });
});

const attach = (stated: string, ...evidence: string[]) => findForeignAttachment(read(stated), evidence.map(read));

describe('of where somebody is', () => {
  const list = ['The delegates are Vasse Gov. Ann Poe and others.', 'We saw Lorne Gov. Nils Ortega and his staff.'];
  const pair = 'The seats went to Mona Farah of Aker and to Ida Brandt of Lorne.';

  test.each([
    ['Among the delegates is Ann Poe of Lorne.', list],
    ['A seat went to Mona Farah of Lorne.', [pair]],
    ['A seat went to Ida Brandt from Aker.', [pair]],
  ])('is not what the passages give another: %s', (stated, evidence) => {
    expect(attach(stated, ...evidence)).toBeDefined();
  });

  test.each([
    ['Among the delegates is Ann Poe of Vasse.', list],
    ['A seat went to Mona Farah of Aker.', [pair]],
    ['A seat went to Ida Brandt from Lorne.', [pair]],
    ['A seat went to Mona Farah in Lorne.', ['Mona Farah of Aker took her seat.', 'It was given to her in Lorne.']],
    ['The poet Nils Ortega of Lorne sang.', ['Nils Ortega sang.', 'He was born in Lorne, Aker.']],
    ['The poet Nils Ortega of Lorne sang.', ['The poet Nils Ortega, who is 40, lives near Lorne.']],
  ])('is what stands beside him: %s', (stated, evidence) => {
    expect(attach(stated, ...evidence)).toBeUndefined();
  });
});
