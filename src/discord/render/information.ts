import type { Status } from '../../app.js';
import type { Forgotten } from '../../domain/conversation.js';
import { countOf, describeBytes, describeDay, describeSeconds, onOneLine } from '../../domain/describe.js';
import { describeLanguageModel } from '../../domain/describe-language-model.js';
import { limits, shorten } from './limits.js';
import { lines, md, mention, small } from './markdown.js';
import { renderNotice } from './notice.js';
import { colours, withPlainSpaces } from './parts.js';
import { describeMinute } from './reindex.js';
import type { Rendered } from './rendered.js';
export { renderSources } from './sources.js';

/** What is indexed, when, with what; what failed by its number only, as anybody may ask. */
export function renderStatus({ status, version }: { status: Status; version: string }): Rendered {
  const { index, lastRun, failures, writer, sources, languageModel } = status;
  const fields: [string, string][] = [];
  if (index !== null) {
    const { totals, stamp, vectors } = index;
    const { oldest, newest } = totals;
    const period = oldest === null || newest === null ? '' : `\n${describeDay(oldest)} to ${describeDay(newest)}`;
    fields.push(
      ['Articles', `${countOf(totals.articles, 'article')} of ${countOf(totals.outlets, 'outlet')}${period}`],
      ['Passages', `${countOf(totals.passages, 'passage')}\n${vectors.kind} search`],
      ['Model', `${shorten(onOneLine(stamp.embeddingModel), 200)}\n${stamp.dimensions} dimensions`],
      ['Size', describeBytes(index.bytes)],
    );
  }
  if (lastRun !== null) {
    const seconds = (Date.parse(lastRun.finishedAt) - Date.parse(lastRun.startedAt)) / 1000;
    const { added, changed, removed } = lastRun.counts;
    fields.push(['Last run', `${describeMinute(lastRun.finishedAt)}, ${describeSeconds(seconds)}\n${added} added, ${changed} changed, ${removed} removed`]); // prettier-ignore
  }
  fields.push(['Answers', shorten(onOneLine(describeLanguageModel(languageModel)), 300)]);
  if (writer !== null) fields.push(['Indexing', `since ${describeMinute(writer.since)}`]);
  fields.push(['Failures', failures.length === 0 ? 'none' : `⚠️ ${countOf(failures.length, 'failure')}`]);
  return {
    embeds: [
      {
        color: index === null ? colours.altered : colours.plain,
        title: index === null ? 'Nothing is indexed yet' : 'What is indexed',
        ...(index === null ? { description: 'An operator can start with /reindex.' } : {}),
        fields: fields.map(([name, value]) => ({ name, value: md`${withPlainSpaces(value)}`.markdown, inline: true })),
        footer: { text: `On Record ${version} · ${countOf(sources.length, 'source')}` },
      },
    ],
    components: [],
  };
}

/** Commands that only operators are told of; everybody else would be refused. */
const operatorCommands: Readonly<Record<string, readonly string[]>> = { reindex: [''], source: [' add', ' remove'] };

/** What the bot can do, with commands to click on where their ids are known. */
export function renderHelp({
  commands,
  canReindex,
}: {
  commands: readonly { name: string; id: string | null; description: string }[];
  canReindex: boolean;
}): Rendered {
  const listed = commands.flatMap(({ name, id, description }) => {
    const own = operatorCommands[name];
    if (own !== undefined && !canReindex) return [];
    // A command that has subcommands can only be mentioned by one of them.
    const names = (own ?? ['']).map((sub) => mention.command(name + sub, id).markdown);
    return [md`${{ markdown: names.join(' ') }}\n${small(description)}`];
  });
  const description = lines(
    md`I answer questions about news coverage. Every sentence points to the article it is from; where the coverage holds no answer, I say so.\n`,
    ...listed,
    md`\n**On a message**: Apps → Verify quotations, or Find coverage.`,
    md`**In a channel**: mention me with a question, and reply to go on.`,
  );
  return {
    embeds: [
      { color: colours.plain, title: 'On Record', description: description.markdown.slice(0, limits.description) },
    ],
    components: [],
  };
}

/** What was removed for the one who asked. */
export function renderForgotten({ exchanges, ratings }: Forgotten): Rendered {
  if (exchanges === 0 && ratings === 0) return renderNotice('Nothing is stored of you.');
  return renderNotice(
    `Removed: ${countOf(exchanges, 'question')} with what I answered, and ${countOf(ratings, 'rating')}. Messages in channels stay; you can delete them there.`,
  );
}
