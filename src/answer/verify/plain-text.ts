/**
 * A model's text as plain words: without links (their text stays, an address never does), images, HTML, code marks, emphasis, mentions of
 * people, roles and channels, custom emoji, control, zero-width and direction characters. Entities are read first, and all of it is
 * repeated until nothing changes, so that nothing that was hidden in one layer appears in the next. Never longer than the text.
 */
export function plainText(text: string): string {
  let plain = text;
  for (let round = 0; round < mostRounds; round++) {
    const next = stripOnce(plain);
    if (next === plain) break;
    plain = next;
  }
  return tidy(plain.replace(/[<>](?=[@#:/!\p{L}])|@(?=[\p{L}\p{N}&!])/gu, ''));
}

/** Each round takes off a layer, and every layer costs the writer characters; what is deeper is no answer. */
const mostRounds = 8;

/** Control characters but tabs and line breaks; what has no width, turns text around, or varies how another is drawn; tags. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Variation_Selector}\u{e0000}-\u{e0fff}]/gu;

function stripOnce(text: string): string {
  return readEntities(text.replace(invisible, ''))
    .replace(/<!--[^]*?(?:-->|$)/g, ' ')
    .replace(/<(script|style|iframe|template|svg)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?/g, ' ')
    .replace(/\[\s*([\d,;\s–-]+)\]\([^)]*\)/g, '[$1]')
    .replace(/\[([^[\]]*)\]\s?\([^)]*(?:\)|$)/g, '$1')
    .replace(/\[([^[\]]*)\]\[[^\]\d][^\]]*\]/g, '$1')
    .replace(/<(?:@[!&]?|#|a?:\w+:|t:|id:)[^>\s]*>/g, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(addresses, ' ')
    .replace(/@(?:everyone|here|&?\d{5,})\b/giu, ' ')
    .replace(/\]\(\s*\)?/g, ' ')
    .replace(/\*+|_{2,}|~~|\|\||`+|(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu, '');
}

/** What begins with a scheme or "www.", and a host that is followed by a path: an address, whatever its ending. */
const addresses =
  /(?:\b[a-z][a-z0-9+.-]{1,15}:\/\/|\b(?:mailto|javascript|data|discord|tel):(?=\S)|\bwww\.)[^\s<>"”)\]]*|(?<![\p{L}\p{N}@])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}\/[^\s<>"”)\]]*|[\p{L}\p{N}._%+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}/giu;

/**
 * The first address that `plainText` takes out of the words of a sentence, so that they are torn ("according to"); undefined when there is
 * none. One behind a link's text, or alone in brackets, leaves a whole sentence.
 */
export function tornAddress(text: string): string | undefined {
  const bare = readEntities(text.replace(invisible, ''))
    .replace(/!?\[[^\]]*\]\s?\([^)]*(?:\)|$)/g, ' ')
    .replace(/<(\/?[a-z]+)(?:\s[^<>]*)?>/gi, ' ')
    .replace(/[([<]\s*[^\s()[\]<>]+\s*[)\]>]/g, ' ');
  return bare.match(addresses)?.[0];
}

/** Hosts without a path, which stay as they are: "example.com". Lower case at the end, where a missing space before a sentence would not be. */
const hosts =
  /(?<![\p{L}\p{N}@.])(?:[A-Za-z0-9][A-Za-z0-9-]+\.)+(?:com|org|net|info|biz|gov|edu|app|dev|news|site|online|top|xyz|live|blog|shop|example|test|invalid|[a-z]{2})(?![\p{L}\p{N}]|\.\p{L})/gu;

/** The hosts that a plain text names, in lower case. */
export function hostsOf(text: string): string[] {
  return (text.match(hosts) ?? []).map((host) => host.toLowerCase().replace(/^www\./u, ''));
}

const entities: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  lbrack: '[',
  rbrack: ']',
  colon: ':',
  sol: '/',
};

function readEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (all, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
      return code > 31 && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' ';
    },
  );
}

function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[,;:!?](?:\s|$)|\.(?:\s|$))/g, '')
    .replace(/\(\s*\)|\[\s*\]/g, '')
    .trim();
}
