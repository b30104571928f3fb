/** One line of the table that `npm run bench` prints. */
export interface Row {
  question: string;
  figure: string;
  /** The bar that the project has set itself; empty where it has none. */
  bar: string;
}

/** Rows as a Markdown table, so that it can stand in the README as it is printed. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map(({ question, figure, bar }) => `| ${question} | ${figure} | ${bar} |`);
  return ['| measured | figure | bar |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The value below which `share` of the values lie, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Milliseconds that `work` takes. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
