/**
 * An oracle for Discord's Markdown: which words a text shows, with which styles, links and mentions. It knows nothing of how the
 * bot renders. Where descriptions of Discord's own grammar differ, `Dialect` has both, and what is tested has to hold in both.
 *
 * Known of the grammar (from the documentation, bug reports with examples, and open parsers that were compared with the client):
 * - A backslash takes its meaning from any character but letters, digits and white space.
 * - Bold, italics, underline, strike-through and spoilers end at the first mark of their kind that is not followed by one more of
 *   its characters (strike-through and spoilers end there anyway). Whether an escaped mark counts depends on the client.
 * - Block quotes, headings, small text and lists begin where nothing but blanks stands before them on the line, also right behind
 *   another such beginning or a mark.
 * - A masked link's words may hold brackets in pairs. It is none when its words hold an address ("https://" and two letters).
 * - Addresses are linked where they stand; mentions, emoji, timestamps and commands stand in angle brackets.
 */
export interface Dialect {
  /** Whether marks end at a mark that is escaped. */
  endsAtEscaped: boolean;
  /** Whether brackets in a link's words are matched up even when they are escaped. */
  pairsEscapedBrackets: boolean;
}

export const dialects: readonly Dialect[] = [
  { endsAtEscaped: false, pairsEscapedBrackets: true },
  { endsAtEscaped: true, pairsEscapedBrackets: true },
  { endsAtEscaped: false, pairsEscapedBrackets: false },
];

export type Style =
  'bold' | 'italics' | 'underline' | 'strike' | 'spoiler' | 'code' | 'quote' | 'heading' | 'small' | 'list';

/** A stretch of shown text. */
export interface Run {
  text: string;
  styles: readonly Style[];
  /** Where it links to. */
  link: string | null;
}

export interface Read {
  runs: Run[];
  /** Links in order, with the words that show them. */
  links: { text: string; url: string }[];
  /** Everything that Discord replaces by something of its own: mentions, emoji, timestamps, commands. */
  mentions: string[];
}

interface State {
  dialect: Dialect;
  styles: readonly Style[];
  link: string | null;
  /** Whether only blanks stand before on this line. */
  isLineStart: boolean;
  into: Read;
}

/** What Discord makes of a text where it knows all its Markdown: a message, an embed's description, a field. */
export function readMarkdown(text: string, dialect: Dialect = dialects[0]!): Read {
  const into: Read = { runs: [], links: [], mentions: [] };
  readInto(text, { dialect, styles: [], link: null, isLineStart: true, into });
  return into;
}

/** The characters that a text shows. */
export function visibleText(text: string, dialect?: Dialect): string {
  return shownText(readMarkdown(text, dialect));
}

export function shownText({ runs }: Read): string {
  return runs.map((run) => run.text).join('');
}

function readInto(text: string, state: State): void {
  let at = 0;
  while (at < text.length) at += readOne(text.slice(at), state);
}

/** Reads one thing at the beginning of `rest`; the number of characters that it takes. */
function readOne(rest: string, state: State): number {
  const { styles, into, isLineStart, dialect } = state;
  const inside = (style: Style, content: string, startsLine = false): void => {
    if (startsLine) state.isLineStart = true;
    const before = state.styles;
    state.styles = [...styles, style];
    readInto(content, state);
    state.styles = before;
  };

  if (isLineStart) {
    const deep = /^ *>>> ([\s\S]+)/.exec(rest);
    const quote = /^ *>(?!>>) ([^\n]*)(\n|$)/.exec(rest);
    const heading = /^(#{1,3}) +([^\n]+)(\n|$)/.exec(rest);
    const small = /^-# +([^\n]+)(\n|$)/.exec(rest);
    const item = /^ *(?:[-+*]|\d+\.) +([^\n]+)(\n|$)/.exec(rest);
    const block = [
      ['quote', styles.includes('quote') ? null : (deep ?? quote)] as const,
      ['heading', heading && [heading[0], heading[2]!]] as const,
      ['small', small] as const,
      ['list', item] as const,
    ].find(([, found]) => found !== null);
    if (block !== undefined) {
      const [style, found] = block;
      inside(style, found![1]!, true);
      if (found![0]!.endsWith('\n')) newline(state);
      return found![0]!.length;
    }
  }

  const fence = /^```(?:[\w+.-]*\n)?([\s\S]*?)```/.exec(rest);
  if (fence !== null && /[^`\s]/.test(fence[1]!)) {
    show(fence[1]!, { ...state, styles: [...styles, 'code'] });
    return fence[0].length;
  }
  const escaped = /^\\([^0-9A-Za-z\s])/u.exec(rest);
  if (escaped !== null) {
    show(escaped[1]!, state);
    state.isLineStart = false;
    return escaped[0].length;
  }
  const special =
    /^(?:<(?:@[!&]?|#)\d+>|<\/[^\n>:]+:\d+>|<t:-?\d+(?::\w)?>|<a?:\w+:\d+>|<id:\w+>|@everyone|@here|:[\w+-]+:)/.exec(
      rest,
    );
  if (special !== null) {
    into.mentions.push(special[0]);
    show(special[0], state);
    state.isLineStart = false;
    return special[0].length;
  }
  const address =
    /^<((?:https?|steam|mailto|tel|sms):[^\s<>]+)>/i.exec(rest) ??
    /^((?:https?|steam):\/\/[^\s<]+[^<.,:;"'\])\s])/i.exec(rest);
  if (address !== null && state.link === null) {
    into.links.push({ text: address[1]!, url: address[1]! });
    show(address[1]!, { ...state, link: address[1]! });
    state.isLineStart = false;
    return address[0].length;
  }
  const masked = findMaskedLink(rest, dialect);
  if (masked !== undefined && state.link === null) {
    const shownBefore = shownText(into).length;
    state.link = masked.url;
    readInto(masked.words, state);
    state.link = null;
    into.links.push({ text: shownText(into).slice(shownBefore), url: masked.url });
    return masked.length;
  }
  for (const [mark, style, isStrict] of marks) {
    const content = findMarked(rest, mark, isStrict, dialect);
    if (content === undefined) continue;
    inside(style, content);
    return content.length + 2 * mark.length;
  }
  const code = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  if (code !== null) {
    show(code[2]!, { ...state, styles: [...styles, 'code'] });
    state.isLineStart = false;
    return code[0].length;
  }
  const character = String.fromCodePoint(rest.codePointAt(0)!);
  if (character === '\n') newline(state);
  else {
    show(character, state);
    if (/\S/u.test(character)) state.isLineStart = false;
  }
  return character.length;
}

/** Mark, style, and whether one more of its characters behind it keeps it from ending there. */
const marks: readonly (readonly [string, Style, boolean])[] = [
  ['**', 'bold', true],
  ['__', 'underline', true],
  ['~~', 'strike', false],
  ['||', 'spoiler', false],
  ['*', 'italics', true],
  ['_', 'italics', true],
];

function findMarked(rest: string, mark: string, isStrict: boolean, { endsAtEscaped }: Dialect): string | undefined {
  if (!rest.startsWith(mark)) return undefined;
  if (mark === '*' && /^\*\s/.test(rest)) return undefined;
  // Strike-through and spoilers know no escapes in any dialect.
  const skipsEscapes = isStrict && !endsAtEscaped;
  for (let at = mark.length; at < rest.length; at++) {
    if (skipsEscapes && rest[at] === '\\') {
      at++;
      continue;
    }
    if (at === mark.length || !rest.startsWith(mark, at)) continue;
    if (isStrict && rest[at + mark.length] === mark[0]) {
      if (mark.length === 1) at++;
      continue;
    }
    return rest.slice(mark.length, at);
  }
  return undefined;
}

function findMaskedLink(rest: string, { pairsEscapedBrackets }: Dialect) {
  const pattern = pairsEscapedBrackets
    ? /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\s*\)/
    : /^\[((?:\\.|\[[^\]]*\]|[^[\]\\])*)\]\(\s*<?([^\s)]*?)>?\s*\)/s;
  const found = pattern.exec(rest);
  if (found === null) return undefined;
  const [whole, words, address] = found as unknown as [string, string, string];
  const url = address.replace(/\\([^0-9A-Za-z\s])/g, '$1');
  if (!/^https?:\/\/\S/i.test(url) || words.trim() === '' || /https?:\/\/[a-z]{2}/i.test(words)) return undefined;
  return { words, url, length: whole.length };
}

function newline(state: State): void {
  show('\n', state);
  state.isLineStart = true;
}

function show(text: string, { styles, link, into }: Pick<State, 'styles' | 'link' | 'into'>): void {
  const last = into.runs.at(-1);
  if (last !== undefined && last.link === link && last.styles.join() === styles.join()) last.text += text;
  else into.runs.push({ text, styles, link });
}
