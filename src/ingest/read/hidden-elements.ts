import type { DomDocument, DomElement } from './dom.js';
/**
 * Whether the page says in its own markup that readers do not see this element: `hidden`, `aria-hidden`, an inline style that
 * hides it, or a class that marks words for screen readers. Hidden text is where instructions to a language model are put, and
 * where pages keep labels that are no part of the article.
 */
export function isHidden(element: DomElement): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true;
  if (element.nodeName === 'INPUT' && element.getAttribute('type') === 'hidden') return true;
  const classes = element.getAttribute('class');
  if (classes !== null && screenReaderOnly.test(classes)) return true;
  const style = element.getAttribute('style');
  return style !== null && hides(style);
}

const screenReaderOnly =
  /(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|u-hidden|hidden-visually|a11y-hidden|element-invisible)(?:\s|$)/i;

/** Whether CSS declarations keep text out of sight. */
export function hides(declarations: string): boolean {
  const css = declarations
    .toLowerCase()
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, '')
    .replaceAll('!important', '');
  if (hiding.test(css)) return true;
  // Text in the colour of its own background.
  const colour = /(?:^|;)color:([^;]+)/.exec(css)?.[1];
  const background = /(?:^|;)background(?:-color)?:([^;]+)/.exec(css)?.[1];
  return colour !== undefined && background !== undefined && plainColour(colour) === plainColour(background);
}

const hiding =
  /(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:0?(?:\.0+)?(?:;|$)|font-size:(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?(?:;|$)|color:(?:transparent|rgba\([^)]*,0(?:\.0+)?\))|text-indent:-\d{3,}|(?:left|right|top|margin-left|margin-top):-\d{4,}|clip:rect\(|clip-path:inset\((?:50|100)%|transform:scale\(0\)|max-height:0(?:px)?(?:;|$)|height:0(?:px)?;.*overflow:hidden|width:0(?:px)?;.*overflow:hidden)/;

function plainColour(value: string): string {
  if (/^(?:white|#fff|#ffffff|rgb\(255,255,255\))$/.test(value)) return '#fff';
  if (/^(?:black|#000|#000000|rgb\(0,0,0\))$/.test(value)) return '#000';
  return value;
}

/**
 * Takes the elements out of a page that its own style sheets hide. Only plain selectors (`.note`, `#x`, `div.y`) outside of
 * `@media` are looked at; a rule that would take more than half of the page's text is for a script to undo, and is passed over.
 */
export function removeHiddenByStyles(document: DomDocument): void {
  const total = textLength(document.body);
  for (const style of [...document.querySelectorAll('style')]) {
    for (const selector of hiddenSelectors(style.textContent ?? '')) {
      const found = [...document.querySelectorAll(selector)];
      const length = found.reduce((sum, element) => sum + textLength(element), 0);
      if (length * 2 <= total) for (const element of found) element.remove();
    }
  }
}

function textLength(element: DomElement | null): number {
  return element?.textContent?.length ?? 0;
}

function hiddenSelectors(css: string): string[] {
  const selectors: string[] = [];
  // Blocks of @media and the like are left out as a whole: they hold for print or narrow screens.
  const plain = css
    .slice(0, 500_000)
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/@[^{};]{0,300}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}[^{}]{0,2000}\}/g, '');
  for (const rule of plain.split('}')) {
    const open = rule.indexOf('{');
    if (open === -1 || !hides(rule.slice(open + 1))) continue;
    for (const selector of rule.slice(0, open).split(',')) {
      if (/^(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)+$/i.test(selector.trim())) selectors.push(selector.trim());
    }
    if (selectors.length > 200) break;
  }
  return selectors;
}
