const escape = String.fromCharCode(27);
const sequences = new RegExp(`${escape}\\[(\\d+)A|${escape}\\[(2K)|[^]`, 'gu');

/** A terminal as a person sees it: knows line feeds, carriage returns, "up" and "erase the line", and throws at anything else. */
export function createScreen() {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (character: string): void => {
    const line = lines[row]!.padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };
  return {
    write(text: string): void {
      for (const [part, up, erase] of text.matchAll(sequences)) {
        if (up !== undefined) row = Math.max(0, row - Number(up));
        else if (erase !== undefined) lines[row] = '';
        else if (part === '\n') {
          row++;
          column = 0;
          lines[row] ??= '';
        } else if (part === '\r') column = 0;
        else if (part === escape) throw new Error(`Expected a sequence that is known, got ${JSON.stringify(text)}`);
        else put(part);
      }
    },
    /** What stands there, down to the cursor's line and below it as far as there is anything. */
    text: (): string => {
      const last = lines.findLastIndex((line) => line !== '');
      return lines.slice(0, Math.max(row, last) + 1).join('\n');
    },
  };
}
