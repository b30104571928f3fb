import type { DomDocument, DomElement, DomNode } from './dom.js';
import { parseHTML } from 'linkedom';
import { AppError } from '../../errors.js';
import { isHidden } from './hidden-elements.js';

/** A stretch of text that a page shows as one paragraph, and the element that holds it. */
export interface TextBlock {
  text: string;
  element: DomElement;
}

// Browsers stop nesting at 512; the parser's cost grows with the square of the depth.
const maxDepth = 1_000;
// The longest live blogs have some tens of thousands of elements; readability takes one to two seconds for 20,000.
const maxElements = 50_000;

/**
 * A document of `html`, which may be a whole page or a part of one.
 *
 * @throws AppError `CONTENT_MALFORMED` when it is nested or crowded beyond what a page can be
 */
export function parseHtml(html: string): DomDocument {
  guardSize(html);
  const whole = /<body[\s>]/i.test(html) && /<html[\s>]/i.test(html);
  const { document } = parseHTML(whole ? html : `<!doctype html><html><head></head><body>${html}</body></html>`);
  return document as unknown as DomDocument;
}

const tagOrOpaque =
  /<(?:!--[^]*?(?:-->|$)|(script|style|textarea|template)\b[^]*?(?:<\/\1\s*>|$)|(\/?)([a-z][a-z0-9]*))/gi;

/** Counts elements, open elements and loose marks in one pass, without building anything. */
function guardSize(html: string): void {
  let depth = 0;
  let elements = 0;
  let marks = countMarks(html);
  for (const tag of html.matchAll(tagOrOpaque)) {
    const name = tag[3]?.toLowerCase();
    marks -= name === undefined ? countMarks(tag[0]) : 2;
    if (name === undefined) continue;
    if (tag[2] !== '/') elements++;
    if (!selfClosing.has(name)) depth = Math.max(0, depth + (tag[2] === '/' ? -1 : 1));
    if (depth > maxDepth) throw crowded(`elements nested ${maxDepth} deep`);
    if (elements > maxElements) throw crowded(`${maxElements} elements`);
  }
  // The parser makes a text of its own of each loose mark and character reference.
  if (marks > maxElements) throw crowded(`${maxElements} loose marks`);
}

function crowded(what: string): AppError {
  return new AppError('CONTENT_MALFORMED', `Expected a web page, got one with more than ${what}.`, {
    hint: 'Save the article alone as text or Markdown.',
  });
}

function countMarks(html: string): number {
  let count = 0;
  for (let i = 0; i < html.length; i++) {
    const code = html.charCodeAt(i);
    if (code === 38 || code === 60 || code === 62) count++;
  }
  return count;
}

// Elements that have no end tag, or that the next one of their kind ends.
const selfClosing = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option ' +
    'optgroup colgroup rp rt body html head'
  ).split(' '),
);

const tagPattern =
  /<\/?(?:p|br|div|span|a|b|i|em|strong|u|h[1-6]|ul|ol|li|blockquote|figure|img|article|section|table|tr|td|pre|hr|script|style|iframe)(?:\s[^<>]{0,1000})?\/?>/i;

/** Whether a text holds HTML tags, so that it must be read as HTML. */
export function looksLikeHtml(text: string): boolean {
  return text.includes('<') && tagPattern.test(text);
}

/** The text of a piece of HTML: one paragraph per block, with an empty line between; hidden elements and comments left out. */
export function textOfHtml(html: string): string {
  return textBlocks(parseHtml(html).body)
    .map((block) => block.text)
    .join('\n\n');
}

const entity = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/gi;
const entities = new Map<string, string>();

/** `text` with character references (`&amp;`, `&#8217;`) as characters, for texts that went through HTML once too often. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(entity, (reference) => {
    let decoded = entities.get(reference);
    if (decoded === undefined) {
      decoded = parseHtml(reference).body.textContent ?? reference;
      if (entities.size < 1000) entities.set(reference, decoded);
    }
    return decoded;
  });
}

const blockNames = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER ' +
    'HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL'
  ).split(' '),
);

// Nothing in these is the text of an article: code, controls, pictures with their captions, frames.
const skipped = new Set(
  (
    'SCRIPT STYLE NOSCRIPT TEMPLATE HEAD TITLE META LINK BUTTON INPUT SELECT TEXTAREA NAV FIGCAPTION IMG PICTURE SVG ' +
    'MATH VIDEO AUDIO CANVAS IFRAME OBJECT EMBED DIALOG'
  ).split(' '),
);

/** Whether an element holds a paragraph of its own, as `p` and `div` do. */
export function isBlock(element: DomElement): boolean {
  return blockNames.has(element.nodeName.toUpperCase());
}

/**
 * The paragraphs under `root` in the order of the page. A line break of `<br>` ends one too; the cells of a table row stay together.
 * Hidden elements, pictures with their captions, controls and navigation are left out. Walks without recursion: linear in the number of nodes.
 */
export function textBlocks(root: DomElement): TextBlock[] {
  const blocks: TextBlock[] = [];
  const holders: DomElement[] = [root];
  let parts: string[] = [];
  const flush = (): void => {
    const text = parts
      .join('')
      .replace(/[ \t\r\n\f]+/g, ' ')
      .replace(/^[ |]+|[ |]+$/g, '');
    if (text !== '') blocks.push({ text, element: holders.at(-1)! });
    parts = [];
  };
  let node: DomNode | null = root.firstChild;
  while (node !== null && node !== root) {
    let descend = false;
    if (node.nodeType === 3) parts.push(node.textContent ?? '');
    else if (node.nodeType === 1) {
      const element = node as DomElement;
      const name = element.nodeName.toUpperCase();
      if (name === 'BR') flush();
      else if (!skipped.has(name) && !isHidden(element)) {
        if (blockNames.has(name)) {
          flush();
          holders.push(element);
        } else if (name === 'TD' || name === 'TH') parts.push(parts.length > 0 ? ' | ' : '');
        if (element.firstChild !== null) descend = true;
        else if (blockNames.has(name)) holders.pop();
      }
    }
    if (descend) {
      node = node.firstChild;
      continue;
    }
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      if (node !== null && node !== root && node === holders.at(-1)) {
        flush();
        holders.pop();
      }
    }
    if (node === null || node === root) break;
    node = node.nextSibling;
  }
  flush();
  return blocks;
}
