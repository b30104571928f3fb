/** One line of a plot, or dots with an area for a weight. Both axes run from 0 to 1. */
export interface Series {
  name: string;
  colour: string;
  points: readonly { x: number; y: number; weight?: number }[];
  /** `steps` holds each value until the next point, `dots` draws no line. */
  form: 'line' | 'steps' | 'dots';
  isDashed?: boolean;
}

/** A plot of shares with its axes. */
export interface Plot {
  title: string;
  xLabel: string;
  yLabel: string;
  /** Labels of the x axis by position; tenths of 1 when left out. */
  ticks?: readonly { at: number; label: string }[];
  series: readonly Series[];
}

const size = { width: 440, height: 300, left: 52, right: 14, top: 30, bottom: 62 };
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };
const legendLine = 16;
const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A plot as an SVG element that needs no script, style sheet or font of its own. */
export function renderPlot({ title, xLabel, yLabel, ticks, series }: Plot): string {
  const legend = renderLegend(series);
  const height = size.height + (legend.lines - 1) * legendLine;
  const parts = [
    `<text x="${size.left}" y="18" class="title">${escapeHtml(title)}</text>`,
    ...tenths.map(
      (value) =>
        `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(value)}" y2="${y(value)}" class="grid"/>` +
        `<text x="${size.left - 6}" y="${y(value) + 4}" class="tick" text-anchor="end">${Math.round(value * 100)}%</text>`,
    ),
    ...(ticks ?? tenths.map((at) => ({ at, label: `${Math.round(at * 100)}%` }))).map(
      ({ at, label }) =>
        `<text x="${x(at)}" y="${y(0) + 16}" class="tick" text-anchor="middle">${escapeHtml(label)}</text>`,
    ),
    `<text x="${x(0.5)}" y="${y(0) + 33}" class="label" text-anchor="middle">${escapeHtml(xLabel)}</text>`,
    `<text x="14" y="${y(0.5)}" class="label" text-anchor="middle" transform="rotate(-90 14 ${y(0.5)})">${escapeHtml(yLabel)}</text>`,
    ...series.map(renderSeries),
    ...legend.entries,
  ];
  return `<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escapeHtml(title)}">${parts.join('')}</svg>`;
}

/** A plot as an SVG file of its own. */
export function renderPlotFile(plot: Plot): string {
  const styles =
    '.title{font:600 14px system-ui,sans-serif}.tick{font:11px system-ui,sans-serif;fill:#444}' +
    '.label{font:12px system-ui,sans-serif;fill:#222}.grid{stroke:#e2e2e2}';
  const head = `<style>${styles}</style><rect width="100%" height="100%" fill="#fafafa"/>`;
  return `${renderPlot(plot).replace(/^<svg ([^>]*)>/, (_, attributes: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${head}`)}\n`;
}

function renderSeries({ colour, points, form, isDashed }: Series): string {
  const dots = points
    .map((point) => {
      const radius = form === 'dots' ? 3 + Math.sqrt(point.weight ?? 0) : 2;
      return `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="${radius.toFixed(1)}" fill="${colour}" fill-opacity="0.75"/>`;
    })
    .join('');
  if (form === 'dots') return dots;
  const path = points
    .map((point, i) => {
      if (i === 0) return `M${x(point.x)} ${y(point.y)}`;
      return form === 'steps' ? `H${x(point.x)}V${y(point.y)}` : `L${x(point.x)} ${y(point.y)}`;
    })
    .join('');
  const dash = isDashed === true ? ' stroke-dasharray="4 4"' : '';
  const line = `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`;
  return isDashed === true || points.length > 12 ? line : line + dots;
}

/** The names of the series below the axis, on as many lines as they need. */
function renderLegend(series: readonly Series[]): { entries: string[]; lines: number } {
  let at = size.left;
  let line = 0;
  const entries = series.map(({ name, colour }) => {
    const width = 30 + name.length * 6.2;
    if (at > size.left && at + width > size.width) {
      at = size.left;
      line++;
    }
    const top = size.height - 16 + line * legendLine;
    const entry =
      `<rect x="${round(at)}" y="${top}" width="10" height="10" fill="${colour}"/>` +
      `<text x="${round(at + 14)}" y="${top + 9}" class="tick">${escapeHtml(name)}</text>`;
    at += width;
    return entry;
  });
  return { entries, lines: line + 1 };
}

function x(share: number): number {
  return round(size.left + share * inner.width);
}

function y(share: number): number {
  return round(size.top + (1 - share) * inner.height);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A text as it may stand in HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
