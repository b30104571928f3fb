import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Citation, Outcome } from '../../domain/answer.js';
import type { Shown } from '../../domain/conversation.js';
import { countOf, describeAuthors, onOneLine } from '../../domain/describe.js';
import { countEmbeds, cutWords, firstThatFits, fromDownToZero, limits, shorten } from './limits.js';
import { blockQuote, bold, citationMark, join, lines, link, md, paragraphs, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { button, colours, listNumbers, outletAndDay, renderOrigin, renderSearched, row, titleOf } from './parts.js';
import type { Rendered } from './rendered.js';

type ShownAnswer = Extract<Shown, { kind: 'answer' }>;
type Answer = Extract<Outcome, { outcome: 'answer' }>;
type Abstention = Extract<Outcome, { outcome: 'abstention' }>;

/**
 * An answer with its sources, or an abstention with what was searched. `note` stands above it. No sentence is cut: where space is
 * short, the cited words of the last sources are shortened, then left out, then sources and at last whole sentences; what is left
 * out is said.
 */
export function renderAnswer({
  id,
  shown,
  isPrivate,
  note,
}: {
  id: string;
  shown: ShownAnswer;
  isPrivate: boolean;
  note?: Markdown;
}): Rendered {
  const { outcome } = shown;
  const embed = outcome.outcome === 'answer' ? renderCited(outcome, shown) : renderAbstention(outcome, shown);
  const followUp = button('Follow up', { action: 'follow-up', id, detail: '' }, { style: 'primary' });
  const share = isPrivate ? [button('Share', { action: 'share', id, detail: '' })] : [];
  const controls =
    outcome.outcome === 'answer'
      ? [
          button('Passages', { action: 'passages', id, detail: 'open' }),
          followUp,
          ...share,
          button('👍', { action: 'good', id, detail: '' }),
          button('👎', { action: 'bad', id, detail: '' }),
        ]
      : [followUp, ...share];
  return {
    ...(note === undefined || note.markdown === '' ? {} : { content: note.markdown }),
    embeds: [embed],
    components: [row(...controls)],
  };
}

/** How much of everything is shown. */
interface Size {
  /** Whether the numbers in the text are links; those of the sources always are. */
  linksInText: boolean;
  /** For each source: how many characters of its cited words; null leaves the source out. */
  sources: readonly (number | null)[];
}

/** Characters of a source's cited words, most first; the last one leaves them out. */
const wordsSizes = [900, 240, 0] as const;

function renderCited(answer: Answer, { question }: ShownAnswer): APIEmbed {
  const groups = groupByArticle(answer);
  const quoted = new Set(answer.sentences.map(({ text }) => onOneLine(text)));
  const sources = groups.map(
    (group) => new Map<number, APIEmbedField>(wordsSizes.map((most) => [most, renderSource(group, most, quoted)])),
  );
  // The sentences come first: whatever room they leave is for the sources, and some is always left.
  const plain = firstThatFits(
    fromDownToZero(answer.sentences.length),
    (count) => renderSentences(answer, count, false),
    ({ markdown }) => markdown.length <= limits.description - longestOrigin,
  );
  const linked = renderSentences(answer, answer.sentences.length, true);
  const make = ({ linksInText, sources: sizes }: Size): APIEmbed => ({
    color: colours.answer,
    title: titleOf(question),
    description: join([linksInText ? linked : plain, renderOriginOfText(answer, sizes)], '\n\n').markdown,
    fields: renderSources(sources.flatMap((of, i) => of.get(sizes[i] ?? -1) ?? []), sources.length), // prettier-ignore
    footer: { text: renderSearched(answer.searched, question) },
  });
  return firstThatFits(listSizes(sources.length), make, fitsIntoEmbed);
}

function fitsIntoEmbed(embed: APIEmbed): boolean {
  return (embed.description?.length ?? 0) <= limits.description && countEmbeds([embed]) <= limits.embedTotal;
}

/** From everything to next to nothing; the most dispensable goes first, which is what the last sources quote. */
function listSizes(sources: number): [Size, ...Size[]] {
  // Where not all can have a field, the last field says how many are missing.
  const shown = sources <= limits.fields ? sources : limits.fields - 1;
  const [most, ...fewer] = wordsSizes;
  let current = Array.from({ length: sources }, (_, i): number | null => (i < shown ? most : null));
  const sizes: [Size, ...Size[]] = [
    { linksInText: true, sources: current },
    { linksInText: false, sources: current },
  ];
  for (const words of [...fewer, null]) {
    for (let i = shown - 1; i >= 0; i--) {
      current = current.map((before, at) => (at === i ? words : before));
      sizes.push({ linksInText: false, sources: current });
    }
  }
  return sizes;
}

/** The first `count` sentences, each with its numbers; those taken word for word are quoted. */
function renderSentences({ mode, sentences, citations }: Answer, count: number, hasLinks: boolean): Markdown {
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  // Reports of several days may contradict each other; the day beside each shows which one is newer.
  const hasDays = mode === 'extractive' && new Set(citations.map(dayOf)).size > 1;
  const rendered = sentences.slice(0, count).map(({ text, citations: numbers }) => {
    const cited = numbers.flatMap((n) => byNumber.get(n) ?? []);
    const marks = cited.map(({ n, url }) => citationMark(n, hasLinks ? url : null));
    const days = hasDays ? [...new Set(cited.map(dayOf))].filter((day) => day !== '') : [];
    return md`${onOneLine(text)} ${join(marks, '')}${days.length === 0 ? '' : `\u00a0·\u00a0${days.join(', ')}`}`;
  });
  const rest = sentences.length - count;
  const missing = rest === 0 ? [] : [bold(`${countOf(rest, 'sentence')} more, too long to be shown here.`)];
  return mode === 'model'
    ? join([join(rendered, ' '), ...missing], '\n\n')
    : join([...rendered.map(blockQuote), ...missing], '\n\n');
}

/** With no-break spaces, as it stands at the end of a sentence. */
function dayOf({ publishedAt }: Citation): string {
  return outletAndDay({ outlet: null, publishedAt }).replaceAll(' ', '\u00a0');
}

/** Room for the line below. */
const longestOrigin = 130;

/** Whose words the sentences are, and where cited words are that had no room. */
function renderOriginOfText({ mode }: Answer, sizes: Size['sources']): Markdown {
  const origin =
    mode === 'model'
      ? 'Written from the sources below, and checked against them.'
      : 'Word for word from the sources below.';
  const isCut = sizes.some((words) => words !== null && words < wordsSizes[0]);
  return small(isCut ? `${origin} More of the cited words: see Passages.` : origin);
}

/** The citations in order of their numbers, those of one article together. */
function groupByArticle({ citations }: Answer): [Citation, ...Citation[]][] {
  const groups = new Map<string, [Citation, ...Citation[]]>();
  for (const citation of citations) {
    const group = groups.get(citation.articleId);
    if (group === undefined) groups.set(citation.articleId, [citation]);
    else group.push(citation);
  }
  return [...groups.values()];
}

function renderSources(fields: readonly APIEmbedField[], sources: number): APIEmbedField[] {
  const rest = sources - fields.length;
  return rest === 0
    ? [...fields]
    : [...fields, { name: `and ${countOf(rest, 'more source')}`, value: 'See Passages.' }];
}

/** Outlet and day beside the numbers; then headline, authors, and the cited words unless they are a sentence of the answer. */
function renderSource(
  group: readonly [Citation, ...Citation[]],
  words: number,
  sentences: ReadonlySet<string>,
): APIEmbedField {
  const [first] = group;
  const name = md`${listNumbers(group.map(({ n }) => n))} ${shorten(outletAndDay(first), 140)}`.markdown.trim();
  const head = [link(shorten(onOneLine(first.title), 200), first.url), small(shorten(describeAuthors(first), 120))];
  const quoted = group.filter(({ quote }) => words > 0 && !sentences.has(onOneLine(quote)));
  const value = firstThatFits(
    fromDownToZero(Math.min(quoted.length, mostQuoted)),
    (count) => {
      const shown = quoted
        .slice(0, count)
        .map((citation) => renderCitedWords(citation, group.length > 1, Math.floor(words / count)));
      const rest = quoted.length - count;
      return lines(
        ...head,
        ...shown,
        rest === 0 ? null : small(`and ${countOf(rest, 'more cited passage')}: see Passages`),
      );
    },
    ({ markdown }) => markdown.length <= limits.fieldValue,
  );
  return { name, value: value.markdown };
}

/** Citations of one article whose words are shown; more would each be too short to be read. */
const mostQuoted = 4;

function renderCitedWords({ n, quote }: Citation, isNumbered: boolean, most: number): Markdown {
  const { words, rest } = cutWords(paragraphs(quote), most - 8);
  return blockQuote(md`${isNumbered ? `[${n}] ` : ''}${words}${rest}`);
}

/** Related headlines that are shown. */
const mostRelated = 5;

function renderAbstention({ reason, searched, related }: Abstention, { question }: ShownAnswer): APIEmbed {
  const headlines = related.slice(0, mostRelated).map((article) => renderOrigin(article, { headline: 160 }));
  const describe = (count: number): Markdown => {
    const rest = related.length - count;
    return lines(
      md`**The coverage holds no answer to this question.**`,
      md`${shorten(onOneLine(reason), 600)}`,
      related.length === 0 ? null : md`\n**Related headlines** (not an answer)`,
      ...headlines.slice(0, count),
      rest === 0 ? null : small(`and ${countOf(rest, 'more headline')}`),
    );
  };
  return {
    color: colours.abstention,
    title: titleOf(question),
    description: firstThatFits(fromDownToZero(headlines.length), describe, ({ markdown }) => markdown.length <= limits.description).markdown, // prettier-ignore
    footer: { text: renderSearched(searched, question) },
  };
}
