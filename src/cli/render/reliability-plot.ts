import type { ReliabilityBin } from '../../evaluation/risk.js';
import type { Plot } from './plots.js';

export const plotColours = { main: '#1f5fa8', second: '#c2571a', quiet: '#8a8a8a' };

/** How far the confidence can be believed: a dot for each step of it, for one or two sets of questions, and the line that they should be on. */
export function reliabilityPlot(sets: readonly { name: string; bins: readonly ReliabilityBin[] }[]): Plot {
  const ends = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  return {
    title: 'Reliability of the confidence',
    xLabel: 'confidence',
    yLabel: 'passages that hold the answer',
    series: [
      { name: 'perfect', colour: plotColours.quiet, points: ends, form: 'line', isDashed: true },
      ...sets.map(({ name, bins }, i) => ({
        name,
        colour: i % 2 === 0 ? plotColours.main : plotColours.second,
        points: bins.map(({ meanConfidence, rightShare, count }) => ({
          x: meanConfidence,
          y: rightShare,
          weight: count,
        })),
        form: 'dots' as const,
      })),
    ],
  };
}
