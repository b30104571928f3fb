import { stemmer } from 'stemmer';
import { foldWords } from '../domain/fold.js';
import { verbForms } from './irregular-verbs.js';

/**
 * English words that carry no topic: articles, prepositions, pronouns, auxiliaries and question words. They are left out of the
 * lexical search and of coverage of a question's terms, since they would match everything.
 */
const stopWords = new Set(
  (
    'a about after again against all also am an and any are as at be because been before being below between both but by can ' +
    'could did do does doing down during each few for from further going had happen happened happening happens has have having he her here hers herself him himself his ' +
    'how i if in into is it its itself just like many me more most much my myself no nor not now of off on once only or other our ours ' +
    'out over own s same she should so some such t than that the their theirs them themselves then there these they this those ' +
    'through to too under until up upon us very was we were what when where which while who whom whose why will with would you your yours'
  ).split(' '),
);

/**
 * Words that carry no topic in a question, though they may in a text: pronouns that stand for what is asked, and contractions as they are
 * typed and as folding takes them apart. Not "won", of "won't".
 */
const askingWords = new Set(
  (
    'anyone anybody anything please pls whats whos wheres whens whys hows ' +
    'arent aren couldnt couldn didnt didn doesnt doesn dont hadnt hadn hasnt hasn havent haven isnt isn shouldnt shouldn wasnt ' +
    'wasn werent weren wouldnt wouldn im ive ll ve thats theres theyre youre'
  ).split(' '),
);

/**
 * How a question is put to somebody, at its beginning: a greeting, a wish to be told, to have something summarised or to hear what is new of it.
 */
const request = new RegExp(
  '^(?:' +
    [
      '(?:hey|hi|hello|ok|okay|so|well|please|pls|yo|bot)\\b[,.!]*',
      '(?:can|could|would|will) (?:you|u|someone|anyone)(?: please| pls)?',
      '(?:tell|show|give|remind) (?:me|us)(?: more| everything| all)?(?: about)?',
      '(?:explain|describe|summari[sz]e)(?: to (?:me|us))?',
      'i (?:want|need|would like|wanna)(?: to know| to hear)?',
      '(?:do|does) (?:you|we|anyone) know(?: if| whether| about| of)?',
      '(?:did|have|had) (?:you|u|anyone) (?:hear|heard|see|seen|read)(?: about| of| that)?',
      'what (?:do|does|can|could) (?:you|u|we) (?:know|say|think|have|tell (?:me|us))(?: about| on| of)',
      'is it (?:true|right|correct) that',
      "(?:(?:is|are) there |(?:do|does) (?:you|we) have )?(?:any )?(?:what(?: i|['’])?s (?:the )?|what are the )?(?:latest |newest |recent |new )?(?:news|updates?|developments?)(?: on| about| in| from| of| regarding)",
      "(?:what(?: i|['’])?s )?(?:the )?(?:latest|newest|new)(?: on| about| in| from| with)",
    ].join('|') +
    ')(?:\\s+|[?.!]*$)',
  'iu',
);

/** The words of a text, folded, in order, with repeats. */
export function wordsOf(text: string): string[] {
  // Possessives and contractions: "Marchetti's" is about Marchetti.
  return foldWords(text.replace(/[’']s\b/gu, ''));
}

/** The words of a text that carry its topic, folded, each once, in order of first use. */
export function topicWords(text: string): string[] {
  return [...new Set(wordsOf(text).filter((word) => !stopWords.has(word)))];
}

/** The words of a question that carry its topic, folded, each once, in order of first use: not those by which it is put. */
export function questionWords(question: string): string[] {
  return topicWords(withoutRequest(question)).filter((word) => !askingWords.has(word));
}

/** A question without that by which it is put to somebody: "who won" of "hey, can you tell me who won". */
export function withoutRequest(question: string): string {
  let rest = question;
  for (let before = ''; before !== rest;) [before, rest] = [rest, rest.replace(request, '')];
  return rest;
}

/** Whether a folded word carries no topic. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}

/**
 * The stem of a folded word, as the lexical index has it (Porter 1980), so that "resigned" meets "resigns"; all forms of an
 * irregular verb have one stem.
 */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(verbForms(word)[0]!);
  // Begun anew when it is full: what is common is back in it after a question or two.
  if (stems.size >= mostStems) stems.clear();
  stems.set(word, stem);
  return stem;
}

/** Stems that were computed: the words of passages repeat, and computing one costs as much as reading a hundred characters. */
const stems = new Map<string, string>();
const mostStems = 50_000;

/** The words to search for a folded word by: its own, and the forms that the lexical index does not bring together by itself. */
export function searchForms(word: string): string[] {
  const forms = new Map(verbForms(word).map((form) => [stemmer(form), form]));
  forms.set(stemmer(word), word);
  return [...forms.values()];
}
