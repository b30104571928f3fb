import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIActionRowComponent, APIButtonComponent, APIComponentInMessageActionRow } from 'discord.js';
import type { Filters, Searched } from '../../domain/answer.js';
import { describeDay, describeSearched, listFilters, onOneLine } from '../../domain/describe.js';
import { renderControlId } from '../custom-id.js';
import type { ControlId } from '../custom-id.js';
import { limits, shorten, shortenPlain } from './limits.js';
import { lines, link, md, small } from './markdown.js';
import type { Markdown } from './markdown.js';

/** The bar at an embed's side. It repeats what the words say, for those who see it. */
export const colours = {
  answer: 0x5865f2,
  abstention: 0x80848e,
  exact: 0x23a55a,
  altered: 0xf0b232,
  spliced: 0xe67e22,
  notFound: 0xda373c,
  plain: 0x4e5058,
} as const;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Controls side by side, at most five. */
export function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

/** A grey button; `label` is what it says, or an emoji alone. */
export function button(
  label: string,
  control: ControlId,
  more: { style?: 'primary' | 'danger'; disabled?: boolean } = {},
): APIButtonComponent {
  const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;
  const isEmoji = /^\p{Extended_Pictographic}$/u.test(label);
  return {
    type: ComponentType.Button,
    style: more.style === undefined ? ButtonStyle.Secondary : styles[more.style],
    ...(isEmoji ? { emoji: { name: label } } : { label }),
    custom_id: renderControlId(control),
    ...(more.disabled === true ? { disabled: true } : {}),
  };
}

/** "Previous" and "Next", disabled at the ends; no row where there is one page. `detailOf` is what the buttons carry of a page. */
export function pager(
  control: Omit<ControlId, 'detail'>,
  { page, pages }: { page: number; pages: number },
  detailOf: (page: number) => string = String,
): Row[] {
  if (pages < 2) return [];
  const to = (label: string, target: number) =>
    button(label, { ...control, detail: detailOf(target) }, { disabled: target < 0 || target >= pages });
  return [row(to('‹ Previous', page - 1), to('Next ›', page + 1))];
}

/** A page that exists: what buttons of older messages ask for may be gone. */
export function clampPage(page: number, pages: number): number {
  return Number.isInteger(page) ? Math.max(0, Math.min(page, pages - 1)) : 0;
}

/** What of an article is shown under its words. */
export interface Origin {
  url: string | null;
  title: string;
  outlet: string | null;
  publishedAt: string | null;
}

/** The outlet and day of an article, such as "Skerrin Packet · 4 Mar 2025"; the empty text when neither is known. */
export function outletAndDay({ outlet, publishedAt }: Omit<Origin, 'url' | 'title'>, most = 100): string {
  const name = outlet === null ? null : shorten(onOneLine(outlet), most);
  const day = publishedAt === null ? null : shorten(describeDay(publishedAt), 40);
  return withPlainSpaces([name, day].filter((part) => part !== null).join(' · '));
}

/** The headline as a link, and under it, small, outlet and day after `before`. */
export function renderOrigin(
  origin: Origin,
  { headline = 200, before = '' }: { headline?: number; before?: string } = {},
): Markdown {
  const details = [before, outletAndDay(origin)].filter((part) => part !== '').join(' · ');
  return lines(link(shorten(onOneLine(origin.title), headline), origin.url), small(details));
}

/** Discord breaks lines well enough, and people who search for a day type blanks. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** Numbers of citations as "[1][2]"; of very many the first ones, and how many more there are. */
export function listNumbers(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10);
  const rest = numbers.length - shown.length;
  return shown.map((n) => `[${n}]`).join('') + (rest === 0 ? '' : ` and ${rest} more`);
}

/**
 * What was searched, as plain text for a footer. What people typed is shortened, the figures never are; the question is told when
 * it is not the one that was `asked`.
 */
export function renderSearched(searched: Searched, asked: string): string {
  const { question, filters } = searched;
  const isSame = onOneLine(question) === onOneLine(asked);
  const shown = {
    ...searched,
    question: isSame ? asked : shortenPlain(onOneLine(question), 300),
    filters: shortenFilters(filters),
  };
  return withPlainSpaces(`Searched: ${describeSearched(shown, asked)}`);
}

/** Filters in words as plain text: "outlet Skerrin Packet, since 1 Mar 2025"; the empty text for none. */
export function renderFilters(filters: Filters): string {
  return withPlainSpaces(listFilters(shortenFilters(filters)).join(', '));
}

function shortenFilters(filters: Filters): Filters {
  const short = Object.entries(filters).map(([name, value]) => [name, shortenPlain(onOneLine(value as string), 100)]);
  return Object.fromEntries(short) as Filters;
}

/** The title of an embed: one line of plain text, escaped, and shortened where it is too long. */
export function titleOf(text: string): string {
  return md`${shorten(onOneLine(text), limits.title) || '—'}`.markdown;
}
