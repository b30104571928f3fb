/*
 * Addresses of sources may carry credentials: a user name with a password, or a parameter such as "?key=". Whoever is shown a source, a
 * failure or an error need not know them.
 */

const mark = '[secret]';
/** An address within a text, also within JSON. */
const addresses = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>\\]+/giu;
const userInfo = /^([^:]+:\/\/)[^/?#]*@/u;
const parameters = /([?&;#])([^=&;#?]+)=([^&;#]+)/gu;

/** Words of which one in the name of a parameter says that its value is a secret. */
const secretWords = new Set(
  'key keys apikey accesskey authkey subscriptionkey token secret sig sign signature auth authorization password passwd pass pwd credential credentials jwt hmac sid session sessionid'.split(
    ' ',
  ),
);

/** The text with all credentials of addresses in it replaced by "[secret]"; applied twice it is the same as once. */
export function concealSecrets(text: string): string {
  return text.includes('://') ? text.replace(addresses, concealAddress) : text;
}

/** The value with all its strings concealed, however deep. */
export function concealAll<Value>(value: Value): Value {
  if (typeof value === 'string') return concealSecrets(value) as Value;
  if (Array.isArray(value)) return value.map(concealAll) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, concealAll(inner as unknown)]),
  ) as Value;
}

function concealAddress(address: string): string {
  return address
    .replace(userInfo, `$1${mark}@`)
    .replace(parameters, (whole: string, before: string, name: string) =>
      isSecret(name) ? `${before}${name}=${mark}` : whole,
    );
}

function isSecret(name: string): boolean {
  const words = decode(name)
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/u);
  return words.some((word) => secretWords.has(word) || /(?:token|secret|signature|password)$/u.test(word));
}

/** The name as a server reads it; as it is written when it is not well encoded. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
