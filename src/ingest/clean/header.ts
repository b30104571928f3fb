import { foldName } from '../../domain/fold.js';
import { parseDate } from '../../domain/normalise-date.js';
import { isOrganisation, isPersonName, parseByline, parseBylineParts, parseDateLine } from './names.js';
import { endsSentence, isSpeech } from './speech.js';

/** What the first paragraphs of an article say about it. */
export interface Header {
  title: string | null;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  /** The paragraphs without headline, byline and dateline. */
  paragraphs: string[];
  removed: { rule: string; text: string }[];
}

/** What is known of an article before its first paragraphs are looked at. */
export interface KnownMetadata {
  title: string | null;
  outlet: string | null;
  authors: readonly string[];
  publishedAt: string | null;
  host: string | null;
}

// Headline, deck, byline, date and caption come before the news; three summary points are usual at some outlets.
const headerParagraphs = 8;

/**
 * Takes headline, byline, date line and dateline out of the first paragraphs. A first line that is no sentence is the headline when
 * the source gave none.
 */
export function readHeader(given: readonly string[], known: KnownMetadata): Header {
  const header: Header = {
    title: known.title,
    outlet: null,
    authors: [],
    publishedAt: null,
    paragraphs: [],
    removed: [],
  };
  const remove = (rule: string, text: string): void => {
    header.removed.push({ rule, text });
  };
  let proseSeen = false;
  given.forEach((paragraph, i) => {
    if (i >= headerParagraphs) {
      header.paragraphs.push(paragraph);
      return;
    }
    const line = findHeaderLine(paragraph, given, i, header, known, proseSeen);
    if (line !== null) {
      remove(line, paragraph);
      return;
    }
    const rest = withoutDateline(paragraph, header, known);
    if (rest !== paragraph) remove('dateline', paragraph.slice(0, paragraph.length - rest.length));
    if (rest === '') return;
    header.paragraphs.push(rest);
    if (endsSentence(rest)) proseSeen = true;
  });
  return header;
}

function findHeaderLine(
  line: string,
  all: readonly string[],
  i: number,
  header: Header,
  known: KnownMetadata,
  proseSeen: boolean,
): string | null {
  if (line.length > 200) return null;
  if (header.title !== null && isSameHeadline(line, header.title)) return 'headline';
  const byline = parseByline(line) ?? (proseSeen ? null : findBareByline(line, all[i + 1], known));
  if (byline !== null) {
    if (header.authors.length === 0) header.authors.push(...byline.authors);
    header.outlet ??= byline.outlet;
    header.publishedAt ??= byline.publishedAt;
    return 'byline';
  }
  const date = proseSeen && !/^(?:published|updated|posted)/i.test(line) ? null : parseDateLine(line);
  if (date !== null) {
    if (!/^updated|last modified/i.test(line)) header.publishedAt ??= date;
    return 'date line';
  }
  if (!proseSeen && isOwnName(line, known)) return 'byline';
  if (/^from .{2,60}\b(?:wire|staff|news) (?:services?|reports?)$/i.test(line)) return 'byline';
  if (i === 0 && header.title === null && isHeadline(line, all)) {
    header.title = line;
    return 'headline';
  }
  return null;
}

/** "Anna Rask" over "The Courier", or "Anna Rask, The Courier", as pages show it without a "By". */
function findBareByline(line: string, next: string | undefined, known: KnownMetadata) {
  if (line.length > 90 || endsSentence(line)) return null;
  const persons = line.split(/,?\s+and\s+|,\s+/);
  if (!isPersonName(persons[0]!)) return null;
  const outlet = persons.at(-1)!;
  if (persons.length > 1 && isOrganisation(outlet) && !isPersonName(outlet)) return parseBylineParts(line);
  if (!persons.every(isPersonName)) return null;
  const known_ = new Set(known.authors.map(foldName));
  if (persons.every((name) => known_.has(foldName(name)))) return parseBylineParts(line);
  // A name alone may be a heading, unless the next line names who printed it.
  const isPrinted =
    next !== undefined && next.length < 60 && (isOwnName(next, known) || /^\d+\/\d+ |^special to /i.test(next));
  return isPrinted ? parseBylineParts(line) : null;
}

const agencies = new Set(
  (
    'ap|associated press|the associated press|reuters|afp|agence france presse|upi|united press international|dpa|bloomberg|' +
    'bloomberg news|xinhua|tass|ani|pti|ians|kyodo|kyodo news|yonhap|ansa|efe|cnn|cnn business|cnn money|npr|bbc|bbc news|' +
    'the canadian press|canadian press|pa|pa media|aap|tns|knight ridder|cna|aptn|rfe rl|voa'
  ).split('|'),
);

/** Whether a line is the name of an agency, the outlet, or an author that is known already. */
function isOwnName(line: string, { outlet, host, authors }: KnownMetadata): boolean {
  if (line.length > 60 || endsSentence(line)) return false;
  const name = foldName(line);
  if (name === '') return false;
  if (agencies.has(name) || /^(?:editors?|(?:editorial )?staff(?: and agencies)?|our correspondent)$/.test(name))
    return true;
  if (authors.some((author) => foldName(author) === name)) return true;
  const own = foldName(outlet ?? '');
  if (own !== '' && (name === own || name === own.replace(/^the /, ''))) return true;
  const label = foldName(host?.split('.')[0] ?? outlet?.split('.')[0] ?? '').replaceAll(' ', '');
  // "USA TODAY Sports" of usatoday.com.
  return label.length >= 3 && name.replaceAll(' ', '').startsWith(label) && isOrganisation(line);
}

function isSameHeadline(line: string, title: string): boolean {
  const a = foldName(line);
  const b = foldName(title);
  if (a === '' || b === '') return false;
  if (a === b) return true;
  // "Headline | Outlet" over "Headline", and titles that were cut off with an ellipsis.
  if (a.length >= 25 && b.startsWith(`${a} `) && b.length - a.length <= 30 && !endsSentence(line)) return true;
  return /(?:\.\.\.|…)$/.test(title) && b.length >= 25 && a.startsWith(`${b} `) && !endsSentence(line);
}

/** A first line that is short, no sentence, and stands over something longer. */
function isHeadline(line: string, all: readonly string[]): boolean {
  const words = line.split(' ').length;
  if (line.length > 160 || words < 3 || endsSentence(line.replace(/[?!]["'”’]?$/, ''))) return false;
  if (!/^["“‘'\p{Lu}\d¿¡$€£]/u.test(line) || isSpeech(line) || /[,;:–—-]$/.test(line)) return false;
  return all.slice(1, headerParagraphs).some((next) => next.length > line.length && endsSentence(next));
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec';
const dateInDateline = `(?:,? (?:(?:${months})[a-z]{0,6}\\.? \\d{1,2}|\\d{1,2} (?:${months})[a-z]{0,6}\\.?)(?:,? \\d{4})?)?`;
const region = `(?:, \\p{Lu}[\\p{L}.]*(?: \\p{Lu}[\\p{L}.]*){0,2}){0,2}`;
const capsPlace = `\\p{Lu}[\\p{Lu}.'’-]+(?:[ /](?:\\p{Lu}[\\p{Lu}.'’-]*|de|la|el|of|du)){0,3}`;
const anyPlace = `\\p{Lu}[\\p{L}.'’-]+(?: \\p{Lu}[\\p{L}.'’-]+){0,3}`;
const dash = `\\s?(?:—|–|--|(?<= )-(?= ))\\s?`;

const capsDateline = new RegExp(
  `^(${capsPlace})(${region})(${dateInDateline})(?: ?\\(([^()]{2,40})\\))?(${dash})(?=["“‘'\\p{Lu}\\d$€£])`,
  'u',
);
const agencyDateline = new RegExp(
  `^(?:(${anyPlace})(${region})(${dateInDateline}) ?)?\\(([^()]{2,40})\\)(${dash}| )(?=["“‘'\\p{Lu}\\d$€£])`,
  'u',
);
const standaloneDateline = /^(?:([\p{L}.,'’ -]{0,50}?) )?(\p{Lu}[\p{L}]*(?: \p{Lu}\p{L}*)?)\s?[—–]+$/u;

const notPlaces =
  /^(?:NASA|NATO|OPEC|FIFA|UEFA|IATA|FEMA|UNESCO|UNICEF|ISIS|AIDS|COVID.*|BREAKING.*|UPDATE.*|LIVE|WATCH|NEW|CORRECTION.*|CLARIFICATION.*|EXCLUSIVE|ANALYSIS|OPINION|FACT.*|NOTE|EDITOR.*|CLAIM|RATING|QUESTION|ANSWER|Q|A|I|TRUE|FALSE|YES|NO|WINNERS?|LOSERS?|[IVX]+)$/;

/**
 * The paragraph without its dateline. Certain are: a place in capitals before a dash ("PORT ELLERY, March 3 —"), any place before an
 * agency in brackets ("Sochi, Russia (AP) —"), and a line of its own that ends in a dash after the outlet ("London CNN —"). A date with its
 * year counts when none is known; an agency is the outlet when none is known.
 */
function withoutDateline(paragraph: string, header: Header, known: KnownMetadata): string {
  const head = paragraph.slice(0, 160);
  const standalone = paragraph.length <= 70 ? standaloneDateline.exec(paragraph) : null;
  if (standalone !== null && isAgency(standalone[2]!, known)) return '';
  const found = agencyDateline.exec(head) ?? capsDateline.exec(head);
  if (found === null) return paragraph;
  const [whole, place, , date, agency] = found;
  const inCapitals =
    place !== undefined && new RegExp(`^${capsPlace}$`, 'u').test(place) && place.replace(/\P{L}/gu, '').length >= 3;
  if (place !== undefined && notPlaces.test(place)) return paragraph;
  if (!inCapitals && (agency === undefined || !isAgency(agency, known))) return paragraph;
  if (!/[—–-]\s?$/.test(whole) && (agency === undefined || !isAgency(agency, known))) return paragraph;
  if (date !== undefined && /\d{4}$/.test(date)) header.publishedAt ??= parseDate(date.replace(/^,? /, ''));
  if (agency !== undefined && known.outlet === null && known.host === null && isOrganisation(agency))
    header.outlet ??= agency;
  return paragraph.slice(whole.length);
}

function isAgency(name: string, { outlet, host, authors }: KnownMetadata): boolean {
  const folded = foldName(name);
  if (agencies.has(folded)) return true;
  const first = folded.split(' ')[0]!;
  const labels = [outlet, host?.split('.')[0] ?? null, ...authors].filter((label) => label !== null).map(foldName);
  return labels.some((label) => label === folded || (first.length >= 3 && label.split(' ')[0] === first));
}
