import { foldName } from '../../domain/fold.js';
import { isOrganisation, isPersonName } from './names.js';
import { findLineRule } from './line-rules.js';
import { endsSentence, isSpeech } from './speech.js';

/** What the last paragraphs of an article say about it. */
export interface Footer {
  outlet: string | null;
  authors: string[];
  paragraphs: string[];
  removed: { rule: string; text: string }[];
}

/**
 * Takes author notes, credits, and what follows the end of an article out of its last paragraphs. After an author note
 * ("Anna Rask is the Moscow correspondent for The Courier.") or a heading of other material ("Related stories") nothing more is reporting, unless someone
 * is quoted there or it is a correction; a tail of headlines with decks needs two of them in title case, in an
 * article that has no headings of its own.
 */
export function readFooter(given: readonly string[], knownAuthors: readonly string[]): Footer {
  const footer: Footer = { outlet: null, authors: [], paragraphs: [], removed: [] };
  const end = findEnd(given, knownAuthors);
  given.forEach((paragraph, i) => {
    const rule = i >= end.at && !isCorrection(paragraph) ? end.rule : null;
    const note =
      i >= given.length - tailParagraphs || i >= end.at ? readCredit(paragraph, given, i, knownAuthors) : null;
    if (note !== null && (i >= end.at || note.kind === 'credit')) {
      footer.authors.push(...note.authors.filter((name) => !footer.authors.includes(name)));
      footer.outlet ??= note.outlet;
      footer.removed.push({ rule: note.kind === 'credit' ? 'credit' : 'author note', text: paragraph });
    } else if (rule !== null) footer.removed.push({ rule, text: paragraph });
    else footer.paragraphs.push(paragraph);
  });
  return footer;
}

// Credits and author notes stand among the last paragraphs; with teasers after them it may be a dozen.
const tailParagraphs = 12;

// Nothing that follows an article is longer; it also bounds the work.
const longestTail = 60;

interface End {
  at: number;
  rule: string;
}

function findEnd(paragraphs: readonly string[], knownAuthors: readonly string[]): End {
  const none: End = { at: paragraphs.length, rule: '' };
  const lengths = paragraphs.map((paragraph) => paragraph.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let before = 0;
  for (const [i, paragraph] of paragraphs.entries()) {
    // Before the middle, or under two paragraphs, nothing is the end of an article.
    if (i >= 2 && before >= total * 0.5 && before >= 300 && paragraphs.length - i <= longestTail) {
      const rest = paragraphs.slice(i + 1);
      if (isAuthorNote(paragraph, paragraphs, i, knownAuthors) && isOtherMaterial(rest))
        return { at: i, rule: 'after author notes' };
      if (before >= total * 0.6 && isTailHeading(paragraph) && isListOfTeasers(rest))
        return { at: i, rule: 'related material' };
    }
    before += lengths[i]!;
  }
  return findTeaserTail(paragraphs) ?? none;
}

function isOtherMaterial(rest: readonly string[]): boolean {
  return !rest.some((paragraph) => isSpeech(paragraph) && paragraph.length > 80);
}

function isCorrection(paragraph: string): boolean {
  return /^\W*(?:correction|clarification|editor['’]?s['’]? note|an earlier version|update)\b/i.test(paragraph);
}

const tailHeading =
  /^\W*(?:related(?: (?:stories|story|articles?|content|coverage|news|links?|topics?|reading))?|more (?:from|on|in|stories|news|coverage|like this|to read)\b.{0,40}|read (?:next|also|more)|recommended(?: (?:for you|stories|reading))?|you (?:may|might) (?:also )?(?:like|be interested in)|most (?:read|popular|viewed|shared)(?: .{0,20})?|(?:top|latest|popular|trending) (?:stories|news|headlines|now)|trending|editors?['’]?s? picks?|don['’]t miss|what to read next|keep reading|see also|elsewhere on .{2,30}|(?:from )?around the web|from our partners|promoted stories|about the authors?|topics|tags|filed under|in this story)\s*:?\W*$/i;

function isTailHeading(paragraph: string): boolean {
  return paragraph.length <= 60 && tailHeading.test(paragraph);
}

function isListOfTeasers(rest: readonly string[]): boolean {
  if (rest.length === 0) return true;
  if (rest.length > 24 || !isOtherMaterial(rest)) return false;
  return (
    rest.filter((paragraph) => !endsSentence(paragraph) || findLineRule(paragraph) !== undefined).length * 2 >=
    rest.length
  );
}

/** Two or more headlines in title case at the end, each with one deck at most, where no other line is a heading. */
function findTeaserTail(paragraphs: readonly string[]): End | null {
  let start = paragraphs.length;
  let headlines = 0;
  let decks = 0;
  for (let i = paragraphs.length - 1; i >= Math.max(3, paragraphs.length - longestTail); i--) {
    const paragraph = paragraphs[i]!;
    if (isTitleCaseHeadline(paragraph)) {
      headlines++;
      decks = 0;
      start = i;
    } else if (findLineRule(paragraph) !== undefined) continue;
    else if (decks === 0 && endsSentence(paragraph) && !isSpeech(paragraph) && paragraph.length < 600) decks++;
    else break;
  }
  if (headlines < 2) return null;
  const hasHeadings = paragraphs
    .slice(0, start)
    .some((p, i) => i > 1 && p.length < 120 && !endsSentence(p) && findLineRule(p) === undefined);
  return hasHeadings ? null : { at: start, rule: 'teasers' };
}

function isTitleCaseHeadline(paragraph: string): boolean {
  if (paragraph.length < 25 || paragraph.length > 160 || endsSentence(paragraph.replace(/[?!]["'”’]?$/, '')))
    return false;
  const words = paragraph.split(' ');
  if (words.length < 5 || words.length > 22) return false;
  const long = words.filter((word) => word.replace(/\P{L}/gu, '').length >= 4);
  return long.length >= 3 && long.filter((word) => /^\W*\p{Lu}/u.test(word)).length >= long.length * 0.85;
}

const fullName =
  /^(\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:de|da|di|del|der|den|van|von|al|el|bin|la|le)\b| \p{Lu}[\p{L}\p{M}.'’-]*){1,4})(?:, [^,.]{3,80},)? /u;
const newsJob =
  /^(?:is|was) (?:an?|the|our|also|based|now)\b.{0,90}?\b(?:correspondents?|reporters?|editors?|bureau chief|columnists?|writers?|journalists?|producers?|photographers?|photojournalists?|critics?|anchors?|contributors?|news (?:assistant|fellow|intern)|reporting fellow)\b(.{0,160})/u;
const newsBeat =
  /^(?:covers|presents|hosts|writes (?:about|on|for)|reports (?:on|from|for)|edits|(?:has )?covered|has (?:reported|written|worked) (?:on|from|for|about|at)|contributes)\b/;
const readersAddress =
  /\b(?:can be reached|follow (?:him|her|them)|(?:he|she|they) (?:writes?|covers?|reports?|is based|are based|previously|joined|has covered)|send (?:him|her|them)|reach (?:him|her|them))\b/i;

interface Credit {
  kind: 'note' | 'credit';
  authors: string[];
  outlet: string | null;
}

/**
 * Whether a paragraph tells who wrote the article. The name must be a known author's, or be met here for the first time; somebody whom the
 * article itself is about has been named before.
 */
function isAuthorNote(paragraph: string, all: readonly string[], at: number, knownAuthors: readonly string[]): boolean {
  if (paragraph.length > 700 || isSpeech(paragraph)) return false;
  const name = fullName.exec(paragraph)?.[1];
  if (name === undefined || !isPersonName(name)) return false;
  const rest = paragraph.slice(fullName.exec(paragraph)![0].length);
  const job = newsJob.exec(rest);
  if (job === null && !newsBeat.test(rest)) return false;
  const folded = foldName(name);
  if (knownAuthors.some((author) => foldName(author) === folded)) return true;
  const surname = name.split(' ').at(-1)!;
  if (all.slice(0, at).some((earlier) => earlier.length > 60 && earlier.includes(surname))) return false;
  return (
    job === null ||
    /^ (?:for|at|of|in|with|covering|based|on|who covers)\b/.test(job[1]!) ||
    readersAddress.test(paragraph)
  );
}

const creditStart =
  /^\W*(?:(?:additional )?(?:reporting|writing|editing|compiled|edited|translated|produced|text) by|with (?:additional )?(?:reporting|files|contributions) (?:by|from)|(?:this (?:story|article|report) was )?(?:written|reported) by)\b:? /i;
const reportedFrom =
  / (?:contributed (?:reporting|research|to this (?:report|story|article|piece)|from \p{Lu})|contributed\.?$|reported (?:from|in) \p{Lu}|provided (?:research|translation)|assisted with reporting)/u;

function readCredit(
  paragraph: string,
  all: readonly string[],
  at: number,
  knownAuthors: readonly string[],
): Credit | null {
  if (isAuthorNote(paragraph, all, at, knownAuthors)) {
    return { kind: 'note', authors: [fullName.exec(paragraph)![1]!], outlet: outletOfNote(paragraph) };
  }
  if (paragraph.length > 350 || isSpeech(paragraph)) return null;
  if (creditStart.test(paragraph)) {
    const reporting = /^\W*(?:reporting|written|reported|text) by:? ([^;]{3,200})/i.exec(paragraph)?.[1] ?? '';
    return { kind: 'credit', authors: namesIn(reporting), outlet: null };
  }
  const before = paragraph.split(reportedFrom)[0]!;
  if (before === paragraph || !isPersonName(before.split(/,| and | of /)[0]!.trim())) return null;
  // "Anna Rask, Ole Brandt and Ida Holm contributed reporting.": helpers, not authors.
  const helped = / (?:contributed|provided|assisted)/.test(paragraph);
  if (!helped && !/^[^.;]{5,80} reported (?:from|in) [^.]{3,60}(?:\.|$)/.test(paragraph)) return null;
  return { kind: 'credit', authors: helped ? [] : namesIn(before), outlet: null };
}

function namesIn(text: string): string[] {
  return text
    .split(/,?\s+and\s+|,\s+|\s+&\s+/)
    .map((part) =>
      part
        .replace(/ (?:in|at|from|of|for) .*$/, '')
        .replace(/\.$/, '')
        .trim(),
    )
    .filter(isPersonName);
}

/** "… bureau chief for The Courier.", "covers the harbour for The Courier." */
function outletOfNote(note: string): string | null {
  const rest = note.slice(fullName.exec(note)![0].length);
  const after = newsJob.exec(rest)?.[1] ?? (newsBeat.test(rest) ? rest.slice(0, 160) : '');
  const found =
    /(?:^|.{0,140}?) (?:for|at|with|of) ((?:The |the )?\p{Lu}[\p{L}&'’-]*(?: (?:of |the |and )?\p{Lu}[\p{L}&'’-]*){0,4})(?=[.,;]| who| and| where| covering| based|$)/u.exec(
      after,
    )?.[1];
  return found !== undefined && (isOrganisation(found) || found.startsWith('The ')) ? found : null;
}
