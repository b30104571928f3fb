import type { SourceEntry, Status } from '../../app.js';
import { countOf, describeDay, onOneLine } from '../../domain/describe.js';
import { describeTries } from '../../domain/describe-source.js';
import { foldName } from '../../domain/fold.js';
import { firstThatFits, limits, shorten, shortenPlain } from './limits.js';
import { bold, join, lines, md, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { clampPage, colours, pager, titleOf, withPlainSpaces } from './parts.js';
import { describeMinute } from './reindex.js';
import type { Rendered } from './rendered.js';

type Totals = NonNullable<Status['index']>['totals'];

/** Outlets and sources on a page: about a phone's screen. */
const mostOnPage = 12;
/** Characters of a source's name, from the most to the least that there may be room for. */
const nameLengths: [number, ...number[]] = [200, 100, 50, 25];
/** What a button can carry of what was searched for, besides the page. */
const longestSearch = 75;

/** What the coverage consists of: outlets, most articles first, then sources; those with `search` in their name. Pages from 0. */
export function renderSources({
  entries,
  outlets,
  search = '',
  page,
  totals,
}: {
  entries: readonly SourceEntry[];
  outlets: readonly { outlet: string; articles: number }[];
  search?: string;
  page: number;
  totals: Totals | null;
}): Rendered {
  const wanted = foldName(search);
  const fits = (name: string) => foldName(name).includes(wanted);
  const items = [
    ...outlets
      .filter(({ outlet }) => fits(outlet))
      .map((outlet) => ({ heading: 'Outlets', render: () => renderOutlet(outlet) })),
    ...entries
      .map((entry) => ({ entry, name: describeSource(entry.source) }))
      .filter(({ name }) => fits(name))
      .map(({ entry, name }) => ({
        heading: 'Sources',
        render: (longest: number) => renderEntry(entry, shorten(name, longest)),
      })),
  ];
  const pages = Math.max(1, Math.ceil(items.length / mostOnPage));
  const at = clampPage(page, pages);
  const shown = items.slice(at * mostOnPage, (at + 1) * mostOnPage);
  const renderSections = (longest: number): Markdown[] =>
    ['Outlets', 'Sources'].flatMap((heading) => {
      const own = shown.filter((item) => item.heading === heading);
      return own.length === 0 ? [] : [lines(bold(heading), ...own.map(({ render }) => render(longest)))];
    });
  const sections = firstThatFits(
    nameLengths,
    renderSections,
    (made) => join(made, '\n\n').markdown.length <= limits.description - 100,
  );
  const asked = shorten(onOneLine(search), 100);
  const none = wanted === '' ? md`There are no sources yet.` : md`No outlet and no source has “${asked}” in its name.`;
  const isPageable = search.length <= longestSearch;
  const rest = items.length - shown.length;
  if (!isPageable && rest > 0) sections.push(small(`and ${rest} more: search for less of the name`));
  const footer = describeTotals(totals) + (pages > 1 && isPageable ? ` · page ${at + 1} of ${pages}` : '');
  return {
    embeds: [
      {
        color: colours.plain,
        title: titleOf(wanted === '' ? 'What the coverage consists of' : `Sources with “${asked}”`),
        description: (sections.length === 0 ? none : join(sections, '\n\n')).markdown,
        footer: { text: shortenPlain(footer, 300) },
      },
    ],
    components: isPageable
      ? pager({ action: 'sources-page', id: '' }, { page: at, pages }, (target) => `${target}:${search}`)
      : [],
  };
}

function renderOutlet({ outlet, articles }: { outlet: string; articles: number }): Markdown {
  return md`${shorten(onOneLine(outlet), 100)} · ${countOf(articles, 'article')}`;
}

function renderEntry(entry: SourceEntry, name: string): Markdown {
  const { articles, failures } = entry;
  const counts = [countOf(articles, 'article'), ...(failures > 0 ? [`⚠️ ${countOf(failures, 'failure')}`] : [])];
  const head = md`${name} · ${counts.join(', ')}`;
  return lines(head, small(withPlainSpaces(describeTries(entry, describeMinute))));
}

/**
 * A source as anybody may see it: of an address no password and no parameters, which may be secret; of a path that names a place
 * of the machine only the end.
 */
function describeSource(source: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source) && URL.canParse(source)) {
    const { host, pathname } = new URL(source);
    return `${host}${pathname === '/' ? '' : pathname}`;
  }
  const isAbsolute = /^(?:[/\\~]|[a-z]:)/i.test(source);
  return onOneLine(isAbsolute ? (source.split(/[/\\]/).findLast((part) => part !== '') ?? source) : source);
}

function describeTotals(totals: Totals | null): string {
  if (totals === null) return 'Nothing is indexed yet.';
  const { articles, oldest, newest } = totals;
  const period = oldest === null || newest === null ? '' : `, ${describeDay(oldest)} to ${describeDay(newest)}`;
  return withPlainSpaces(`${countOf(articles, 'article')}${period}`);
}
