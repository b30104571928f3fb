/** Whether a text begins as RSS, RDF, Atom or JSON Feed do; what its items hold, whole pages too, does not matter. */
export function looksLikeFeed(text: string): boolean {
  const head = text.slice(0, 3000);
  if (/^\s*\{/.test(head)) return head.includes('jsonfeed.org/version/');
  const [, root = 'html'] = /^[^]{0,2000}?<(rss|rdf:RDF|feed|html)[\s>]/i.exec(head) ?? [];
  return root.toLowerCase() !== 'html';
}
