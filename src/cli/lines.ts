/**
 * The lines of a UTF-8 stream without their line ends, one at a time; the memory taken is that of the longest line. A line of
 * more than `mostCharacters` comes as undefined, and a byte order mark at the start is left out.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  mostCharacters: number,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let isTooLong = false;
  for await (const chunk of stream) {
    const pieces = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield isTooLong ? undefined : endOf(rest);
        rest = '';
        isTooLong = false;
      }
      if (isTooLong || rest.length + piece.length > mostCharacters) {
        isTooLong = true;
        rest = '';
      } else rest += piece;
    }
  }
  rest += decoder.decode();
  if (isTooLong) yield undefined;
  else if (rest !== '') yield endOf(rest);
}

function endOf(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
