import { describe, expect, it } from 'vitest';
import { parseCases } from '../../src/evaluation/cases.js';

const parse = (...records: object[]) => parseCases(records.map((record) => JSON.stringify(record)).join('\n'), 'cases');

describe('cases', () => {
  it('are read from JSON lines, with what is left out filled in', () => {
    expect(
      parseCases(
        '\n{"question": "Who?", "articles": "a", "answer": "Ann"}\n\r\n{"id": 7, "question": "Why?", "answerable": false}',
        'x',
      ),
    ).toEqual([
      {
        id: 'line-2',
        question: 'Who?',
        askedOn: undefined,
        kind: 'other',
        trait: undefined,
        isAnswerable: true,
        articles: ['a'],
        passages: [],
        facts: [['Ann']],
      },
      {
        id: '7',
        question: 'Why?',
        askedOn: undefined,
        kind: 'other',
        trait: undefined,
        isAnswerable: false,
        articles: [],
        passages: [],
        facts: [],
      },
    ]);
  });

  it('take several facts, each in one or several wordings', () => {
    const [one] = parse({ question: 'Who and when?', articles: ['a'], answer: ['Ann', ['in May', 'on 5 May'], 7] });
    expect(one!.facts).toEqual([['Ann'], ['in May', 'on 5 May'], ['7']]);
  });

  it('take articles as "relevantArticleIds" too, and a time of day in "askedOn"', () => {
    const [one] = parse({ question: 'Who?', relevantArticleIds: [12, 'b'], askedOn: '2025-03-04T10:00:00Z' });
    expect(one).toMatchObject({ articles: ['12', 'b'], askedOn: '2025-03-04' });
  });

  it('name passages by their words or their place, whose articles are articles of the case', () => {
    const passages = [
      { article: 'a', text: ' Ann resigned. ' },
      { article: 'b', start: 10, end: 20 },
    ];
    const [one] = parse({ question: 'Who?', articles: ['a'], passages });
    expect(one!.passages).toEqual([{ article: 'a', text: 'Ann resigned.' }, passages[1]]);
    expect(one!.articles).toEqual(['a', 'b']);
    expect(parse({ question: 'Who?', passages })[0]!.articles).toEqual(['a', 'b']);
  });

  it.each([
    ['passages that are no list', '{"question": "?a", "passages": "x"}', 'expected a list as "passages"'],
    ['a passage without words or place', '{"question": "?a", "passages": [{"article": "a"}]}', 'each of "passages"'],
    [
      'a passage that ends before it begins',
      '{"question": "?a", "passages": [{"article": "a", "start": 5, "end": 5}]}',
      'each of "passages"',
    ],
    ['a passage of no article', '{"question": "?a", "passages": [{"text": "x"}]}', 'each of "passages"'],
    [
      'a refusal with passages',
      '{"question": "?a", "answerable": false, "passages": [{"article": "a", "text": "x"}]}',
      'beside "answerable": false',
    ],
    ['no JSON', 'nonsense', 'line 1: expected a JSON object'],
    ['a list', '[1]', 'expected a JSON object'],
    ['no question', '{"id": 1}', 'expected a text as "question", got nothing'],
    ['a day that is none', '{"question": "?a", "askedOn": "May"}', 'expected a day'],
    ['an unknown kind', '{"question": "?a", "kind": "riddle"}', 'expected one of who, what'],
    ['neither articles nor a refusal', '{"question": "?a", "answer": "x"}', '"answerable": false'],
    [
      'a refusal with an answer',
      '{"question": "?a", "answerable": false, "answer": "x"}',
      'beside "answerable": false',
    ],
    ['articles that are no texts', '{"question": "?a", "articles": [{}]}', 'expected texts as "articles"'],
    ['nothing at all', ' \n', 'expected at least one case'],
  ])('are refused as a whole when a line has %s', (_, text, message) => {
    expect(() => parseCases(text, 'cases')).toThrow(message);
  });

  it('have ids of their own', () => {
    const record = { id: 'a', question: 'Who?', articles: ['x'] };
    expect(() => parse(record, record)).toThrow('"a" as on line 1');
  });
});
