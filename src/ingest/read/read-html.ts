import type { DomDocument, DomElement } from './dom.js';
import { Readability } from '@mozilla/readability';
import { AppError } from '../../errors.js';
import type { Draft } from './draft.js';
import { isHidden, removeHiddenByStyles } from './hidden-elements.js';
import { isBlock, parseHtml, textBlocks, type TextBlock } from './html-text.js';
import { readPageMetadata } from './page-metadata.js';

/**
 * An article from a web page. Readability finds which part of the page is the article; the text of that part is taken from the page
 * itself, in its order, one paragraph per block, together with paragraphs of prose in the same container that readability's scores
 * dropped (short leads and quotations are the usual ones). Captions, hidden elements and comments are left out.
 *
 * @throws AppError `CONTENT_EMPTY` when the page holds no article, `CONTENT_MALFORMED`
 */
export function readHtml(html: string, base: string | null): Draft {
  const document = parseHtml(html);
  const metadata = readPageMetadata(document, base);
  removeUnseen(document);
  markBlocks(document);
  const blocks = textBlocks(document.body);
  const kept = keptMarks(document);
  const chosen = kept === null ? [] : chooseBlocks(blocks, kept, document.body);
  if (chosen.length === 0) {
    throw new AppError('CONTENT_EMPTY', 'Expected an article, got a page without one.', {
      hint: 'A page that is made by scripts holds no text before they run; save the article itself instead.',
    });
  }
  return { id: null, ...metadata, body: chosen.map((block) => block.text).join('\n\n') };
}

function removeUnseen(document: DomDocument): void {
  removeHiddenByStyles(document);
  for (const element of [...document.body.querySelectorAll('*')]) {
    if (isHidden(element) || /^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/i.test(element.nodeName)) element.remove();
  }
}

const markAttribute = 'data-onrecord-block';

/** Numbers the blocks of a page, so that readability's choice can be found again in the page as it was. */
function markBlocks(document: DomDocument): void {
  let count = 0;
  for (const element of document.body.querySelectorAll('*')) {
    if (isBlock(element)) element.setAttribute(markAttribute, String(count++));
  }
}

/** The numbers of the blocks that hold text in readability's result; null when it finds no article. Takes the document apart. */
function keptMarks(document: DomDocument): Set<number> | null {
  const copy = parseHtml(document.toString());
  const found = new Readability(copy as never, {
    // Short reports are articles too; the default of 500 makes it fall back to the whole page.
    charThreshold: 200,
    serializer: (node) => node,
  }).parse();
  if (found?.content === null || found?.content === undefined) return null;
  const marks = textBlocks(found.content as DomElement).map((block) => markOf(block.element));
  return new Set(marks.filter((mark) => mark !== null));
}

function markOf(element: DomElement): number | null {
  const value = element.closest(`[${markAttribute}]`)?.getAttribute(markAttribute);
  return value === null || value === undefined ? null : Number(value);
}

function chooseBlocks(blocks: readonly TextBlock[], kept: ReadonlySet<number>, body: DomElement): TextBlock[] {
  const isKept = (block: TextBlock): boolean => kept.has(markOf(block.element) ?? -1);
  const container = commonContainer(blocks.filter(isKept).map((block) => block.element));
  const chosen = blocks.filter((block) => {
    if (block.element.nodeName === 'H1') return false;
    return isKept(block) || (container !== null && container !== body && isLostProse(block, container));
  });
  // Of short pages, readability keeps boxes of links as well. A page whose article itself is in such a box keeps all.
  const plain = chosen.filter((block) => !isInBox(block.element, container));
  return lengthOf(plain) * 2 >= lengthOf(chosen) ? plain : chosen;
}

function lengthOf(blocks: readonly TextBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0);
}

/** The innermost element that holds at least nine in ten of the blocks: their common parent, but for strays. */
function commonContainer(elements: readonly DomElement[]): DomElement | null {
  const counts = new Map<DomElement, number>();
  for (const element of elements) {
    for (let node: DomElement | null = element.parentElement; node !== null; node = node.parentElement) {
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  let best: DomElement | null = null;
  let fewest = Infinity;
  for (const [element, count] of counts) {
    // Ancestors come after their children, so that among equals the innermost is met first.
    if (count >= elements.length * 0.9 && count < fewest) [best, fewest] = [element, count];
  }
  return best;
}

const boxOfOthers =
  /(?:^|[\s_-])(?:related|promo|newsletter|recirc|recommend(?:ed|ations)?|teasers?|outbrain|taboola|cookie|consent|signup|most-read|popular|trending|comments)(?:$|[\s_-])/i;
const otherMaterial =
  /(?:^|[\s_-])(?:share|social|comment|sidebar|advert(?:isement)?|ads?|sponsor|caption|credit|byline|meta|footer|nav|menu|breadcrumbs?|tags?|author|bio|subscribe|paywall|more)(?:$|[\s_-])/i;

function isInBox(element: DomElement, container: DomElement | null): boolean {
  for (let node: DomElement | null = element; node !== null && node !== container; node = node.parentElement) {
    if (/^(?:ASIDE|NAV|FOOTER)$/.test(node.nodeName) || boxOfOthers.test(namesOf(node))) return true;
  }
  return false;
}

/** A paragraph of prose within the article's container that lies in nothing of another nature. */
function isLostProse(block: TextBlock, container: DomElement): boolean {
  const { element, text } = block;
  if (!/^(?:P|BLOCKQUOTE|DIV|LI)$/.test(element.nodeName) || !container.contains(element)) return false;
  if (text.length < 40 || !/[.!?…]["'”’»)]*$/.test(text) || isInBox(element, container)) return false;
  const links = [...element.querySelectorAll('a')].reduce((sum, link) => sum + (link.textContent?.length ?? 0), 0);
  if (links > text.length * 0.4) return false;
  for (let node: DomElement | null = element; node !== null && node !== container; node = node.parentElement) {
    if (/^(?:FORM|FIGURE)$/.test(node.nodeName) || otherMaterial.test(namesOf(node))) return false;
  }
  return true;
}

function namesOf(element: DomElement): string {
  return `${element.getAttribute('class') ?? ''} ${element.id}`;
}
