/** Resamples that a figure rests on unless the table is very long. */
const DRAWS = 10_000;

const LARGEST_WORK = 100_000_000;
const FEWEST_DRAWS = 1_000;

/** How many resamples of a table of that many rows to draw: 10,000 up to 10,000 rows, then fewer, never under 1,000. */
export function drawsFor(rows: number): number {
  return Math.min(DRAWS, Math.max(FEWEST_DRAWS, Math.floor(LARGEST_WORK / Math.max(1, rows))));
}

/** What a resampling needs besides its data. */
export interface Resampling {
  readonly seed: number;
  /** Defaults to `drawsFor(rows)`. */
  readonly draws?: number | undefined;
}
