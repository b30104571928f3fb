/**
 * The part of the DOM that reading a page uses, as linkedom gives it. Declared here, because the compiler's own DOM library
 * would bring every global of a browser into a program that runs in Node.
 */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly parentNode: DomNode | null;
  readonly parentElement: DomElement | null;
}

/** An element of a page. */
export interface DomElement extends DomNode {
  readonly id: string;
  readonly className: string;
  hasAttribute(name: string): boolean;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  closest(selector: string): DomElement | null;
  contains(node: DomNode): boolean;
  remove(): void;
}

/** A page. */
export interface DomDocument {
  readonly body: DomElement;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  toString(): string;
}
