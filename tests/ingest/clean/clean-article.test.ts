import { describe, expect, it } from 'vitest';
import fc from '../../property.js';
import { cleanArticle, type UncleanArticle } from '../../../src/ingest/clean/clean-article.js';

const news = [
  'The ferry to Skerrin will not sail again before Easter, the port authority said on Monday, after divers found a second crack in its hull.',
  '“Nobody is going to be hurried,” said Ada Holm, who runs the port. She has run it for nineteen years.',
  'The boat, which was built in 1971, carries 40,000 passengers a year and has broken down eleven times since January.',
  'Islanders will be brought over by a chartered trawler, and the school has moved its examinations to the mainland.',
];

function clean(paragraphs: string[], known: Partial<UncleanArticle> = {}) {
  const { removed, ...rest } = cleanArticle({
    title: 'Ferry stays in port',
    outlet: null,
    authors: [],
    publishedAt: null,
    host: null,
    paragraphs,
    ...known,
  });
  return { ...rest, rules: removed.map((removal) => removal.rule) };
}

describe('the beginning of an article', () => {
  it.each<[string, { authors: string[]; outlet?: string; publishedAt?: string }]>([
    ['By Ines Calder', { authors: ['Ines Calder'] }],
    ['By Ines Calder and Tomas Reed', { authors: ['Ines Calder', 'Tomas Reed'] }],
    ['by Ines Calder, Tomas Reed and Juan de la Cruz', { authors: ['Ines Calder', 'Tomas Reed', 'Juan de la Cruz'] }],
    ['By Ines Calder, Tomas Reed, and Olga Brandt', { authors: ['Ines Calder', 'Tomas Reed', 'Olga Brandt'] }],
    ['By INES CALDER', { authors: ['INES CALDER'] }],
    ['By Ines Calder, The Lowgate Herald', { authors: ['Ines Calder'], outlet: 'The Lowgate Herald' }],
    ['By Ines Calder, Staff Writer', { authors: ['Ines Calder'] }],
    ['By Ines Calder | June 2, 2025 | 4 min read', { authors: ['Ines Calder'], publishedAt: '2025-06-02' }],
    ['By The Associated Press', { authors: ['The Associated Press'] }],
  ])('gives up its byline: %s', (line, { authors, outlet = null, publishedAt = null }) => {
    expect(clean([line, ...news])).toMatchObject({ authors, outlet, publishedAt, paragraphs: news });
  });

  it.each([
    'By Monday evening nobody had come.',
    'By the time the ferry sailed, Ada Holm had gone home.',
    'By train, it takes four hours.',
    'By Ada Holm’s own count, eleven boats have sunk.',
  ])('keeps a sentence that begins with "By": %s', (line) => {
    expect(clean([line, ...news]).paragraphs).toEqual([line, ...news]);
  });

  it.each([
    'PORT ELLERY, March 3 — ',
    'PORT ELLERY, March 3, 2025 — ',
    'WASHINGTON (AP) — ',
    'WASHINGTON — ',
    'WASHINGTON—',
    'SOCHI, Russia — ',
    'Sochi, Russia (Reuters) - ',
    'ST. LOUIS, Mo. -- ',
    '(CNN) ',
  ])('gives up its dateline: %s', (dateline) => {
    expect(clean([dateline + news[0]!, ...news.slice(1)]).paragraphs).toEqual(news);
  });

  it.each([
    'Paris — once the capital of fashion — has a new queen.',
    'NASA — The agency said on Monday that it would try again.',
    'Ada Holm (left) — The port’s director, she has run it for years.',
    'CORRECTION — The ferry was built in 1971, not in 1917.',
    'ISLAND POLLS NOT NECESSARILY WRONG, JUST TOO EARLY - That is what the pollsters say.',
    'The U.S. — Canada treaty was signed in 1909.',
  ])('keeps what only looks like a dateline: %s', (sentence) => {
    expect(clean([sentence, ...news]).paragraphs[0]).toBe(sentence);
  });

  it('is dated by its dateline only when nothing else dates it and the year is there', () => {
    const dated = ['PORT ELLERY, March 3, 2025 — ' + news[0]!, news[1]!];
    expect(clean(dated).publishedAt).toBe('2025-03-03');
    expect(clean(dated, { publishedAt: '2025-03-04' }).publishedAt).toBe('2025-03-04');
    expect(clean(['PORT ELLERY, March 3 — ' + news[0]!]).publishedAt).toBeNull();
  });

  it('gives up a headline that it repeats, with or without the name of the site', () => {
    expect(clean(['Ferry stays in port.', ...news]).paragraphs).toEqual(news);
    const long = 'Ferry to Skerrin stays in port until Easter';
    expect(clean([long, ...news], { title: `${long} | The Courier` }).paragraphs).toEqual(news);
  });

  it('is the headline when the source gave none and the first line is no sentence', () => {
    const article = clean(['Ferry to Skerrin stays in port', ...news], { title: null });
    expect(article).toMatchObject({ title: 'Ferry to Skerrin stays in port', titleDerived: false, paragraphs: news });
  });

  it('is not taken for the headline when it is a sentence', () => {
    const article = clean(['Nobody sailed on Monday.', ...news], { title: null });
    expect(article.titleDerived).toBe(true);
    expect(article.paragraphs[0]).toBe('Nobody sailed on Monday.');
  });
});

describe('the end of an article', () => {
  const notes = [
    'Ines Calder is the harbour correspondent for The Courier. She writes about ships and the people who miss them.',
    'Tomas Reed covers the islands and how their schools are changing. He is based in Tarrow.',
  ];

  it('gives up author notes to authors and outlet, and what follows them', () => {
    const article = clean([
      ...news,
      ...notes,
      'A Bridge to Skerrin: An Agenda for the Next Council',
      'Bridges have been promised to the island nine times since 1904. A tenth promise may be the one that is kept.',
      '○',
      '12 mins read',
      'Why the islands vote as they do',
    ]);
    expect(article).toMatchObject({ authors: ['Ines Calder', 'Tomas Reed'], outlet: 'The Courier', paragraphs: news });
  });

  it('keeps a correction that follows them', () => {
    const correction = 'Correction: An earlier version of this article said that the boat was built in 1917.';
    expect(clean([...news, ...notes, correction]).paragraphs).toEqual([...news, correction]);
  });

  it('keeps a sentence about a journalist whom the article is about', () => {
    const about = [
      'A court in Tarrow sent the journalist Lena Marsh to prison on Monday for what she had written about the ferry and its owners.',
      ...news,
      'Lena Marsh is a reporter for The Packet who has been held since March.',
    ];
    expect(clean(about).paragraphs).toEqual(about);
  });

  it('keeps an author note and all after it when someone is quoted there', () => {
    const more =
      '“We had been told in January that the hull was sound,” the harbour master, Otto Lind, said on Monday in his office.';
    const paragraphs = [...news, 'Lena Marsh is a reporter for The Packet.', more];
    expect(clean(paragraphs).paragraphs).toContain(more);
  });

  it.each([
    [
      'Reporting by Ines Calder in Tarrow and Tomas Reed in Port Ellery; Editing by Olga Brandt',
      ['Ines Calder', 'Tomas Reed'],
    ],
    ['Ines Calder reported from Tarrow, Skerrin.', ['Ines Calder']],
    ['Olga Brandt and Otto Lind contributed reporting.', []],
  ])('gives up its credits: %s', (credit, authors) => {
    expect(clean([...news, credit])).toMatchObject({ paragraphs: news, authors });
  });

  it('prefers the authors that the source names', () => {
    expect(clean([...news, ...notes], { authors: ['Olga Brandt'] }).authors).toEqual(['Olga Brandt']);
  });

  it('keeps who paid whom', () => {
    const fact = 'Northern Lines contributed 41 million crowns to the fund that bought the boat.';
    expect(clean([...news, fact]).paragraphs).toContain(fact);
  });

  it('ends at a heading of other material', () => {
    const tail = ['Related stories', 'The mill that came back', 'What to do when the ferry is full'];
    expect(clean([...news, ...tail]).paragraphs).toEqual(news);
  });

  it('gives up two headlines in title case with their decks', () => {
    const tail = [
      'Harbour Chief Faces Questions Over Missing Funds',
      'Auditors want to know where the money went.',
      'Islanders Plan a March on the Capital This Weekend',
    ];
    expect(clean([...news, ...tail]).paragraphs).toEqual(news);
  });

  it('keeps the sections of an article with headings', () => {
    const sections = [
      'What Happened to the Old Boat Last Winter',
      'It was sold to a breaker in January.',
      'What Happens to the New Boat Next Winter',
      'It will be kept in the dry dock.',
    ];
    const paragraphs = [news[0]!, news[1]!, 'Why the Ferry Broke Down This Often', news[2]!, news[3]!, ...sections];
    expect(clean(paragraphs).paragraphs).toEqual(paragraphs);
  });
});

describe('between its lines, an article', () => {
  it.each([
    'Advertisement',
    'ADVERTISEMENT',
    'Story continues below',
    '5 min read',
    '12 mins read',
    'Reading time: 7 minutes',
    'Read more',
    'Read more: The mill that came back from the dead',
    'Related: The mill that came back from the dead',
    'MORE: What to do when the ferry is full',
    'Ferry in trouble:What to know about the crack in the hull',
    'Sign up for our newsletter and get the news of the river every morning.',
    'Want this in your inbox every night? Subscribe here.',
    'Share this article',
    'Facebook Twitter Email',
    'Follow Ines Calder on Twitter: @inescalder',
    'Contact Ines Calder at ines@courier.example or follow her on X.',
    '© 2025 The Courier. All rights reserved.',
    'Photo: A. Lunt / The Courier',
    'Olga Brandt/Getty Images',
    '42 comments',
    'This story has been updated with additional details.',
    'We use cookies to make this site better. By continuing you agree to our cookie policy.',
    '○',
    '***',
  ])('gives up a line that is no reporting: %s', (line) => {
    expect(clean([news[0]!, news[1]!, line, news[2]!, news[3]!]).paragraphs).toEqual(news);
  });

  it.each([
    'The mayor told residents to subscribe to the county’s newsletter.',
    'Users get a notification once a day and have two minutes to answer it.',
    'The advertisement cost 12 million crowns.',
    'It took 12 minutes to read the verdict.',
    'The photo shows the ferry at the quay.',
    'More: that was what Ada Holm wanted.',
    'Total:35 boats in the harbour',
    'At 9:27 The captain called the office.',
    '“Read more,” she said. “Share this article.”',
    'Correction: The ferry was built in 1971.',
    '<tweet author="@adaholm">The ferry stays where it is. SIGN UP FOR OUR NEWSLETTER</tweet>',
    'Twitter said that it would follow the order.',
    'She verified the account on Twitter, Facebook and Instagram.',
    'He cited Romans 8:28 and Psalm 4:7 at 3:50 a.m.',
    'Comments made by the minister angered the islanders.',
    'Copyright law has not changed since 1988, the judge found.',
  ])('keeps a line that only looks like it: %s', (line) => {
    expect(clean([news[0]!, news[1]!, line, news[2]!, news[3]!]).paragraphs).toContain(line);
  });

  it('keeps the sentence of a caption and gives up its credit', () => {
    const caption = 'Divers at the quay in Tarrow on Monday, Feb. 3, before the search. Olga Brandt/AFP/Getty Images';
    expect(clean([...news, caption]).paragraphs.at(-1)).toBe(
      'Divers at the quay in Tarrow on Monday, Feb. 3, before the search.',
    );
  });

  it('keeps a table of facts', () => {
    const table = [
      'Built:Tarrow yard in the year 1971',
      'Owner:Northern Lines of Port Ellery',
      'Engine:Two diesels of 900 horsepower',
    ];
    expect(clean([...news, ...table]).paragraphs).toEqual([...news, ...table]);
  });
});

describe('the names of authors', () => {
  it.each<[string[], string | null, string[]]>([
    [['Ines Calder, Tomas Reed'], null, ['Ines Calder', 'Tomas Reed']],
    [['By Ines Calder and Tomas Reed'], null, ['Ines Calder', 'Tomas Reed']],
    [['Ines Calder', 'ines calder'], null, ['Ines Calder']],
    [['Ines Calder Tomas Reed, Ines Calder, Tomas Reed'], null, ['Ines Calder', 'Tomas Reed']],
    [['Ines Calder, Courier Business'], 'Courier', ['Ines Calder']],
    [['Courier Staff'], 'Courier', ['Courier Staff']],
    [['Sammy Davis, Jr.'], null, ['Sammy Davis Jr.']],
    [['https://x.example/ines', 'ines@courier.example'], null, []],
  ])('%j come out one by one', (given, outlet, expected) => {
    expect(clean(news, { authors: given, outlet }).authors).toEqual(expected);
  });
});

describe('a derived headline', () => {
  it('is the first sentence without its full stop', () => {
    expect(clean(['Nobody sailed on Monday, and nobody minded. It rained.'], { title: null }).title).toBe(
      'Nobody sailed on Monday, and nobody minded',
    );
  });

  it('keeps the stop of an abbreviation', () => {
    expect(clean(['He lives with his brother in Washington, in the U.S.'], { title: null }).title).toMatch(/U\.S\.$/);
  });

  it('is never longer than 100 characters', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 5, maxLength: 30 }), (words) => {
        const text = words.map((word) => word.replace(/\s/g, 'x')).join(' ');
        expect(clean([text], { title: null }).title.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 200 },
    );
  });
});

it('only ever removes: every paragraph that is left was there, in the same order', () => {
  const line = fc.oneof(
    fc.constantFrom(...news, 'By Ines Calder', '○', 'Read more', 'PARIS — It rained.'),
    fc.string({ minLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (paragraphs) => {
      const left = clean(paragraphs).paragraphs;
      let at = 0;
      for (const paragraph of left) {
        while (at < paragraphs.length && !paragraphs[at]!.includes(paragraph)) at++;
        expect(at).toBeLessThan(paragraphs.length);
        at++;
      }
    }),
  );
});
