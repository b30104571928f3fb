import { foldName } from '../../domain/fold.js';
import { parseDate } from '../../domain/normalise-date.js';

const particle = /^(?:de|da|di|do|dos|del|della|der|den|des|du|van|von|vom|zu|al|el|bin|ibn|la|le|ter|ten|y|e|af)$/;
const nameWord = /^(?:\p{Lu}\.?){1,3}$|^(?:(?:al|el|d|de|o)[-'’])?\p{Lu}[\p{L}\p{M}'’-]*\.?$/u;
const notNames =
  /^(?:the|a|an|by|in|on|at|for|with|and|or|of|to|from|read|more|related|breaking|live|new|watch|how|why|what|when|who|where|this|that|these|here|after|before|as|if|but|see|also|no|not|his|her|their|our|your|my|it|its|is|all|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|president|senator|minister|university|north|south|east|west)$/i;
const organisationWord =
  /^(?:news|times|post|press|wire|herald|tribune|journal|courier|gazette|chronicle|telegraph|guardian|observer|daily|weekly|network|radio|tv|television|media|magazine|today|agency|ledger|globe|record|review|standard|independent|mirror|express|dispatch|inquirer|examiner|sentinel|bulletin|monitor|reports?|service|bureau|staff|sports|business|reuters|bloomberg|online|digital|editors?|editorial|board|team|desk|newsroom|contributors?|correspondents?|foundation|institute|packet|lantern)$/i;
const jobTitle =
  /^(?:(?:an? |the |our )?(?:[\p{L}'’-]+ ){0,4}(?:writer|correspondent|reporter|editor|columnist|chief|producer|contributor|staff|journalist|intern|fellow)(?: (?:at|for|in|of) .{2,40})?|special to .{2,60})$/iu;

/** Whether a text reads as the name of a person: two to five capitalised words, initials and particles. */
export function isPersonName(text: string): boolean {
  const words = text.split(' ');
  if (words.length < 2 || words.length > 5 || text.length > 50 || notNames.test(words[0]!)) return false;
  return words.every((word) => nameWord.test(word) || particle.test(word)) && !isOrganisation(text);
}

/** Whether a text reads as the name of an outlet or agency rather than of a person. */
export function isOrganisation(text: string): boolean {
  if (text.length > 60) return false;
  const words = text.split(' ');
  if (!words.every((word) => /^[\p{Lu}\d&]/u.test(word) || /^(?:of|the|and|for|on|in|de)$/.test(word))) return false;
  return words.some((word) => organisationWord.test(word) || /^\p{Lu}{2,}$/u.test(word)) || /^The \p{Lu}/u.test(text);
}

/** What a byline says. */
export interface Byline {
  authors: string[];
  outlet: string | null;
  publishedAt: string | null;
}

const readingTime = /^\d{1,3}[\s-]?min(?:ute)?s?\.?(?: (?:read|listen|watch))?$/i;

/**
 * The parts of a line such as "By Anna Rask and Ole Brandt, The Courier" or "By Anna Rask | March 4, 2025 | 4 min read"; null
 * when the line is anything else. Every part must be a name, an outlet, a job, a date or a reading time, so that a sentence that begins
 * with "By" is none.
 */
export function parseByline(line: string): Byline | null {
  if (line.length > 200) return null;
  const rest = /^(?:(?:written|reported|words|story|text) )?by:? (.+)$/i.exec(line)?.[1];
  return rest === undefined ? null : parseBylineParts(rest);
}

/** As `parseByline`, without the word "By". */
export function parseBylineParts(text: string): Byline | null {
  const byline: Byline = { authors: [], outlet: null, publishedAt: null };
  for (const section of text.split(/\s*[|•·]\s*|\s+[–—]\s+/)) {
    if (section === '' || readingTime.test(section)) continue;
    const date = parseDateLine(section);
    if (date !== null) byline.publishedAt ??= date;
    else if (!readNames(section, byline)) return null;
  }
  return byline.authors.length === 0 ? null : byline;
}

function readNames(section: string, byline: Byline): boolean {
  for (const part of section.replace(/,? (Jr|Sr|I{2,3})\b/g, ' $1').split(/,?\s+and\s+|,\s+|\s+&\s+|\s+with\s+/)) {
    const name = part.trim();
    if (byline.authors.length > 0 && jobTitle.test(name)) continue;
    const organisation = isOrganisation(name);
    if (!organisation && !isPersonName(name)) return false;
    // "By Ole Brandt, The Courier": an outlet after a name is where it was printed; alone it is who wrote it.
    if (organisation && byline.authors.length > 0) byline.outlet ??= name;
    else byline.authors.push(name);
  }
  return true;
}

/** The date of a line that holds nothing else, as "Published May 2, 2025" or "Updated 3:04 PM EDT, Mon July 4, 2022"; null for any other line. */
export function parseDateLine(line: string): string | null {
  if (line.length > 90) return null;
  const sections = line.split(/\s*[|•·]\s*/);
  if (sections.length > 1) {
    const dates = sections.map(parseDateLine);
    // "Last updated 19:02" after the date: a time of day alone.
    const rest = sections.filter(
      (section, i) => dates[i] === null && !/^\D{0,25}\d{1,2}[:.]\d{2}\D{0,8}$/.test(section),
    );
    return rest.length > 0 ? null : (dates.find((date) => date !== null) ?? null);
  }
  const words = line.replace(
    /\b(?:published|posted|updated|last|first|modified|on|at|et|est|edt|pt|pst|pdt|ct|cst|cdt|gmt|utc|bst|cet|am|pm|a\.m\.|p\.m\.|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b/gi,
    '',
  );
  const left = words.replace(
    /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b\.?|\d|[\s:.,/()+|–—-]|T|Z/gi,
    '',
  );
  const named = line.replace(/^(?:(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?:?\s*)/i, '');
  return left.length > 4 || /[a-z]{3}/i.test(left) ? null : parseDate(named);
}

/**
 * The authors that a source gives, one name each: lists in one string taken apart, "By" and addresses left out, each name
 * once. Names of the outlet next to names of persons go ("Anna Rask, Courier Business"), and so does a name that is the others run together.
 */
export function splitAuthors(given: readonly string[], outlet: string | null, host: string | null): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  for (const entry of given) {
    const text = entry
      .slice(0, 500)
      .replace(/^by:? /i, '')
      .replace(/,? (Jr|Sr|I{2,3})\b/g, ' $1');
    for (const part of text.split(/,?\s+and\s+|\s*[,;|]\s*|\s+&\s+/)) {
      const name = part.trim();
      const folded = foldName(name);
      if (folded === '' || name.length > 80 || /@|^https?:/i.test(name) || seen.has(folded)) continue;
      seen.add(folded);
      names.push(name);
    }
  }
  const stem = foldName(outlet ?? host ?? '').split(' ')[0] ?? '';
  const persons = names.filter((name) => stem === '' || stem === 'the' || foldName(name).split(' ')[0] !== stem);
  const chosen = persons.length > 0 ? persons : names;
  return chosen.filter((name) => !isRunTogether(name, chosen));
}

function isRunTogether(name: string, names: readonly string[]): boolean {
  const words = foldName(name).split(' ');
  if (words.length < 4 || words.length > 40) return false;
  const others = names.filter((other) => other !== name).map(foldName);
  const inside = others.filter((other) => ` ${words.join(' ')} `.includes(` ${other} `));
  return inside.length > 1 && inside.join(' ').split(' ').length >= words.length - 1;
}
