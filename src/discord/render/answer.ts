import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { AnswerSentence, Citation, Outcome } from '../../domain/answer.js';
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
  note?: string | Markdown;
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
    ...(note === undefined ? {} : { content: (typeof note === 'string' ? md`${shorten(note, 1000)}` : note).markdown }),
    embeds: [embed],
    components: [row(...controls)],
  };
}

/** How much of everything is shown. */
interface Size {
  /** Whether the numbers in the text are links; those of the sources always are. */
  linksInText: boolean;
  sentences: number;
  /** For each source: how many characters of its cited words; null leaves the source out. */
  sources: readonly (number | null)[];
}

/** Characters of a source's cited words, most first; the last one leaves them out. */
const wordsSizes = [900, 240, 0] as const;

function renderCited(answer: Answer, { question }: ShownAnswer): APIEmbed {
  const sources = groupByArticle(answer);
  const sentences = new Set(answer.sentences.map(({ text }) => onOneLine(text)));
  const rendered = sources.map(
    (group) => new Map<number, APIEmbedField>(wordsSizes.map((most) => [most, renderSource(group, most, sentences)])),
  );
  const fixed = { color: colours.answer, title: titleOf(question), footer: { text: renderSearched(answer.searched, question) } }; // prettier-ignore
  const make = (size: Size): APIEmbed => ({
    ...fixed,
    description: renderSentences(answer, size).markdown,
    fields: renderSources(
      rendered.flatMap((of, i) => of.get(size.sources[i] ?? -1) ?? []),
      sources.length,
    ),
  });
  return firstThatFits(listSizes(answer.sentences.length, sources.length), make, fitsIntoEmbed);
}

function fitsIntoEmbed(embed: APIEmbed): boolean {
  return (embed.description?.length ?? 0) <= limits.description && countEmbeds([embed]) <= limits.embedTotal;
}

/** From everything to next to nothing; the most dispensable goes first, which is what the last sources quote. */
function listSizes(sentences: number, sources: number): [Size, ...Size[]] {
  // Where not all can have a field, the last field says how many are missing.
  const shown = sources <= limits.fields ? sources : limits.fields - 1;
  const all = (words: number | null) => Array.from({ length: sources }, (_, i) => (i < shown ? words : null));
  const [most, ...fewer] = [...wordsSizes, null];
  const sizes: [Size, ...Size[]] = [{ linksInText: true, sentences, sources: all(most!) }];
  let current = all(most!);
  sizes.push({ linksInText: false, sentences, sources: current });
  for (const words of fewer) {
    for (let i = shown - 1; i >= 0; i--) {
      current = current.map((before, at) => (at === i ? words : before));
      sizes.push({ linksInText: false, sentences, sources: current });
    }
  }
  for (let count = sentences - 1; count >= 0; count--) {
    sizes.push(...[0, null].map((words) => ({ linksInText: false, sentences: count, sources: all(words) })));
  }
  return sizes;
}

function renderSentences({ mode, sentences, citations }: Answer, { linksInText, sentences: count }: Size): Markdown {
  const urls = new Map(citations.map(({ n, url }) => [n, linksInText ? url : null]));
  const rendered = sentences.slice(0, count).map(({ text, citations: numbers }: AnswerSentence) => {
    const marks = join(numbers.map((n) => citationMark(n, urls.get(n) ?? null)), ''); // prettier-ignore
    return md`${onOneLine(text)} ${marks}`;
  });
  const text = mode === 'model' ? join(rendered, ' ') : join(rendered.map(blockQuote), '\n\n');
  const rest = sentences.length - count;
  const missing =
    rest === 0 ? null : md`${bold(`${countOf(rest, 'sentence')} too long to be shown here: see Passages.`)}`;
  const origin = small(
    mode === 'model'
      ? 'Written from the sources below, and checked against them.'
      : 'Word for word from the sources below.',
  );
  return join([text, missing, origin].filter((part) => part !== null && part.markdown !== ''), '\n\n'); // prettier-ignore
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
    fromDownToZero(quoted.length),
    (count) => lines(...head, ...quoted.slice(0, count).map((citation) => renderCitedWords(citation, group.length > 1, Math.floor(words / count)))), // prettier-ignore
    ({ markdown }) => markdown.length <= limits.fieldValue,
  );
  return { name, value: value.markdown };
}

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
      md`
**The coverage holds no answer to this question.**
      `,
      md`${shorten(onOneLine(reason), 600)}`,
      related.length === 0
        ? null
        : md`
\n**Related headlines** (not an answer)
          `,
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
