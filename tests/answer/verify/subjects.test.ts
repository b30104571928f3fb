import { describe, expect, test } from 'vitest';
import { findOtherSubject } from '../../../src/answer/verify/subjects.js';
import { read } from './read.js';

const find = (stated: string, ...sentences: string[]) =>
  findOtherSubject(read(stated), [{ sentences: sentences.map(read), headline: read(''), lead: read('') }], () => true);

describe('of whom something is told', () => {
  test('is somebody else when the same deed is told of another name', () => {
    const both = ['Ida Brandt has been missing since 2019.', 'Ortega was arrested at a harbour hotel in March.'];
    expect(find('Ida Brandt was arrested at a harbour hotel.', ...both)).toBe('Ida Brandt');
    expect(find('Ortega was arrested at a harbour hotel.', ...both)).toBeUndefined();
    expect(find('Luis Ortega was arrested at a harbour hotel.', ...both)).toBeUndefined();
  });

  test('is another body when it is named otherwise in part', () => {
    const both =
      'The Northern Rescue Office, based in Lorne, covers the islands and the strait, while the Southern Rescue Office, based in Aker, serves the lakes.';
    expect(find('The Southern Rescue Office covers the islands and the strait.', both)).toBe(
      'The Southern Rescue Office',
    );
    expect(find('The Northern Rescue Office covers the islands and the strait.', both)).toBeUndefined();
  });

  test('may be whom a pronoun or a description stands for', () => {
    expect(find('Brandt was arrested at a harbour hotel.', 'He was arrested at a harbour hotel.')).toBeUndefined();
    expect(
      find('Brandt was arrested at a harbour hotel.', 'The banker was arrested at a harbour hotel.'),
    ).toBeUndefined();
  });

  test('may be a club by its town', () => {
    const known = 'The Lorne Otters have a new coach.';
    expect(
      find('In May Lorne signed a striker on loan.', known, 'On Friday the Otters signed a striker on loan.'),
    ).toBeUndefined();
    expect(find('In May Lorne signed a striker on loan.', 'On Friday the Otters signed a striker on loan.')).toBe(
      'In May Lorne',
    );
  });

  test('is somebody else when the same accusation is told of others', () => {
    const told = 'Nils Ortega and Mona Farah are accused of forging a letter to the court. Ida Brandt is charged too.';
    const sentences = told.split(/(?<=\.) /u);
    expect(find('Ida Brandt is accused of forging a letter to the court.', ...sentences)).toBe('Ida Brandt');
    expect(find('Mona Farah is accused of forging a letter to the court.', ...sentences)).toBeUndefined();
  });

  test('is another body when both are known by their kind', () => {
    const told = 'The regional coroner’s office had labelled two samples of blood wrongly.';
    expect(find('The police had labelled two samples of blood wrongly.', told)).toBe('The police');
    expect(find('The coroner had labelled two samples of blood wrongly.', told)).toBeUndefined();
    expect(find('The laboratory had labelled two samples of blood wrongly.', told)).toBeUndefined();
  });
});
