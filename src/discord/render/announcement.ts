import { countOf, describeDay, onOneLine } from '../../domain/describe.js';
import { describeTimeOfDay } from '../../domain/quiet-hours.js';
import type { Announcement, NewArticle, Watch, WatchSubject } from '../../domain/watch.js';
import { cutWords, firstThatFits, fromDownToZero, limits, shorten, shortenPlain } from './limits.js';
import { blockQuote, bold, join, lines, md, mention, paragraphs, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { colours, renderOrigin, titleOf } from './parts.js';
import { renderQuoted } from './quotes.js';
import type { Rendered } from './rendered.js';

/** Articles in an announcement. */
export const mostAnnounced = 5;
/** Characters of the sentence of an article. */
const sentenceLength = 500;

/**
 * New articles that a watch is about: a sentence or a quote of each, word for word, with its headline and link. The time under it is that
 * at which it was taken, by which an announcement can be found again.
 */
export function renderAnnouncement({ watch, takenAt, articles, total }: Omit<Announcement, 'isAgain'>): Rendered {
  const blocks = articles.slice(0, mostAnnounced).map(renderArticle);
  const describe = (count: number): Markdown => {
    const rest = total - count;
    const more = rest === 0 ? [] : [small(`and ${countOf(rest, count === 0 ? 'article' : 'more article')}`)];
    return join([...blocks.slice(0, count), ...more], '\n\n');
  };
  const fits = ({ markdown }: Markdown): boolean => markdown.length <= limits.description;
  const title =
    watch.subject.kind === 'topic'
      ? `New coverage: ${shorten(onOneLine(watch.subject.words), 150)}`
      : `New quotes of ${shorten(onOneLine(watch.subject.name), 150)}`;
  return {
    embeds: [
      {
        color: colours.answer,
        title: titleOf(title),
        description: firstThatFits(fromDownToZero(blocks.length), describe, fits).markdown,
        footer: { text: `Watch ${watch.id} · /watch stop ends it` },
        timestamp: takenAt,
      },
    ],
    components: [],
  };
}

function renderArticle(article: NewArticle): Markdown {
  const { sentence, quote } = article;
  if (quote !== null) return renderQuoted([quote], quote.speaker);
  const { words, rest } = cutWords(paragraphs(sentence ?? ''), sentenceLength);
  return lines(blockQuote(md`${words}${rest}`), renderOrigin(article, { headline: 160 }));
}

/** The watches of a server, and what keeps one from announcing. */
export function renderWatches({ watches, timeZone }: { watches: readonly Watch[]; timeZone: string }): Rendered {
  if (watches.length === 0) {
    const description = 'Nothing is announced in this server. /watch topic and /watch speaker begin with it.';
    return { embeds: [{ color: colours.abstention, title: 'No watches', description }], components: [] };
  }
  const entries = watches.map((watch) => {
    const { id, channelId, subject, trouble } = watch;
    const quiet = describeQuiet(watch, timeZone);
    return lines(
      md`${bold(`${id}`)} · ${describeSubject(subject, 80)} · ${mention.channel(channelId)}${quiet === '' ? '' : ` · ${quiet}`}`,
      trouble === null
        ? null
        : small(`⚠️ ${shorten(trouble.reason, 200)}; tried again ${describeRetry(trouble.retryAt)}`),
    );
  });
  const describe = (count: number): Markdown => {
    const rest = entries.length - count;
    return lines(...entries.slice(0, count), rest === 0 ? null : small(`and ${countOf(rest, 'more watch')}`));
  };
  const fits = ({ markdown }: Markdown): boolean => markdown.length <= limits.description;
  const { markdown } = firstThatFits(fromDownToZero(entries.length), describe, fits);
  return {
    embeds: [{ color: colours.plain, title: 'What is announced in this server', description: markdown }],
    components: [],
  };
}

/** What a watch is about, as plain text. */
export function describeSubject(subject: WatchSubject, most = 100): string {
  return subject.kind === 'topic'
    ? `topic “${shortenPlain(onOneLine(subject.words), most)}”`
    : `quotes of ${shortenPlain(onOneLine(subject.name), most)}`;
}

/** "quiet 22:00–07:00 (UTC)"; the empty text without quiet hours. */
export function describeQuiet({ quiet }: Pick<Watch, 'quiet'>, timeZone: string): string {
  return quiet === null ? '' : `quiet ${describeTimeOfDay(quiet.from)}–${describeTimeOfDay(quiet.to)} (${timeZone})`;
}

function describeRetry(retryAt: string): string {
  return `${describeDay(retryAt)}, ${retryAt.slice(11, 16)} UTC`.replaceAll('\u00a0', ' ');
}
