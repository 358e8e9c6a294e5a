import type { Interval } from "../report.ts";
import type { MetricTable } from "../scoring/metric-table.ts";
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
  const draw = sumsOfDraws([{ table, sums }], rows, how.seed);
  return percentileInterval(level, how.draws ?? drawsFor(rows), () => {
    draw();
    return table.compute(sums, rows);
  });
}

/** Percentile bootstrap interval of metric after minus metric before, resampling examples with both of their rows. */
export function pairedBootstrapInterval(pairs: Pairs, level: number, how: Resampling): Interval | undefined {
  const { before, after } = pairs;
  const rows = before.ids.length;
  const [sumsBefore, sumsAfter] = [new Float64Array(before.width), new Float64Array(after.width)];
  const arms = [
    { table: before, sums: sumsBefore },
    { table: after, sums: sumsAfter },
  ];
  const draw = sumsOfDraws(arms, rows, how.seed);
  return percentileInterval(level, how.draws ?? drawsFor(rows), () => {
    draw();
    const low = before.compute(sumsBefore, rows);
    const high = after.compute(sumsAfter, rows);
    return low === undefined || high === undefined ? undefined : high - low;
  });
}

/** A table and where the counts of its drawn rows are added up. */
interface Drawn {
  readonly table: MetricTable;
  readonly sums: Float64Array;
}

/** Each call draws rows with replacement, the same ones of every table, and overwrites the sums. */
function sumsOfDraws(drawn: readonly Drawn[], rows: number, seed: number): () => void {
  const random = seededRandom(seed);
  const words = new Uint32Array(rows);
  const picked = new Int32Array(rows);
  const scale = rows / WORDS;
  const [first, second] = drawn;
  const isPairOfMeans = drawn.length === 2 && drawn.every(({ table }) => table.width === 1);
  if (first !== undefined && second !== undefined && isPairOfMeans)
    return () => {
      random.fill(words);
      addBoth(first, second, words, scale);
    };
  return () => {
    random.fill(words);
    for (let i = 0; i < rows; i++) picked[i] = (words[i] ?? 0) * scale;
    for (const { table, sums } of drawn) addRows(sums, table, picked);
  };
}

/** One pass for the most frequent case: two tables of one column. */
function addBoth(first: Drawn, second: Drawn, words: Uint32Array, scale: number): void {
  const { counts: one } = first.table;
  const { counts: other } = second.table;
  let sumOne = 0;
  let sumOther = 0;
  for (let i = 0; i < words.length; i++) {
    const row = ((words[i] ?? 0) * scale) | 0;
    sumOne += one[row] ?? 0;
    sumOther += other[row] ?? 0;
  }
  first.sums[0] = sumOne;
  second.sums[0] = sumOther;
}

function addRows(sums: Float64Array, { counts, width }: MetricTable, picked: Int32Array): void {
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
