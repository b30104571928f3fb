import { withoutRequest } from '../retrieve/words.js';

/**
 * Whether a text is said to the bot and not asked of the coverage: a greeting, thanks, a question about itself, a wish for a joke or
 * a poem, a sum. The whole of the text must be that, so that "Hello, who won?" and "Who said thank you?" are questions. English.
 */
export function isSmallTalk(text: string): boolean {
  const plain = text
    .toLowerCase()
    .replace(/[’‘]/gu, "'")
    .replace(/[^\p{L}\p{N}'+*/=^ -]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return whole.some((pattern) => pattern.test(plain));
}

/**
 * Whether a question is about whom it is put to ("who is your boss?"), and not only put to somebody ("can you tell me who won?"). One that
 * quotes is about whoever is spoken to there. English.
 */
export function isAboutBot(question: string): boolean {
  return /\b(?:you|your|yours|yourself|u|ur)\b/iu.test(withoutRequest(question)) && !/[“”"«»]/u.test(question);
}

const filler =
  '(?:please|so|ok|okay|well|hey|hi|hello|there|bot|then|now|today|everyone|all|friend|again|very|much|a lot|you)';
const wholeOf = (core: string): RegExp => new RegExp(`^(?:${filler} )*(?:${core})(?: ${filler})*$`, 'u');

const whole: readonly RegExp[] = [
  wholeOf(
    "hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|day|afternoon|evening|night)|bye|goodbye|see you|what's up|sup",
  ),
  wholeOf(
    '(?:many )?thanks?(?: you)?(?: for .*)?|thank you(?: for .*)?|cheers|ta|great|nice|cool|good (?:bot|job)|well done|lol|ok|okay|yes|no|test(?:ing)?|ping|help(?: me)?|sorry',
  ),
  // "thanks, that was helpful": praise behind the thanks is part of it.
  /^(?:thanks|thank you|cheers|great|nice|cool|ok|okay)[ ,]+(?:that|this|it|you)(?:'s| is| was| were|'re| are)? (?:\w+ ){0,3}\w+$/u,
  wholeOf("how (?:are|r) (?:you|u|things)(?: doing| feeling)?|how do you do|how's it going|how have you been"),
  wholeOf(
    "(?:who|what) (?:are|r) (?:you|u)(?: called)?|what(?:'s| is) your (?:name|purpose|job|age|favou?rite .*)|what (?:can|do|could) you (?:do|know|answer)(?: for me)?|how do you work|how (?:can|do) i use (?:you|this)|are you (?:a |an |really )?(?:bot|human|real|ai|person|there|sentient|chatgpt)|who (?:made|built|created|wrote) you|do you (?:like|love|think|feel|sleep|dream|speak) ?.*",
  ),
  wholeOf(
    '(?:can you |could you |would you )?(?:tell|give|sing|write|make|compose|draw|generate|show) (?:me |us )?(?:an? |some )?(?:\\w+ ){0,2}(?:jokes?|poems?|songs?|haikus?|riddles?|limericks?|essays?|rap|fairy tale|recipes?|code|programs?|scripts?|pictures?)(?: .*)?',
  ),
  wholeOf(
    "what(?:'?s| is) new|(?:is there |do you have )?any news|(?:what(?:'?s| is) )?(?:the |today's )?news(?: today)?|what(?:'?s| is| are) the latest(?: news)?",
  ),
  wholeOf("(?:what is|what's|calculate|compute|solve)? ?[\\d .]+(?: ?[-+*/x^] ?[\\d .]+)+ ?=?"),
  wholeOf(
    "what(?:'s| is) (?:the (?:value of pi|meaning of life)|pi)(?: .*)?|what (?:time|day) is it|what(?:'s| is) the (?:time|date)",
  ),
  wholeOf(
    "i (?:love|like|hate|miss) you|i am bored|i'm bored|say something(?: .*)?|repeat after me .*|ignore (?:all |your |the )?(?:previous )?(?:instructions|rules|prompts?).*",
  ),
];
