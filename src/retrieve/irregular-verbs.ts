import { stemmer } from 'stemmer';

/**
 * English verbs whose forms share no stem, and nouns made from them, as news uses them. Porter's rules know "resigns" and
 * "resigned", but not "sink" and "sank". General knowledge of the language, independent of any coverage.
 */
const groups = `
arise arose arisen|bear bore borne|beat beaten|become became|begin began begun|bind bound|bite bit bitten|bleed bled|blow blew blown
break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen choice|come came
creep crept|deal dealt|die died dead death deaths dying|dig dug|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown flight|forbid forbade forbidden
forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown growth|hang hung|hear heard
hide hid hidden|hold held|keep kept|kneel knelt|know knew known|lay laid|lead led|leave left|lend lent|lie lain|lose lost loss losses
make made|mean meant|meet met|mislead misled|overcome overcame|oversee oversaw overseen|overtake overtook overtaken|pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought
sell sold sale sales|send sent|shake shook shaken|shine shone|shoot shot shooting|shrink shrank shrunk|sing sang sung|sink sank sunk sinking
sit sat|sleep slept|speak spoke spoken speech|spend spent|spin spun|stand stood|steal stole stolen|stick stuck|strike struck stricken
swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
understand understood|undergo underwent undergone|undertake undertook undertaken|uphold upheld|wake woke woken|wear wore worn|weep wept|win won winner|withdraw withdrew withdrawn|withhold withheld|write wrote written
`;

const formsOf = new Map<string, readonly string[]>(
  groups
    .trim()
    .split(/[|\n]/u)
    .map((group) => group.split(' '))
    .flatMap((forms) => forms.map((form) => [form, forms] as const)),
);

/** By the stem of the infinitive, which Porter's rules make of "swimming", "taking" and "sinks" as well. */
const formsByStem = new Map([...formsOf.values()].map((forms) => [stemmer(forms[0]!), forms]));

/** All forms of the verb that a folded word is a form of, the word itself included; only itself for any other word. */
export function verbForms(word: string): readonly string[] {
  // "Goes" and "dies" are the two that the rules cut too short.
  return (
    formsOf.get(word) ??
    formsByStem.get(stemmer(word)) ??
    formsOf.get(word.replace(/e?s$/u, '')) ??
    formsOf.get(word.replace(/s$/u, '')) ?? [word]
  );
}
