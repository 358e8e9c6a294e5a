import type { MetricTable } from "../metric-table.ts";
import type { Interval } from "../report.ts";
import { drawsFor, type Resampling } from "./draws.ts";
import type { Pairs } from "./pairs.ts";
import { seededRandom } from "./random.ts";

const WORDS = 2 ** 32;

/**
 * Percentile bootstrap interval of a metric over its examples (B. Efron, R. Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13). Resamples for which the metric is 0/0 are left out; undefined where all are.
 */
export function bootstrapInterval(table: MetricTable, level: number, how: Resampling): Interval | undefined {
  const rows = table.ids.length;
  const sums = new Float64Array(table.width);
  const resample = resampler(rows, how.seed);
  return percentileInterval(level, how.draws ?? drawsFor(rows), () => {
    const picked = resample();
    addRows(sums, table, picked);
    return table.compute(sums, rows);
  });
}

/** Percentile bootstrap interval of metric after minus metric before, resampling examples with both of their rows. */
export function pairedBootstrapInterval(pairs: Pairs, level: number, how: Resampling): Interval | undefined {
  const { before, after } = pairs;
  const rows = before.ids.length;
  const sumsBefore = new Float64Array(before.width);
  const sumsAfter = new Float64Array(after.width);
  const resample = resampler(rows, how.seed);
  return percentileInterval(level, how.draws ?? drawsFor(rows), () => {
    const picked = resample();
    addRows(sumsBefore, before, picked);
    addRows(sumsAfter, after, picked);
    const low = before.compute(sumsBefore, rows);
    const high = after.compute(sumsAfter, rows);
    return low === undefined || high === undefined ? undefined : high - low;
  });
}

/** Draws row numbers with replacement into one buffer, which every call overwrites. */
function resampler(rows: number, seed: number): () => Int32Array {
  const random = seededRandom(seed);
  const words = new Uint32Array(rows);
  const picked = new Int32Array(rows);
  const scale = rows / WORDS;
  return () => {
    random.fill(words);
    for (let i = 0; i < rows; i++) picked[i] = (words[i] ?? 0) * scale;
    return picked;
  };
}

function addRows(sums: Float64Array, table: MetricTable, picked: Int32Array): void {
  const { counts, width } = table;
  if (width === 1) {
    sums[0] = sumPicked(counts, picked);
    return;
  }
  sums.fill(0);
  for (let i = 0; i < picked.length; i++) {
    const start = (picked[i] ?? 0) * width;
    for (let column = 0; column < width; column++) {
      sums[column] = (sums[column] ?? 0) + (counts[start + column] ?? 0);
    }
  }
}

function sumPicked(counts: Float64Array, picked: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < picked.length; i++) sum += counts[picked[i] ?? 0] ?? 0;
  return sum;
}

function percentileInterval(
  level: number,
  draws: number,
  draw: () => number | undefined,
): Interval | undefined {
  const values = new Float64Array(draws);
  let size = 0;
  for (let i = 0; i < draws; i++) {
    const value = draw();
    if (value !== undefined) values[size++] = value;
  }
  if (size === 0) return undefined;
  const sorted = values.subarray(0, size).sort();
  const cut = ((1 - level) / 2) * (size - 1);
  return { low: sorted[Math.floor(cut)] ?? 0, high: sorted[Math.ceil(size - 1 - cut)] ?? 0, level };
}
