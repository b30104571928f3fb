import { isSpeech } from './speech.js';

/** A rule over one paragraph. All are pure and linear; a paragraph that quotes someone is never shown to them. */
export interface LineRule {
  name: string;
  /** Paragraphs longer than this are reporting, whatever they look like. */
  maxLength: number;
  test(paragraph: string): boolean;
}

/**
 * What is on a page next to an article, wherever it stands in the text. Each rule looks at a whole paragraph; words that may
 * also begin a sentence of the news need a second sign (an address to the reader, a missing full stop, an agency's name).
 */
export const lineRules: readonly LineRule[] = [
  // Bullets, section marks and stray punctuation that lists and menus leave behind.
  {
    name: 'stray mark',
    maxLength: 12,
    test: (p) => /^[^\p{L}\p{N}]+$/u.test(p) && !/^\p{Extended_Pictographic}/u.test(p),
  },
  {
    name: 'advertisement',
    maxLength: 90,
    test: (p) =>
      /^\W*(?:advertisements?|sponsored(?: content| by .*)?|promoted(?: content)?|(?:article|story) continues (?:below|after).*|(?:continue|keep) reading (?:below|after).*|scroll (?:down )?to continue.*|skip (?:ad|advert|advertisement|past newsletter.*)|ad feedback|remove ads.*)\W*$/i.test(
        p,
      ),
  },
  {
    name: 'player',
    maxLength: 6_000,
    test: (p) =>
      /^(?:video ad feedback|just watched\b.*\b(?:replay|must watch)|now playing\b.*\bsource:|video player was slow to load|\d\. how relevant is this ad|ad (?:froze|never loaded)|this (?:video|audio) (?:is not available|cannot be played)|your browser does(?: not|n['’]t) support)/i.test(
        p,
      ),
  },
  {
    name: 'reading time',
    maxLength: 50,
    test: (p) =>
      /^\W*(?:(?:estimated )?(?:reading|listening) time:?\s*)?(?:about |approx\.? )?\d{1,3}[\s-]?min(?:ute)?s?\.?(?:['’])?(?: (?:read|listen|watch|to read))?\W*$/i.test(
        p,
      ) && /read|listen|watch|min\b|mins\b/i.test(p),
  },
  {
    name: 'link to more',
    maxLength: 60,
    test: (p) =>
      /^\W*(?:read|show|view|see|load|learn) (?:more|less|all|full (?:story|article|bio)|next|also)(?: (?:here|about this|stories|comments))?\W*$/i.test(
        p,
      ) ||
      /^\W*(?:continue reading|click here(?: .*)?|back to top|jump to .*|next (?:article|story)|previous (?:article|story))\W*$/i.test(
        p,
      ),
  },
  { name: 'teaser', maxLength: 250, test: isTeaser },
  { name: 'newsletter', maxLength: 450, test: isNewsletter },
  {
    name: 'sharing',
    maxLength: 120,
    test: (p) =>
      /^\W*(?:(?:share|tweet|pin|print|save|email|e-mail|copy link|comment|facebook|twitter|x|whatsapp|linkedin|reddit|bluesky|threads|instagram|pinterest|telegram|flipboard|messenger|copy|link|bookmark|more options|gift(?: this)?(?: article)?|this (?:article|story)|(?:on|via|to|by|with|friends?|your)|[\s,|•·/])+)\W*$/i.test(
        p,
      ) && /[a-z]{3}/i.test(p),
  },
  { name: 'author contact', maxLength: 400, test: isContact },
  { name: 'photo credit', maxLength: 350, test: isPhotoCredit },
  {
    name: 'copyright',
    maxLength: 400,
    test: (p) =>
      /^(?:copyright\s*)?(?:©|\(c\)).{0,100}\b(?:19|20)\d\d\b|^copyright\W{1,3}(?:19|20)\d\d\b/i.test(p) ||
      /\ball rights reserved\b/i.test(p) ||
      /\bmay not be (?:published|reproduced)[, ].{0,40}(?:broadcast|rewritten|redistributed|permission)/i.test(p) ||
      /\bcontent is produced independently of\b/i.test(p),
  },
  {
    name: 'comment count',
    maxLength: 60,
    test: (p) =>
      /^\W*(?:\d[\d.,]*[km]? (?:comments?|shares?|views?|likes?|reactions?|replies)|comments? ?\(\d+\)|(?:view|leave|post|add|show|read|write) (?:a |all |the )?(?:\d+ )?comments?|join the (?:conversation|discussion)|log in to comment)\W*$/i.test(
        p,
      ),
  },
  { name: 'consent', maxLength: 900, test: isConsent },
  {
    name: 'update note',
    maxLength: 160,
    // Says only that something changed. A correction says what, and stays.
    test: (p) =>
      /^\W*(?:this|the) (?:breaking (?:news )?)?(?:story|article|report|post|piece|headline|page)(?: and headline)? (?:has been|was|is being|will be|is) (?:updated|developing)(?: (?:with|to include|to add) (?:additional|more|new|further|the latest) (?:details?|developments?|information|reporting|comments?|quotes|background)| throughout| and will be updated| regularly| as (?:more|it) .{2,40})?\W*$/i.test(
        p,
      ) ||
      /^\W*this is a (?:developing|breaking) (?:news )?story(?:\W+(?:check back|it will be|more|please|and will) .{2,60})?\W*$/i.test(
        p,
      ),
  },
  {
    name: 'contributors',
    maxLength: 400,
    test: (p) =>
      /^\W*(?:contributing(?: (?:writers?|reporters?))?|contributors):\s*\S/i.test(p) ||
      /^\W*(?:from|compiled (?:from|by)) .{2,60}\b(?:wire|staff|agency|news|network) (?:services?|reports?|and wire reports)\W*$/i.test(
        p,
      ),
  },
];

/**
 * The caption before the credit of a picture: of "Boats at Tarrow on Monday. Photo: A. Greer", the first sentence. Empty when
 * there is no whole sentence. A caption is reporting; who held the camera is not.
 */
export function captionOf(paragraph: string): string {
  for (const end of paragraph.matchAll(
    /(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mrs?|Ms|Dr|St|Sen|Rep|Gov|Gen|Inc|Jr|Sr|No))(?<=[\p{L}\p{N}%)]{2})[.!?]["”’)]?(?= )/gu,
  )) {
    const at = end.index + end[0].length;
    const rest = paragraph.slice(at).trim();
    if (at >= 30 && rest.length <= 110 && findLineRule(rest)?.name === 'photo credit') return paragraph.slice(0, at);
  }
  return '';
}

/** The rule that a paragraph falls under; undefined for reporting. */
export function findLineRule(paragraph: string): LineRule | undefined {
  // Markup of a kind of its own, such as an embedded post, which is quoted material.
  if (paragraph.startsWith('<')) return undefined;
  const rule = lineRules.find((candidate) => paragraph.length <= candidate.maxLength && candidate.test(paragraph));
  if (rule === undefined || ruleIgnoresSpeech.has(rule.name)) return rule;
  return isSpeech(paragraph) ? undefined : rule;
}

// Headlines quote people too; what these rules match is never running text.
const ruleIgnoresSpeech = new Set(['teaser', 'player', 'photo credit']);

const teaserLabel =
  /^\W*(?:read (?:more|also|next)(?: (?:on|about|from) [^:]{2,40})?|also read|related(?: (?:stories|story|articles?|coverage|news|links?))?|more(?: (?:on|from|about|coverage|news)[^:]{0,40})?|see also|recommended|previously|don['’]t miss|you (?:may|might) (?:also )?like|go deeper|keep reading|further reading|in case you missed it|icymi|watch|listen|explore more)\s?:\s?\S/i;
const listLabel =
  /^\W*(?:who|what|when|where|why|how|date|time|place|price|cost|location|venue|score|final|address|tickets|info(?:rmation)?|phone|hours|age|born|died|height|weight|record|total|update|correction|note|q|a|question|answer|source|pros|cons|nickname|position|author|title|team|career|education|family|hometown|ingredients|serves|directions|cast|rating|rated|director|genre)s?:/i;

/**
 * A link to another article: a usual label ("Related: ..."), or a label that stands against its headline without a space ("Court
 * ruling:What it means for ..."), which is what is left of a link whose label was set in bold.
 */
function isTeaser(p: string): boolean {
  if (/^\W*more [^.:]{2,40}: https?:\/\/\S+/i.test(p)) return true;
  if (teaserLabel.test(p))
    return !(/^\W*(?:more|watch|listen|previously|recommended)\s?:/i.test(p) && /: .*[.]["”’]?$/.test(p));
  if (listLabel.test(p) || /^.{0,60}\b(?:said|says|wrote|asked|added|told\b[^:]{0,20}):/.test(p)) return false;
  // A verse or a time of day.
  if (/^[^:]{0,60}\d:\d/.test(p)) return false;
  const headline = /^[^:.\d][^:.]{1,58}::?(?=["'“‘]?[\p{Lu}\d])(.+)$/u.exec(p)?.[1];
  return headline !== undefined && !/^\d{1,2}(?:\D|$)/.test(headline)
    ? headline.split(' ').length >= 4
    : isNumberedTeaser(p, headline);
}

/** "Formula shortage:5 things you can do": a numeral that counts, after a word. */
function isNumberedTeaser(p: string, headline: string | undefined): boolean {
  return (
    headline !== undefined && /\p{L}:/u.test(p) && /^\d{1,2} \p{L}/u.test(headline) && headline.split(' ').length >= 5
  );
}

const newsletterWord =
  /\b(?:newsletters?|inbox|e-?mail alerts?|text messages?|push (?:alerts?|notifications?)|daily briefing|breaking news alerts?)\b/i;
const printedElsewhere =
  /^\W*(?:editor['’]s note:? )?a version of this (?:story|article|piece|post|newsletter) (?:first |originally |also )?(?:appear(?:s|ed)|was published|ran)\b/i;
const newsletterOffer =
  /^\W*(?:sign up|subscribe|would you like to (?:receive|get)|(?:want|like) (?:more|this|to)\b)|^.{0,60}\bnewsletter (?:provides|brings|delivers|gives|sends) you\b/i;
// "Get" asks only at the beginning of a sentence; within one, it is a verb like any other.
const asking =
  /(?:(?:^|[.?!)(:] ?|\b(?:here|newsletter) )(?:get|receive|enter your)|\b(?:sign(?:ing)?(?: |-)up|subscrib(?:e|ing)|you can(?: also)? get))\b/i;

function isNewsletter(p: string): boolean {
  if (printedElsewhere.test(p)) return true;
  if (!newsletterWord.test(p)) return false;
  return newsletterOffer.test(p) || (asking.test(p) && /\b(?:here|your|you|our|delivered|free|now)\b/i.test(p));
}

const followAuthor =
  /^\W*(?:you can )?(?:follow|reach|contact|email|e-mail|tweet|message|write to) (?:him|her|them|us|me|the (?:reporter|author|writer)|.{0,60}\p{Lu}[\p{L}'’-]+).{0,60}(?:@\w|\bon (?:twitter|x|facebook|instagram|bluesky|threads|mastodon)\b|\bat \S+@)/iu;
const askForTips =
  /^\W*(?:have|got|do you have) (?:a|any) (?:news |story |confidential )?(?:tips?|story|information|questions?)\b.{0,200}(?:@|\bcontact\b|\bemail\b|\bsend\b|\btell us\b)/i;
const callUs =
  /\b(?:call|contact|e-?mail|write to|message|text|tell)\b.{0,40}\b(?:news ?desk|newsroom|us|our reporters?)\b/i;

function isContact(p: string): boolean {
  if (followAuthor.test(p) || askForTips.test(p) || /^\W*(?:follow|like|find|join) us (?:on|at)\b/i.test(p))
    return true;
  return /^\W*(?:do|did|are|were|have) you\b/i.test(p) && callUs.test(p);
}

const labelledCredit =
  /(?:^|\s|\()(?:photo(?:graph)?s?|image|picture|illustration|graphic|video|credit)s?(?: (?:credit|courtesy|by|of))?(?: by)?: ?(?:[^.:]|\b\p{L}\.){2,70}\.?$/iu;
const agencyCredit =
  /(?:\/|\||\bvia|\()\s?(?:getty(?: images)?(?: \p{L}+)?|reuters|ap(?: photo)?|afp|epa|shutterstock|alamy|bloomberg|associated press|zuma(?: press)?|anadolu|imago)(?: via [\p{L} ]{2,30})?\)?\.?$/iu;

/** A caption that ends in its credit, or a credit alone. */
function isPhotoCredit(p: string): boolean {
  if (agencyCredit.test(p) || /\b(?:ap photo|getty images|handout via)\s?\//i.test(p)) return true;
  if (!labelledCredit.test(p)) return false;
  return p.length < 100 || /\/ ?\p{Lu}|getty|reuters|\bap\b|afp|\bepa\b|shutterstock/iu.test(p.slice(-80));
}

const consentSubject =
  /\b(?:cookies?|privacy (?:policy|notice)|terms (?:of|and) (?:use|service|conditions)|your (?:registration|consent|data|personal (?:data|information|details))|information you have (?:shared|provided))\b/i;
const consentSpeaker =
  /\b(?:we|our (?:\d+ )?partners|this (?:site|website|page)|by (?:clicking|continuing|signing|submitting|subscribing|using))\b|^if you wish to object\b/i;

/** A notice about data: about cookies and the like, spoken by the site, to the reader, asking for something. */
function isConsent(p: string): boolean {
  if (/^\W*we\W* includes .{3,120}\bbrands\b/i.test(p)) return true;
  if (!consentSubject.test(p) || !consentSpeaker.test(p)) return false;
  return (
    /\b(?:agree|consent|accept|use|tick|manage|you have shared|read our|store)\b/i.test(p) &&
    /\byour?\b|\bwe use\b/i.test(p)
  );
}
