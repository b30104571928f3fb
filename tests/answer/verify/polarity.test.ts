import { describe, expect, test } from 'vitest';
import { findContradiction } from '../../../src/answer/verify/polarity.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) => {
  const sentences = evidence.map(read);
  return findContradiction(
    read(stated),
    { main: sentences.slice(0, 1), windows: sentences, around: sentences },
    () => 1,
  );
};

describe('a sentence contradicts its evidence', () => {
  test('where none did what all did', () => {
    expect(find('None of the twelve climbers returned.', 'All twelve climbers returned.')).toBeDefined();
    expect(find('The board will accept none of the changes.', 'The board will accept all of the changes.')).toBe(
      'accept',
    );
    expect(find('None of the climbers returned.', 'None of the twelve climbers returned.')).toBeUndefined();
  });

  test('where something was found that somebody only looked for', () => {
    expect(find('Divers found the anchor.', 'Divers looked for the anchor until dusk.')).toBe('found');
    expect(find('Divers found the anchor.', 'Divers looked for the anchor and found it.')).toBeUndefined();
  });

  test('where one of two did what neither of them did, and not where it tells who they are', () => {
    const evidence = 'Neither Ida Mills nor her rival Nils Ortega, a former miner, crossed the line on Monday.';
    expect(find('Nils Ortega crossed the line on Monday.', evidence)).toBe('cross');
    expect(find('Nils Ortega, the rival of Mills, used to be a miner.', evidence)).toBeUndefined();
    expect(find('Neither Mills nor Ortega crossed the line.', evidence)).toBeUndefined();
    const charged = 'Neither Ida Mills nor Nils Ortega has been charged.';
    expect(find(charged, 'Mills and Ortega have not been charged.')).toBeUndefined();
    expect(find(charged, 'Mills and Ortega have been charged.')).toBe('charg');
  });

  test('where a duty is kept that was violated, or faith is kept that was lost', () => {
    const duty = 'The judge ruled that the port violated its duty to share the charts with the crew.';
    expect(find('The judge found that the port had failed to share the charts with the crew.', duty)).toBeUndefined();
    expect(find('The judge found that the port shared the charts with the crew.', duty)).toBe('share');
    const faith = 'The owners no longer have faith in their captain.';
    expect(find('The owners have lost faith in their captain.', faith)).toBeUndefined();
    expect(find('The owners have faith in their captain.', faith)).toBe('faith');
  });

  test('but not where it gives no details of what there is', () => {
    const evidence = 'The panel did not provide details on the topic of the Norholm inquiry.';
    expect(find('The panel gave no details of what the Norholm inquiry is about.', evidence)).toBeUndefined();
  });

  test('where two subjects have each other’s verbs', () => {
    const evidence = ['The banker pleaded not guilty.', 'The broker pleaded guilty to all counts.'];
    expect(find('The banker pleaded guilty, while the broker pleaded not guilty.', ...evidence)).toBe('guilti');
    expect(find('The banker pleaded not guilty, while the broker pleaded guilty.', ...evidence)).toBeUndefined();
  });

  test('where the second cited sentence affirms what it denies', () => {
    const evidence = [
      'The statue stands in the old market square of Norholm.',
      'The city said that it would be cleaned.',
    ];
    expect(find('The statue in the market square of Norholm will not be cleaned.', ...evidence)).toBe('clean');
  });

  test('but not where a place is compared with another', () => {
    const evidence = 'There is no ferry in Norholm, as there is in Aker.';
    expect(find('Aker has a ferry.', evidence)).toBeUndefined();
    expect(find('Norholm has a ferry.', evidence)).toBeDefined();
  });

  test('nor where “not yet” is told as “before”', () => {
    expect(find('They were told so before it was true.', 'They were told what was not yet true.')).toBeUndefined();
  });

  test('nor where both deny something', () => {
    const evidence = 'She read the letter and misled the board when she denied it.';
    expect(find('She misled the board when she denied having read the letter.', evidence)).toBeUndefined();
    expect(find('She did not read the letter.', evidence)).toBe('read');
  });

  test('where what is denied of somebody is told of him behind a clause with a denial of its own', () => {
    const evidence = 'Swallows of the northern islands were not listed as protected.';
    expect(find('Swallows of the northern islands that do not migrate were listed as protected.', evidence)).toBe(
      'list',
    );
    expect(find('Swallows that do not migrate were not listed as protected.', evidence)).toBeUndefined();
  });

  test('but not beyond the clause of a denial', () => {
    expect(
      find(
        'A clerk who did not want to be named said that Brandt would be moved.',
        'Brandt will be moved, a clerk said.',
      ),
    ).toBeUndefined();
    expect(
      find('Farah could not say why she had kissed the stone.', 'Farah had kissed the stone and could not say why.'),
    ).toBeUndefined();
    expect(find('Instead of a thief Brandt found a fox.', 'Brandt found a fox.')).toBeUndefined();
    expect(find('The opera has yet to open.', 'The opera has not yet opened.')).toBeUndefined();
    expect(find('The opera has opened.', 'The opera has yet to open.')).toBe('open');
    expect(
      find('She signed all the letters except for the last.', 'She signed all the letters, all but the last of them.'),
    ).toBeUndefined();
  });

  test('nor where nobody’s leave is needed', () => {
    expect(find('A pilot needs no one’s consent to land.', 'A pilot needs nobody’s leave to land.')).toBeUndefined();
  });

  test.each([
    ['Berg said nobody had wanted to sell the mill.', 'Nobody had wanted to sell the mill, Berg said.'],
    ['The rules were never written by the mayor.', 'The mayor never wrote the rules.'],
    [
      'Without incident, the vote took place in the hall after six.',
      'The vote took place without incident in the hall shortly after six.',
    ],
    ['The committee would not hear from Dr. Pohl.', '“We cannot hear from Dr. Pohl,” the committee said.'],
    ['It wants to know who signed.', 'Berg said: “I do not want to hate anybody, but I want to know who signed.”'],
  ])('but not by what a negation merely stands near: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });

  test.each([
    ['The mayor wrote the rules.', 'The mayor never wrote the rules.'],
    ['The court found evidence of fraud.', 'The court found no evidence of fraud.'],
    ['The union reached an agreement with the port.', 'The union failed to reach an agreement with the port.'],
    ['The party promised a tax on sugar.', 'The party promised lower fees, ruling out a tax on sugar.'],
    ['The pilot turned back.', 'The pilot landed instead of turning back.'],
    ['The road is safe.', 'The road is unsafe.'],
    ['The report includes the schools.', 'The report did not account for the 40 schools.'],
  ])('where what it says is denied, in whatever words: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test('nor where a denial is worded as an exception, but where it is of the one excepted', () => {
    const evidence = 'Every town except Norholm and Aker has a clinic.';
    expect(find('Norholm and Aker are the only towns without a clinic.', evidence)).toBeUndefined();
    expect(find('Norholm has a clinic.', evidence)).toBe('clinic');
    expect(find('All the islands but Senn have power.', 'Senn is the only island that has no power.')).toBeUndefined();
  });

  test.each([
    ['Mills would resign, but not before a deputy was found.', 'Mills will resign, but only when a deputy is found.'],
    ['The bakery opened only after the fire.', 'The bakery did not open until after the fire.'],
    ['Mills admitted not paying enough attention.', 'Mills admitted that he had paid too little attention.'],
    ['The bridge has not been inspected since May.', 'The bridge was last inspected in May.'],
    ['Seven of the nine climbers did not survive.', 'Only two of the nine climbers survived.'],
    ['The pilot chose to land rather than turn back.', 'The pilot did not turn back but chose to land.'],
    ['Mills is not aware of any threat.', 'Mills said he was unaware of any threat.'],
    ['Ortega would not say whether she had signed.', 'Ortega declined to say whether she had signed.'],
    ['The listeners were told it might not be right.', 'Listeners asked whether it was right.'],
  ])('nor where the same is told the other way round: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});

describe('what rises and falls', () => {
  test.each([
    ['Rents fell nearly 7 percent from last year.', 'Rents rose nearly 7 percent from last year.'],
    [
      'Wheat prices climbed 4 percent in May.',
      'Wheat prices slipped 4 percent in May, while barley prices climbed 2 percent.',
    ],
    ['Turnout dropped by six points.', 'Turnout was 61 percent, six points higher than in 2020.'],
    ['The number of trips by ferry has grown 5 percent.', 'The number of trips by ferry was down 5 percent.'],
  ])('is removed where the same went the other way: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    [
      'Barley prices climbed 2 percent.',
      'Wheat prices slipped 4 percent in May, while barley prices climbed 2 percent.',
    ],
    [
      'Sales fell by 46 percent, compared with declines of 31 percent at its rivals.',
      'Sales were down 46 percent, against declines of 31 percent at rivals.',
    ],
    ['Rents are nearly 7 percent higher than last year.', 'Rents rose nearly 7 percent from last year.'],
    ['Ortega would speak before her committee.', 'After the vote, Ortega said she would speak to the committee.'],
    ['Prices rose, and the board made no comment.', 'The board declined to comment on the prices, which rose.'],
  ])('but not where something else did, or other words say so: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});

describe('a verb that excludes that of the evidence', () => {
  test.each([
    ['Visitors were barred from climbing the tower.', 'Visitors were allowed to climb the tower.'],
    ['The law on tolls was adopted in May.', 'The law on tolls lapsed in May.'],
    ['The agency approved the vaccine for cattle.', 'The maker submitted the vaccine for cattle to the agency.'],
    ['The head of the harbour was dismissed in May.', 'The head of the harbour was suspended in May.'],
    ['The council would consider the proposals.', 'The council would accept the proposals.'],
    ['The union endorsed the wage offer.', 'The union condemned the wage offer.'],
  ])('%s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['Visitors were barred from climbing the tower.', 'Visitors were not allowed to climb the tower.'],
    ['Visitors were barred from climbing the tower.', 'Visitors were allowed in but banned from climbing it.'],
    ['The law on tolls was adopted in May.', 'A rival motion lapsed before the summer.'],
    ['The head of the harbour was dismissed.', 'The head of the harbour was suspended and later dismissed.'],
  ])('is none where the evidence denies it, has it too, or is about something else: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });

  test('believing somebody is denied as such', () => {
    expect(find('Farah did not believe the ministry.', 'Farah said she believed it, and the ministry.')).toBeDefined();
  });
});
