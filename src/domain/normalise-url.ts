/**
 * The form of an http(s) address that two mentions of one page share: no fragment, no tracking parameters, lower-case host, no
 * default port. Relative addresses are resolved against `base`. Null for anything that is not an http(s) address.
 */
export function normaliseUrl(address: string, base?: string): string | null {
  if (!URL.canParse(address.trim(), base)) return null;
  const url = new URL(address.trim(), base);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return url.href;
}

// Parameters that name how a reader came, never what is read.
const tracking =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|cmpid|ns_campaign|ns_source|ns_mchannel|ito|smid|partner)$/i;
