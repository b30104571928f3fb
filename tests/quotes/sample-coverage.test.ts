import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readArticles } from '../../src/ingest/read/read-articles.js';
import { extractQuotes } from '../../src/quotes/extract.js';

/**
 * A quotation's first words, its number of segments, kind, speaker and mention. The sixth entry stands where the rules see it
 * otherwise than a reader does, and says what the reader sees.
 */
type Row = [
  words: string,
  segments: number,
  kind: 'direct' | 'partial',
  speaker: string | null,
  mention: string | null,
  really?: string,
];

// Checked by hand against the list that the writer of the sample coverage kept of who says what.
const coverage: Record<string, Row[]> = {
  '2025-03-05-nine-dead-as-skerrin-ferry-sinks.md': [
    ['We had a ship with', 1, 'direct', 'Rhys Tamblyn', 'Commander Rhys Tamblyn'],
    ['I will not pretend otherwise.', 2, 'direct', 'Rhys Tamblyn', 'he'],
    ['The lights went to red', 2, 'direct', 'Léo Castaing', 'Mr. Castaing'],
    ['devastated', 1, 'partial', 'Orrin Line', 'Orrin Line'],
    ['held every certificate the law', 1, 'partial', 'Orrin Line', 'Orrin Line'],
    ['I have a drawer full', 2, 'direct', 'Goran Pell', 'he'],
    ['with the power to open', 1, 'partial', 'Ilse Marchetti', 'She'],
    ['She thinks if she stands', 1, 'direct', 'Edmund Quill', 'Mr. Quill'],
  ],
  '2025-03-06-fisherman-pulls-37-from-the-sound.md': [
    ['I said to the lad,', 2, 'direct', 'Matthis Rook', 'Rook'],
    ['Grandad kept shouting at me', 2, 'direct', 'Piet', 'Piet'],
    ['There was a man in', 2, 'direct', 'Jude Ammerly', 'passenger Jude Ammerly'],
    ["they've called for help.", 1, 'partial', 'Jude Ammerly', 'he'],
    ['simply wrong', 1, 'partial', 'a coast guard spokesman', 'A coast guard spokesman'],
    ['My father is in hospital', 2, 'direct', 'Lena Aldane', 'Miss Aldane'],
    ['first thought in the morning', 1, 'partial', 'Ilse Marchetti', 'Ilse Marchetti'],
    ["Hero's a thing for the", 2, 'direct', 'Matthis Rook', 'he'],
    ['There was one let go', 2, 'direct', 'Matthis Rook', 'he'],
  ],
  '2025-03-07-ferry-toll-rises-to-21.md': [
    ['A lorry does not drown,', 2, 'direct', 'Goran Pell', 'Goran Pell'],
    ['No exemption crossed my desk,', 1, 'direct', 'Ilse Marchetti', 'Marchetti'],
    ['a matter for the directorate,', 1, 'partial', 'Ilse Marchetti', 'She'],
    ['and to nobody before it.', 1, 'partial', 'Lucan Sorrel', 'Lucan Sorrel'],
    ['To every family I say', 2, 'direct', 'Casimir Holt', 'he'],
  ],
  '2025-03-10-what-matthis-rook-carried-home.md': [
    ['I wasn’t counting,', 2, 'direct', 'Matthis Rook', 'he'],
    ['I know when I heard,', 2, 'direct', 'Matthis Rook', 'Mr. Rook'],
    ['Some couldn’t say their name', 2, 'direct', 'Hettie Moss', 'Mrs. Moss'],
    ['He laughed,', 2, 'direct', 'the old man', 'the old man', 'Matthis Rook'],
  ],
  '2025-03-13-interview-choir-teacher-elin-torvay.md': [
    ['Please remain seated while the', 1, 'partial', null, null, 'the recorded announcement'],
    ['Elin, she is not coming', 1, 'direct', 'Aurel Finch', 'he'],
    ['I can count too.', 1, 'direct', 'Aurel Finch', 'He'],
    ['find out and tell me', 1, 'partial', 'Ilse Marchetti', 'She'],
    ['Dear valued customer.', 1, 'direct', 'Orrin Line', 'It'],
  ],
  '2025-03-20-the-letter-on-the-ministers-desk.md': [
    ['No exemption crossed my desk.', 1, 'direct', 'Ilse Marchetti', 'Ilse Marchetti'],
    ['Aft bilge alarm sounding repeatedly.', 1, 'direct', 'the entry', 'The entry'],
    ['will not close under power', 1, 'partial', 'a second order', 'A second order'],
    ['commercial reasons', 1, 'partial', 'Viktor Lasse', 'Viktor Lasse'],
    ['in sound and proven condition.', 1, 'partial', 'Viktor Lasse', 'Viktor Lasse'],
    ['You go down with a', 2, 'direct', 'one', 'one'],
    ['may attract comment.', 1, 'partial', null, 'It', 'the cover note'],
    ['Seen. No objection if Sorrel', 1, 'direct', 'a line', 'a line', 'Ilse Marchetti, by her initials'],
    ['Dr. Marchetti signs or initials', 2, 'direct', 'a spokesman', 'a spokesman'],
    ['accurate as to decisions.', 1, 'partial', 'a spokesman', 'he'],
    ['We are cooperating fully with', 1, 'direct', 'Orrin Line', 'Orrin Line'],
    ['You have the letter. Print', 1, 'direct', 'Lucan Sorrel', 'Sorrel'],
    ['She held both my hands,', 2, 'direct', 'Marta Quill', 'Quill'],
  ],
  '2025-03-29-editorial-resigning-is-not-answering.md': [
    ['the honourable thing.', 1, 'partial', 'people', 'people', 'nobody: irony'],
    ['a failure of paper, not', 1, 'partial', null, 'she', 'Ilse Marchetti'],
    ['wait for the facts.', 1, 'partial', 'the boss of Orrin Line', 'The boss', 'Casimir Holt'],
    ['with gratitude and regret.', 1, 'partial', 'Tobias Renn', 'he'],
    ['You keep thinking that must', 2, 'direct', 'one woman', 'one woman'],
  ],
  '2025-04-01-vasse-ahead-by-41-votes.md': [
    ['I’ve been up all night', 1, 'direct', 'Corin Vasse', 'the mayor'],
    ['I am declaring myself tired,', 1, 'direct', 'Corin Vasse', 'he'],
    ['bringing in ships with less', 1, 'partial', 'Bisi Oyelaran', 'Ms. Oyelaran'],
    ['You don’t guess in a', 2, 'direct', 'Bisi Oyelaran', 'she'],
    ['clean, dull and correct, as', 1, 'partial', 'Wendel Strake', 'He'],
    ['a handful of votes, not', 1, 'partial', 'Wendel Strake', 'He'],
    ['There is no missing pile,', 2, 'direct', 'Imke Vasse', 'Councillor Vasse'],
    ['Count the Tide.', 1, 'direct', 'one sign', 'One sign'],
    ['We cancelled each other out,', 2, 'direct', null, 'she', 'Bea, the owner of the sign'],
  ],
  '2025-04-08-engineer-tells-inquiry-of-taped-alarm.md': [
    ['I saw the light on', 2, 'direct', 'Nadia Svoll', 'Ms. Svoll'],
    ['flooding and not draining.', 1, 'partial', 'Nadia Svoll', 'she'],
    ['I had the hand pump', 3, 'direct', 'Nadia Svoll', 'she'],
    ['By whom?', 1, 'direct', 'Honor Achterberg', 'Judge Achterberg'],
    ['By the office of Mr.', 2, 'direct', 'Nadia Svoll', 'Ms. Svoll'],
    ['in tone and in substance.', 1, 'partial', 'his lawyer', 'His lawyer'],
    ['The passengers who heard that', 1, 'direct', 'Dorrit Hale', 'Ms. Hale'],
    ['I would like to apologize', 1, 'direct', 'Nadia Svoll', 'she'],
    ['No.', 1, 'direct', 'a woman’s voice', 'a woman’s voice'],
  ],
  '2025-04-17-the-other-wreck-in-adder-sound.md': [
    ['I counted the rings three', 2, 'direct', 'Yusra Halloran', 'Dr. Halloran'],
    ['People ask me whether it’s', 2, 'direct', 'Yusra Halloran', 'Dr. Halloran'],
    ['Salz her, Fisch hin, Gott', 1, 'direct', null, null, 'the inscription'],
    ['a shopping list with a', 1, 'partial', 'Anselm Droste', 'He'],
    ['Somebody waited for that crew', 2, 'direct', 'Marta Quill', 'Mrs. Quill'],
    ['They have a laboratory,', 2, 'direct', 'Jost Arkwell', 'Jost Arkwell'],
  ],
  '2025-04-25-court-makes-oyelaran-mayor.md': [
    ['A voter who puts a', 2, 'direct', 'Ottilie Fenn', 'Judge Fenn'],
    ['from habit.', 1, 'partial', 'Ottilie Fenn', 'she'],
    ['orphans, of unknown parentage.', 1, 'partial', 'Mr. Vasse’s lawyers', 'Mr. Vasse’s lawyers'],
    ['They said, ‘Good afternoon, Madam', 2, 'direct', 'Bisi Oyelaran', 'she'],
    ['with a bell on it.', 1, 'partial', 'Bisi Oyelaran', 'She'],
    ['Six votes,', 2, 'direct', 'Corin Vasse', 'Mr. Vasse'],
    ['This town has had a', 1, 'direct', 'Corin Vasse', 'he'],
    ['My father is a gentleman,', 2, 'direct', 'Imke Vasse', 'she'],
    ['He counted 28,000 votes three', 2, 'direct', 'Bisi Oyelaran', 'she'],
  ],
  '2025-05-12-inquiry-finds-44-died.md': [
    ['He was not missing, because', 1, 'direct', 'the report', 'the report'],
    ['in any sense in which', 1, 'partial', 'Honor Achterberg', 'Judge Achterberg'],
    ['I have looked for a', 3, 'direct', 'Honor Achterberg', 'she'],
    ['would have condemned it in', 1, 'partial', 'the report', 'The report'],
    ['Nuisance only. Defer to docking', 1, 'partial', 'the report', 'the report', 'nobody: words of a work order'],
    ['long enough for everyone.', 1, 'partial', 'the report', 'the report'],
    ['indefensible.', 1, 'partial', 'the report', 'The report'],
    ['knew it, and waited.', 1, 'partial', 'the report', 'it'],
    ['not candid.', 1, 'partial', 'Honor Achterberg', 'the judge'],
    ['a favour in the form', 1, 'partial', 'the report', 'the report'],
    ['without plan, and at first', 1, 'partial', 'the report', 'The report'],
    ['I have no quarrel with', 2, 'direct', 'Ilse Marchetti', 'she'],
    ['in large part.', 1, 'partial', 'Orrin Line', 'it'],
    ['all of them, this year.', 1, 'partial', 'Hendrik Osterby', 'Hendrik Osterby'],
    ['He rang me from the', 2, 'direct', 'Renske Sand', 'she'],
  ],
  'coverage-export.jsonl#1': [
    ['A lorry does not drown,', 2, 'direct', 'Goran Pell', 'Goran Pell'],
    ['No exemption crossed my desk,', 1, 'direct', 'Ilse Marchetti', 'Marchetti'],
    ['a matter for the directorate,', 1, 'partial', 'Ilse Marchetti', 'She'],
    ['and to nobody before it.', 1, 'partial', 'Lucan Sorrel', 'Lucan Sorrel'],
    ['To every family I say', 2, 'direct', 'Casimir Holt', 'he'],
  ],
  'coverage-export.jsonl#2': [
    ['I saw a shirt and', 2, 'direct', 'Jude Ammerly', 'he'],
    ['It will not catch up,', 2, 'direct', 'Lena Aldane', 'she'],
  ],
  'coverage-export.jsonl#3': [
    ['that paper moves through a', 1, 'partial', 'Ilse Marchetti', 'Dr. Ilse Marchetti'],
    ['I’ve looked at that note', 2, 'direct', 'Ilse Marchetti', 'she'],
    ['extension,', 1, 'partial', 'Ilse Marchetti', 'she', 'nobody: a term'],
    ['exemption,', 1, 'partial', 'Ilse Marchetti', 'she', 'nobody: a term'],
    ['Tell that to the ferry!', 1, 'direct', 'Magda Fell', 'Magda Fell'],
    ['full confidence.', 1, 'partial', 'Tobias Renn', 'Prime Minister Tobias Renn'],
    ['It’s not whether she read', 2, 'direct', 'one official in her ministry', 'one official'],
    ['on the documents supplied.', 1, 'partial', 'Lucan Sorrel', 'he'],
    ['We are all in this', 1, 'direct', 'Tobias Renn', 'Mr. Renn'],
    ['She was a good engineer,', 2, 'direct', 'Harald Ness', 'Harald Ness'],
  ],
  'coverage-export.jsonl#4': [
    ['Each time the inquiry found', 2, 'direct', 'Benedikt Orlo', 'Benedikt Orlo'],
    ['Wir zahlen, was vereinbart ist,', 1, 'direct', 'a spokeswoman for the insurer', 'a spokeswoman'],
    ['We pay what was agreed.', 1, 'direct', 'a spokeswoman for the insurer', 'a spokeswoman', 'nobody: a translation'],
    ['arithmetic without context.', 1, 'partial', 'Casimir Holt', 'He'],
    ['a ferry without lenders does', 1, 'partial', 'Casimir Holt', 'he'],
    ['I have asked,', 2, 'direct', 'Casimir Holt', 'Holt'],
    ['Ninety-five thousand is fair,', 2, 'direct', null, 'he', 'Edmund Quill'],
    ["He's entitled,", 2, 'direct', 'Edmund Quill', 'Quill'],
  ],
  'coverage-export.jsonl#5': [
    ['guilty', 1, 'partial', 'Viktor Lasse', 'Viktor Lasse'],
    ['I was told to find', 2, 'direct', 'Viktor Lasse', 'Lasse'],
    ['not this quarter.', 1, 'partial', 'Casimir Holt', 'Holt'],
    ['This was not bad luck', 2, 'direct', 'Adaeze Wynter', 'Wynter'],
    ['He is being tried for', 1, 'direct', 'Perpetua Lang', 'she'],
    ['public officials', 1, 'partial', 'Adaeze Wynter', 'Wynter'],
    ['reading, walking and waiting to', 1, 'partial', 'a friend', 'a friend'],
    ['Then he counted them out,', 2, 'direct', 'Marta Quill', 'she'],
  ],
  'coverage-export.jsonl#6': [
    ["A box that's been sat", 2, 'direct', 'Imke Vasse', 'Imke Vasse'],
    ['Two hundred and twelve people', 2, 'direct', 'Bisi Oyelaran', 'she'],
    ['We do Punch and Judy', 2, 'direct', null, 'she', 'Noor Ambrose'],
    ['clean, dull and correct,', 1, 'partial', 'Wendel Strake', 'Strake'],
    ['I have looked,', 2, 'direct', 'Wendel Strake', 'he'],
  ],
  'pasted-captain-aldane-testifies.txt': [
    ['I was on the telephone,', 2, 'direct', 'Pieter Aldane', 'Pieter Aldane'],
    ['The words were, ‘Not over', 1, 'direct', 'Pieter Aldane', 'the captain'],
    ['I asked,', 2, 'direct', 'Sigrun Teal', 'she'],
    ['I looked at the inclinometer,', 4, 'direct', 'Pieter Aldane', 'Captain Aldane'],
    ['My employer did, Your Honour,', 1, 'direct', 'Pieter Aldane', 'he'],
    ['People still spit at him', 2, 'direct', 'Lena Aldane', 'Ms. Aldane'],
    ['I said what I meant.', 1, 'direct', 'Lena Aldane', 'she'],
    ['trained, trusted and free to', 1, 'partial', 'the company', 'the company', 'Orrin Line'],
    ['He’s sorry at 9:16,', 2, 'direct', 'Edmund Quill', 'Mr. Quill'],
    ['He gave us a time,', 2, 'direct', 'Marta Quill', 'she'],
  ],
  'pasted-meridian-wire-minister-resigns.txt': [
    ['ask a bereaved parent to', 1, 'partial', 'Ilse Marchetti', 'the minister'],
    ['I initialled it between two', 2, 'direct', 'Ilse Marchetti', 'Marchetti'],
    ['a failure of paper, not', 1, 'partial', 'Ilse Marchetti', 'She'],
    ['with gratitude and regret.', 1, 'partial', 'Tobias Renn', 'he'],
    ['full confidence.', 1, 'partial', 'Tobias Renn', 'he'],
    ['With a torch and a', 1, 'direct', 'Hendrik Osterby', 'he'],
    ['one bad headline from an', 1, 'partial', 'the official', 'The official'],
    ['done the right thing in', 1, 'partial', 'Veldhaven Tribune', 'The Veldhaven Tribune'],
    ['She’s the only one of', 2, 'direct', 'Edmund Quill', 'Mr. Quill'],
  ],
  'pasted-spr-tablets-to-stay-on-skerrin.txt': [
    ['I have been asked to', 2, 'direct', 'Jost Arkwell', 'Jost Arkwell'],
    ['generous to Skerrin and just', 1, 'partial', 'Beatrix Lomm', 'Beatrix Lomm'],
    ['On the third tablet he', 2, 'direct', 'Yusra Halloran', 'Dr. Halloran'],
    ['apart from a shoe,', 2, 'partial', 'Yusra Halloran', 'the archaeologist'],
    ['separately and in full.', 1, 'partial', 'the culture ministry', 'The culture ministry'],
    ["We've learned to ask for", 1, 'direct', 'Marta Quill', 'she'],
    ['It has been,', 2, 'direct', null, 'she', 'Elin Torvay'],
  ],
  'saved-page-courier-divers-bring-up-eleven.html': [
    ['You’ve time for one room,', 2, 'direct', 'Ishbel Corry', 'Lieutenant Ishbel Corry'],
    ['gesture of solidarity.', 1, 'partial', null, 'it', 'Orrin Line'],
    ['Eighteen thousand is what they', 1, 'direct', 'Marta Quill', 'Marta Quill'],
    ['I looked it up. It’s', 1, 'direct', 'Marta Quill', 'Marta Quill'],
    ['We return your letter. It', 2, 'direct', 'Marta Quill', 'She'],
    ['noted', 1, 'partial', 'Mr. Holt’s office', 'Mr. Holt’s office'],
    ['I don’t want to hate', 2, 'direct', 'Marta Quill', 'Quill'],
    ['He would like to be', 1, 'direct', 'Lena Aldane', 'Lena Aldane'],
  ],
  'saved-page-spr-live-silver-tern.html': [
    ['We are still in a', 2, 'direct', 'Rhys Tamblyn', 'Commander Rhys Tamblyn'],
    ['It went like a drawer,', 1, 'direct', null, null, 'Elin Torvay'],
    ['holding its breath with Skerrin.', 1, 'partial', 'Tobias Renn', 'He'],
    ['Treat every number today as', 1, 'direct', 'an officer', 'an officer'],
    ['Je compte les portes, maintenant', 1, 'direct', 'Léo Castaing', 'he'],
    ['I count the doors now.', 1, 'direct', 'Léo Castaing', 'he', 'nobody: a translation'],
    ['premature to speculate about causes.', 1, 'partial', 'the company', 'the company', 'Orrin Line'],
    ['the only maintenance they have', 1, 'partial', 'Union', 'Union'],
    ['I’d say that I don’t', 1, 'direct', null, 'she', 'Ilse Marchetti'],
  ],
  'skerrin-packet-feed.xml#1': [
    ['They kept asking me was', 2, 'direct', 'Renske Sand', 'Mrs. Sand'],
    ['Page 211,', 2, 'direct', 'Honor Achterberg', 'she'],
    ['I read it twice,', 2, 'direct', 'Agnes Duvane', 'Agnes Duvane'],
    ['She made me tea,', 3, 'direct', 'Matthis Rook', 'he'],
  ],
  'skerrin-packet-feed.xml#2': [
    ['I said to the mate,', 2, 'direct', 'Tilde Aaberg', 'Ms. Aaberg'],
    ['If it’s her, then she’s', 1, 'direct', 'Jost Arkwell', 'Jost Arkwell'],
    ['She would have to have', 1, 'direct', 'Jost Arkwell', 'he'],
    ['interesting.', 1, 'partial', 'Yusra Halloran', 'She'],
    ['I have not sat down', 1, 'direct', 'Yusra Halloran', 'she'],
  ],
  'skerrin-packet-feed.xml#3': [
    ['I wasn’t counting,', 2, 'direct', 'Matthis Rook', 'he'],
    ['I know when I heard,', 2, 'direct', 'Matthis Rook', 'Mr. Rook'],
    ['Some couldn’t say their name', 2, 'direct', 'Hettie Moss', 'Mrs. Moss'],
    ['He laughed,', 2, 'direct', 'the old man', 'the old man', 'Matthis Rook'],
  ],
  'skerrin-packet-feed.xml#4': [
    ['I sent them a map', 1, 'direct', 'Elin Torvay', 'Elin Torvay'],
    ['like a person sawing up', 1, 'partial', 'Elin Torvay', 'Miss Torvay'],
    ['We know which one,', 1, 'direct', 'Elin Torvay', 'Miss Torvay'],
  ],
};

const folder = new URL('../../articles/', import.meta.url);

describe('the sample coverage', async () => {
  const found: Record<string, Row[]> = {};
  for (const name of readdirSync(folder).sort()) {
    if (name === 'README.md') continue;
    const bytes = readFileSync(new URL(name, folder));
    const { articles } = await readArticles({ document: name, url: null, contentType: null, bytes });
    for (const { location, article } of articles) {
      const { title, body, authors } = article;
      const { quotes, speakers } = extractQuotes({ title, body, authors });
      found[location] = quotes.map((quote) => [
        body.slice(quote.segments[0]!.start, quote.segments[0]!.end).split(/\s+/).slice(0, 5).join(' '),
        quote.segments.length,
        quote.kind,
        quote.speaker === null ? null : speakers[quote.speaker]!.name,
        quote.mention?.text ?? null,
      ]);
    }
  }

  it.each(Object.keys(coverage))('%s has its quotations, each with its speaker', (location) => {
    expect(found[location]).toEqual(coverage[location]!.map((row) => row.slice(0, 5)));
  });

  it('has no other article', () => {
    expect(Object.keys(found)).toEqual(Object.keys(coverage));
  });

  it('is read as a reader reads it in nine of ten quotations, and puts no words in the wrong person’s mouth', () => {
    const rows = Object.values(coverage).flat();
    const seenOtherwise = rows.filter((row) => row[5] !== undefined);
    expect(1 - seenOtherwise.length / rows.length).toBeGreaterThan(0.87);
    // Descriptions ("the old man") name nobody else; terms and translations have no other speaker.
    const wrongPerson = seenOtherwise.filter(
      ([, , , speaker, , really]) =>
        speaker !== null && !/^nobody/.test(really!) && !/^(?:the|an?|one) /i.test(speaker),
    );
    expect(wrongPerson).toEqual([]);
  });
});
