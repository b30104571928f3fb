/*
 * What articles, names and headlines say to a model instead of to a reader, and what a model says about itself. These lists are no
 * guard of their own: a sentence without support is removed whatever it says. They keep a planted sentence from being the support.
 */

const toModels: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instructions?|prompts?|(?:your|these|those|all|any|previous|prior|above|earlier) (?:\w+ )?(?:rules?|guidelines)|(?:previous|prior|above|earlier) (?:text|messages?|context|passages?))\b/iu,
  /\b(?:system|developer|hidden) (?:prompt|message|instructions?|override|mode)\b/iu,
  /\b(?:you are|you’re|you're|act|behave|pretend to be|roleplay)\b[^.!?]{0,30}\b(?:an? (?:ai|assistant|language model|chatbot|bot)|(?:now|as) (?:an? )?(?:dan|unrestricted|jailbroken|admin(?:istrator)?))\b/iu,
  /\b(?:ai|llm|chatbot|language model|assistant|gpt|bot|on record)s?\b[^.!?]{0,25}\b(?:reading|summari[sz]ing|answering|processing|indexing) (?:this|from this|questions about this)\b/iu,
  /\b(?:note|instruction|message|attention|reminder|important)s? (?:to|for) (?:the |any |all )?(?:ai|llm|model|assistant|chatbot|bot|summari[sz]er|reader of this prompt)s?\b/iu,
  /\b(?:reply|respond|answer|say|write|print|output|repeat|tell|include|add|append|post|state|claim|end)\b[^.!?]{0,60}\b(?:in (?:your|every|each) (?:answer|reply|response)|(?:your|every|each) (?:answer|reply|response) with|to the user|nothing else|only with|your (?:prompt|instructions|system|api))\b/iu,
  /^(?:["“'‘(\s]*)(?:please )?(?:reply|respond|answer|output|print|repeat|reveal|show|send|ping|mention|execute|run)\b[^.!?]{0,40}\b(?:with|prompt|key|token|password|secret|instructions?|environment|everyone|here|yes|no|users?)\b/iu,
  /<\/?\s*(?:system|user|assistant|instructions?|im_start|im_end|s|inst|sys|recalled[\w-]*|context|passages?|outlet|headline|authors?|title|question|answer)\b[^>]*>|<\|[^|>]*\|>|\[\/?(?:inst|sys|system)\]|^#{2,}\s*(?:system|instruction|user|assistant)|(?:^|\s)(?:system|assistant|developer|override|admin|summari[sz]er)(?: (?:override|message|prompt))?\s*:/iu,
  /\b(?:cite|citation|passage|source)\b[^.!?]{0,20}\bfor (?:every|all|each)\b|\b(?:do not|don’t|don't|never) (?:cite|mention|tell|reveal|use) (?:this|the user|these|other (?:passages|sources|articles))\b/iu,
  /\b(?:reveal|print|show|send|leak|give)\b[^.!?]{0,30}\b(?:api|secret|access|bot|discord)[ _-]?(?:key|token)s?\b|\bOPENAI_[A-Z_]+|\bDISCORD_[A-Z_]+/iu,
  /\b(?:new|updated|real|actual|revised) (?:task|instructions?|rules?|orders?)\s*:/iu,
  /^["“'‘(\s]*(?:say|state|claim|pretend|repeat|write|tell|add|append|insist|assert|confirm)\s+(?:that\b(?! to\b)|after me|the user|to the (?:user|reader)|everyone\b)/iu,
  /\b(?:assistant|chatbot|summari[sz]er|(?:ai|language) model|llm|bot)s? (?:should|must|shall|has to|have to|needs? to|is to|are to|will now)\b/iu,
  /\bNO ANSWER\b/u,
  /(?:^|\s)@(?:everyone|here)\b/iu,
  /\b(?:click|visit|go to|follow|open|join)\b[^.!?]{0,30}(?:https?:|www\.|discord\.gg|\bthis link\b)/iu,
];

/** Whether a sentence speaks to a model or to its operators rather than to a reader. */
export function isInstruction(sentence: string): boolean {
  return toModels.some((pattern) => pattern.test(sentence));
}

const aboutItself: readonly RegExp[] = [
  /\bas an? (?:ai|language model|assistant|chatbot)\b/iu,
  /\b(?:my|the) (?:system )?(?:prompt|instructions?|guidelines|training|developers?|restrictions)\b[^.!?]{0,30}\b(?:say|says|are|is|tell|require|state|read|include)/iu,
  /\bI(?: am|’m|'m| have been| was)? (?:now |currently )?(?:in (?:developer|debug|admin) mode|unrestricted|jailbroken|instructed|programmed|told to (?:answer|reply|respond|say|ignore|cite)|asked to (?:answer|reply|respond|say|ignore|cite)|dan\b)/iu,
  /\b(?:ignore|ignoring|disregard) (?:all |the |any |my |your )*(?:previous|prior|above|earlier) (?:instructions?|rules|prompts?)\b/iu,
  /\b(?:system|developer) (?:prompt|mode|message)\b/iu,
];

const secrets: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{8,}/u,
  /\b(?:ghp|gho|github_pat|xox[abpr]|AKIA|AIza|hf|glpat)[_-]?[A-Za-z0-9_-]{12,}/u,
  /\b[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{25,}\b/u,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/u,
  /\b(?:OPENAI|DISCORD|DATABASE|ONRECORD|AWS|AZURE|ANTHROPIC)_[A-Z][A-Z_]+\b/u,
  /\b(?:api|secret|access|bot|private)[ _-]?(?:key|token)\b/iu,
  /\bpassword\b\s*(?:is|:|=)/iu,
  /\b[a-z]+:\/\/[^\s/@]+:[^\s/@]+@/iu,
  /-----BEGIN [A-Z ]+-----/u,
];

/** Whether a sentence of an answer is about the model that wrote it. */
export function talksAboutItself(sentence: string): boolean {
  return aboutItself.some((pattern) => pattern.test(sentence));
}

/** Whether a sentence holds what looks like a key, a token, a password or the name of a setting that holds one. */
export function holdsSecret(sentence: string): boolean {
  return secrets.some((pattern) => pattern.test(sentence));
}

const theGiven =
  '(?:(?:the |these |those |any of the |my )?(?:provided |given |available |supplied |retrieved |cited |above |numbered )?(?:passages?|articles?|sources?|coverage|texts?|documents?|context|excerpts?|materials?|information|reports?|search results|reporting))\\b(?: (?:provided|given|available|supplied|retrieved))?';
const absences: readonly RegExp[] = [
  new RegExp(
    `\\b${theGiven} (?:also |alone |here )?(?:do|does|did)(?: not|n['’]t) (?:actually |directly |explicitly |specifically |clearly |further )?(?:mention|say|state|specify|contain|include|provide|tell|reveal|give|answer|address|cover|discuss|describe|indicate|identify|name|explain|report|make (?:it )?clear|hold|support|offer|detail)\\b`,
    'iu',
  ),
  new RegExp(
    `\\b(?:none of|nothing in|nowhere in) ${theGiven}|\\bno (?:passage|article|source|document|excerpt)s?\\b[^.]{0,20}\\b(?:mentions?|says?|tells?|gives?|answers?|states?|contains?)\\b`,
    'iu',
  ),
  new RegExp(
    `\\b(?:not|n['’]t) (?:\\w+ )?(?:mentioned|stated|specified|given|provided|covered|included|addressed|found|reported|described|answered|contained|disclosed|named|available) (?:\\w+ )?(?:in|by|within|from) ${theGiven}`,
    'iu',
  ),
  /\bI (?:do not|don['’]t|cannot|can['’]t|could not|couldn['’]t|was unable to|am unable to|am not able to) (?:have|find|answer|see|determine|say|tell|confirm|provide|know)\b/iu,
  /^(?:unfortunately,? |sorry,? )?there (?:is|are|was) (?:no|not enough|insufficient) (?:information|mention|details?|data|coverage|evidence|answer|reference)s?\b/iu,
  /^(?:not in the passages|no answer|unknown|n\/a)\.?$/iu,
  new RegExp(`\\b(?:unclear|unknown|impossible to (?:say|tell)) from ${theGiven}`, 'iu'),
];

/** Whether a sentence says that the passages do not tell something: a model's own abstention. */
export function saysNotInPassages(sentence: string): boolean {
  return absences.some((pattern) => pattern.test(sentence));
}

const opening = new RegExp(
  `^(?:based on|according to|as (?:stated|reported|mentioned) in|from|per|in) (?:the )?(?:information (?:in|from) )?${theGiven}(?: (?:above|you gave))?, `,
  'iu',
);

/** A sentence without an opening such as "According to the provided passages,", which tells a reader nothing. */
export function withoutOpening(sentence: string): string {
  const match = opening.exec(sentence);
  if (
    match === null ||
    !/passages?|provided|given|context|documents?|sources|excerpts?|search results/iu.test(match[0])
  )
    return sentence;
  const rest = sentence.slice(match[0].length);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
