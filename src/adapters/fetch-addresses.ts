import ipaddr from 'ipaddr.js';

/**
 * Why an IP address is not public: the name of its range; null when it is public. Only addresses of the open internet are
 * public: no private, loopback, link-local, carrier-grade, multicast, reserved or metadata ones, and none that carry an IPv4 address inside
 * an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo), since they lead to wherever a gateway sends them.
 */
export function findRefusal(address: string): string | null {
  if (!ipaddr.isValid(address)) return 'not an address';
  const parsed = ipaddr.parse(address);
  if (metadata.has(parsed.toNormalizedString())) return 'metadata';
  const range = parsed.range();
  if (range !== 'unicast') return range;
  return parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).match(ipv4Compatible, 96) ? 'ipv4Compatible' : null;
}

// Cloud services that answer on public addresses from within (Azure); the others are link-local or private anyway.
const metadata = new Set(['168.63.129.16']);

const ipv4Compatible = ipaddr.IPv6.parse('::');
