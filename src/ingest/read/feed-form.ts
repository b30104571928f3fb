/** Whether a text begins as RSS, RDF, Atom or JSON Feed do. */
export function looksLikeFeed(text: string): boolean {
  const head = text.slice(0, 3000);
  if (/^\s*\{/.test(head)) return head.includes('jsonfeed.org/version/');
  return /^[^]{0,2000}?<(?:rss|rdf:RDF|feed)[\s>]/i.test(head) && !/<html[\s>]/i.test(head);
}
