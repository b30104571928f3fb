import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An article about one appointment in one town that no other article names, around sentences of real prose. */
export interface Story {
  title: string;
  /** The lead alone, as the first version of an article that grows. */
  brief: string;
  /** The lead and nine paragraphs, about 650 words. */
  full: string;
  /** A question that the lead answers. */
  question: string;
  /** Whom an answer has to name. */
  person: string;
}

const beginnings = [
  'Ald', 'Bram', 'Cor', 'Dun', 'Elm', 'Fal', 'Gar', 'Hal', 'Ing', 'Jar', 'Kel', 'Lang', 'Mar', 'Nor', 'Oak', 'Pen', 'Quor', 'Rav', 'Sel',
  'Thorn', 'Ull', 'Ver', 'Wick', 'Yar', 'Zen',
]; // prettier-ignore
const endings = [
  'mouth', 'ford', 'haven', 'by', 'ness', 'wick', 'stead', 'combe', 'dale', 'field', 'gate', 'holm', 'ley', 'minster', 'port', 'ridge',
  'sands', 'thwaite', 'ton', 'vale', 'water', 'well', 'worth', 'bridge',
]; // prettier-ignore
const givenNames = [
  'Ines', 'Tobias', 'Maren', 'Anders', 'Odile', 'Karim', 'Ruth', 'Silvan', 'Hedda', 'Piotr', 'Leonie', 'Marcus', 'Yara', 'Bastian',
  'Nadia', 'Emil', 'Greta', 'Omar', 'Astrid', 'Felix',
]; // prettier-ignore
const familyNames = [
  'Harrow', 'Lindqvist', 'Okafor', 'Brandt', 'Castellan', 'Dvorak', 'Ferreira', 'Grimsby', 'Hollis', 'Ivarsson', 'Jansen', 'Kowal',
  'Lemaire', 'Mbeki', 'Novak', 'Orlov', 'Pryce', 'Quist', 'Rosen', 'Sandoval', 'Tamm', 'Ueda', 'Vance', 'Weiss', 'Yilmaz', 'Zeller',
  'Ashdown', 'Birch', 'Cole', 'Drummond',
]; // prettier-ignore
const posts = [
  'harbour master', 'head teacher', 'chief constable', 'town clerk', 'fire chief', 'museum director', 'hospital director', 'bishop',
  'station master', 'head gardener', 'chief librarian', 'treasurer',
]; // prettier-ignore
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

const sentencesPerParagraph = 4;
const paragraphs = 9;

/** The most stories, each of a town of its own. */
export const mostStories = beginnings.length * endings.length;

/** Makes stories around the sentences of the Markdown articles in a folder. `random` gives 0 up to 1. */
export function createNewsroom(folder: string, random: () => number): (n: number) => Story {
  const sentences = readdirSync(folder)
    .filter((name) => /^\d.*\.md$/u.test(name))
    .flatMap((name) => toSentences(readFileSync(join(folder, name), 'utf8')));
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  return (n) => {
    const town = `${beginnings[n % beginnings.length]!}${endings[Math.floor(n / beginnings.length) % endings.length]!}`;
    const person = `${givenNames[n % givenNames.length]!} ${familyNames[(n * 7 + Math.floor(n / 20)) % familyNames.length]!}`;
    const post = posts[n % posts.length]!;
    const title = `${town} has a new ${post}`;
    const lead = `${town.toUpperCase()} — ${person} was appointed ${post} of ${town} on ${pick(days)}, the council said after a vote of ${12 + (n % 30)} to ${n % 11}.`;
    const body = Array.from({ length: paragraphs }, () =>
      Array.from({ length: sentencesPerParagraph }, () => pick(sentences)).join(' '),
    );
    return {
      title,
      brief: render(title, n, [lead]),
      full: render(title, n, [lead, ...body]),
      question: `Who was appointed ${post} of ${town}?`,
      person,
    };
  };
}

function render(title: string, n: number, body: readonly string[]): string {
  const day = new Date(Date.UTC(2024, 0, 1 + (n % 400))).toISOString().slice(0, 10);
  return `---\ntitle: ${title}\noutlet: The Bench Courier\npublishedAt: ${day}\n---\n\n${body.join('\n\n')}\n`;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Sentences without quotation marks, which would not match any more in another order. */
function toSentences(markdown: string): string[] {
  const body = markdown.replace(/^---\n.*?\n---\n/su, '');
  return body
    .split(/\n\s*\n/u)
    .filter((paragraph) => !/^[#>*\-|]/u.test(paragraph))
    .flatMap((paragraph) =>
      [...segmenter.segment(paragraph.replace(/\s+/gu, ' '))].map(({ segment }) => segment.trim()),
    )
    .filter((sentence) => /^[A-Z].{30,}\.$/u.test(sentence) && !/[“”"‘—]/u.test(sentence));
}
