import type { Output } from './command.js';
import type { Style } from './style.js';

/** A terminal's size in characters. */
export interface Screen {
  columns: number;
  rows: number;
}

/**
 * An output that shows things for a while: `write` takes them away before it writes. `findScreen` gives null where they cannot be taken
 * away again, and nothing is shown there. Lines that are too many for the screen are left out from the top.
 */
export function createOutput(options: {
  style: Style;
  isTerminal: boolean;
  findScreen: () => Screen | null;
  write: (text: string) => Promise<void>;
}): Output {
  const { style, isTerminal, findScreen, write } = options;
  let shownLines = 0;
  const takeAway = (): string => {
    const lines = shownLines;
    shownLines = 0;
    // Line by line: some terminals keep a screen that is erased as a whole among what can be scrolled back to.
    return '\x1b[1A\r\x1b[2K'.repeat(lines);
  };
  return {
    style,
    isTerminal,
    write: (text) => write(takeAway() + text),
    show(text) {
      const before = takeAway();
      const screen = findScreen();
      // On a narrower screen lines break that are not known of.
      const lines = text === '' || screen === null || screen.columns < style.columns ? [] : text.split('\n');
      const fitting = lines.slice(-Math.max(0, (screen?.rows ?? 0) - 1));
      shownLines = fitting.length;
      // Nothing waits for it: a slow terminal must not slow the work.
      void write(before + fitting.map((line) => `${line}\n`).join(''));
    },
  };
}
