import { describe, expect, it } from 'vitest';
import { findUnsaidPremise } from '../../src/answer/premise-check.js';
import { sentenceSpans } from '../../src/domain/text.js';
import { wordsOf } from '../../src/retrieve/words.js';

interface Told {
  title?: string;
  text: string;
}

/** Whether passages say what a question takes for granted: `said` where they do or may, else `of others` or `unsaid`. */
function judge(question: string, ...passages: (string | Told)[]): string {
  const sentences = passages.flatMap((given, i) => {
    const { title = 'News of the day', text } = typeof given === 'string' ? { text: given } : given;
    const passage = { articleId: `a${i}`, article: { title } };
    return sentenceSpans(text).map(({ start, end }) => {
      const sentence = text.slice(start, end);
      return { text: sentence, words: wordsOf(sentence), passage };
    });
  });
  const unsaid = findUnsaidPremise(question, sentences);
  if (unsaid === undefined) return 'said';
  return unsaid.isOfOthers ? 'of others' : 'unsaid';
}

const resigned = 'Why did Tobias Renn resign?';

describe('a premise that the passages say of somebody else', () => {
  it.each([
    ['its subject', 'Ilse Marchetti resigned on Thursday. Tobias Renn thanked her.'],
    ['an apposition', 'The minister, Ilse Marchetti, resigned on Thursday. Tobias Renn thanked her.'],
    ['a clause with who', 'Ilse Marchetti, who resigned on Thursday, was thanked by Tobias Renn.'],
    ['a noun with of', 'Tobias Renn spoke after the resignation of Ilse Marchetti.'],
    ['an owner', 'Tobias Renn regretted Ilse Marchetti’s resignation.'],
    ['who agreed to it', 'Ilse Marchetti agreed on Thursday to resign. Tobias Renn thanked her.'],
  ])('is refused when the sentence shows it by %s', (_, text) => {
    expect(judge(resigned, text)).toBe('of others');
  });

  it('is refused when it is denied', () => {
    expect(judge(resigned, 'Tobias Renn refused to resign on Thursday.')).toBe('of others');
    expect(judge(resigned, 'Tobias Renn spoke for an hour. He said that he would not resign.')).toBe('of others');
    expect(judge('Why did Ann Poe plead guilty?', 'Ann Poe pleaded not guilty on Tuesday.')).toBe('of others');
  });

  it('is refused when the one did to the other what is asked the other way about', () => {
    const text = 'Osterby replaced Ilse Marchetti on Friday.';
    expect(judge('Who replaced Ilse Marchetti?', text)).toBe('said');
    expect(judge('Who replaced Osterby?', text)).toBe('of others');
  });

  it('is refused by whom something was done to', () => {
    const text = 'Lucan Sorrel was dismissed on Monday. Nadia Svoll was in the hall.';
    expect(judge('Why was Lucan Sorrel dismissed?', text)).toBe('said');
    expect(judge('Why was Nadia Svoll dismissed?', text)).toBe('of others');
  });

  it('counts in an article that names the one asked about, and not in another one', () => {
    const [about, other] = ['Tobias Renn spoke in Parliament.', 'Ilse Marchetti resigned on Thursday.'];
    expect(judge(resigned, `${other} ${about}`)).toBe('of others');
    expect(judge(resigned, about, other)).toBe('unsaid');
    expect(judge(resigned, { title: 'What Tobias Renn said', text: other })).toBe('of others');
  });
});

describe('a premise that is said, or may be', () => {
  const others = 'Ilse Marchetti resigned on Thursday.';

  it.each([
    ['in full', 'Tobias Renn resigned on Friday.'],
    ['by surname', 'Mr. Renn resigned on Friday.'],
    ['by its noun', 'The resignation of Tobias Renn came on Friday.'],
    ['by a pronoun behind the name', 'Tobias Renn spoke for an hour. Then he resigned.'],
    ['by a pronoun in the same sentence', 'Tobias Renn said that he had resigned.'],
    ['by a description near the name', 'Tobias Renn spoke for an hour. Then the man resigned.'],
    ['by another word', 'Tobias Renn quit on Friday.'],
    ['by another word of two', 'Tobias Renn stepped down on Friday.'],
  ])('is kept %s, whoever else did it too', (_, text) => {
    expect(judge(resigned, `${others} ${text}`)).toBe('said');
  });

  it('is kept by a headline', () => {
    expect(judge(resigned, { title: 'Tobias Renn resigns', text: others })).toBe('said');
  });

  it('is kept by another word for what becomes of an office', () => {
    const text = 'Ilse Marchetti left in the rain. Osterby will take over her department. Ann Poe replaced Bo Lind.';
    expect(judge('Who replaced Ilse Marchetti?', text)).toBe('said');
  });

  it('is kept by what is said alone where the verb is another: “guilty”', () => {
    const text = 'Pieter Aldane pleaded guilty. Viktor Lasse answered “guilty” to all counts.';
    expect(judge('When did Viktor Lasse plead guilty?', text)).toBe('said');
  });

  it('is not kept by somebody of the same surname, or by a pronoun of another gender', () => {
    expect(judge('Why did Marta Quill resign?', 'Edmund Quill resigned. Marta Quill spoke.')).toBe('of others');
    expect(judge(resigned, `${others} Tobias Renn spoke. She resigned in tears.`)).toBe('of others');
  });

  it('is not refused because a body did it whose head may be meant', () => {
    expect(judge('Why did Jerome Powell raise rates?', 'The Fed raised rates. Jerome Powell spoke.')).not.toBe(
      'of others',
    );
  });
});

describe('a premise that nobody speaks of', () => {
  it('is told from one that is said only where the other words for it are known', () => {
    const text = 'Tobias Renn spoke in Parliament.';
    expect(judge(resigned, text)).toBe('unsaid');
    expect(judge('Why was Tobias Renn criticised?', text)).toBe('said');
  });

  it('is none in a question without one, and in passages without a sentence', () => {
    expect(judge('Who resigned?', 'Ilse Marchetti resigned.')).toBe('said');
    expect(judge(resigned)).toBe('unsaid');
  });
});
