/** Pairs of quotation marks, and Discord's own mark for quoted lines. */
const marked = /“([^“”]+)”|"([^"]+)"|„([^„“”]+)[“”]|«([^«»]+)»|»([^«»]+)«|「([^「」]+)」/gu;
const quotedLines = /(?:^|\n)((?:> ?[^\n]*(?:\n|$))+)/gu;

/** Fewer words than this are rather a title, a name or irony than something to be checked. */
const fewestWords = 3;

/**
 * The quotations of a message, each once, in order: what stands between quotation marks, then quoted lines, then, where there is
 * neither, the whole message. At most `most`.
 */
export function findQuotations(message: string, most: number): string[] {
  const between = Array.from(message.matchAll(marked), (match) => match.slice(1).find((group) => group !== undefined)!);
  const lines = Array.from(message.matchAll(quotedLines), ([, block]) => block!.replace(/^> ?/gmu, ''));
  const found = [...between, ...lines]
    .map((text) => text.trim())
    .filter((text) => text.split(/\s+/u).length >= fewestWords);
  const all = found.length > 0 ? found : [message.trim()];
  return [...new Set(all)].filter((text) => /[\p{L}\p{N}]/u.test(text)).slice(0, most);
}
