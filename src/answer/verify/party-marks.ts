const states =
  'ala alabama|ariz arizona|ark arkansas|calif california|colo colorado|conn connecticut|del delaware|fla florida|ga georgia|ill illinois|ind indiana|kan kansas|ky kentucky|la louisiana|' +
  'md maryland|mass massachusetts|mich michigan|minn minnesota|miss mississippi|mo missouri|mont montana|neb nebraska|nev nevada|nh new hampshire|nj new jersey|nm new mexico|ny new york|' +
  'nc north carolina|nd north dakota|okla oklahoma|ore oregon|pa pennsylvania|ri rhode island|sc south carolina|sd south dakota|tenn tennessee|tex texas|vt vermont|va virginia|' +
  'wash washington|wva west virginia|wis wisconsin|wyo wyoming|dc washington';
const stateOf = new Map(
  states
    .split('|')
    .map((line) => line.split(' '))
    .map(([short, ...words]) => [short!, words] as const),
);
const postal =
  'al ala|ak alaska|az ariz|ar ark|ca calif|co colo|ct conn|de del|fl fla|hi hawaii|id idaho|il ill|in ind|ia iowa|ks kan|me maine|ma mass|mi mich|mn minn|ms miss|mt mont|ne neb|nv nev|oh ohio|' +
  'ok okla|or ore|tn tenn|tx tex|ut utah|wa wash|wv wva|wi wis|wy wyo';
for (const line of postal.split('|')) {
  const [code, form] = line.split(' ');
  if (!stateOf.has(code!)) stateOf.set(code!, stateOf.get(form!) ?? [form!]);
}
const parties: Record<string, readonly string[]> = {
  d: ['democrat', 'democratic', 'democrats'],
  r: ['republican', 'republicans', 'gop'],
  i: ['independent', 'independents'],
};

const short = String.raw`\p{Lu}[\p{L}.]*\p{L}`;
const marks = new RegExp(
  String.raw`(?<![\p{L}\p{N}.])(?<party>[DRI])[-‑–](?<seat>${short})|(?<=\p{L}, )(?<state>${short})\.`,
  'gu',
);

/**
 * The folded words for which the short forms of American parties and states in a text stand: "democrat", "new" and "york" for "D-N.Y.", "colorado" for
 * "Aspen, Colo."; of a text without them, none. Linear.
 */
export function wordsOfMarks(text: string): string[] {
  return [...text.matchAll(marks)].flatMap(({ groups }) => {
    const { party, seat, state } = groups as Record<string, string | undefined>;
    const spelled = stateOf.get((seat ?? state)!.replace(/\./gu, '').toLowerCase()) ?? [];
    return [...(party === undefined ? [] : parties[party.toLowerCase()]!), ...spelled];
  });
}
