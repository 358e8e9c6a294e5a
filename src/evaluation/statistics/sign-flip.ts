import { drawsFor, type Resampling } from "./draws.ts";
import { dropOf, type Pairs } from "./pairs.ts";
import { seededRandom } from "./random.ts";
import { sumRows } from "./table.ts";

/** Up to this many pairs every assignment of signs is tried. */
const EXACT_PAIRS = 20;

const TIE = 1e-9;

export interface SignFlip {
  /** Probability of a drop at least as large if each pair's two rows were exchangeable; 1 where there is no drop to test. */
  readonly pValue: number;
  readonly exact: boolean;
}

/**
 * One-sided paired permutation test of a drop: the two arms' rows of an example change places, for every example
 * independently, and the metric of both arms is computed again (R. A. Fisher, 1935; for corpus metrics A. Yeh,
 * https://aclanthology.org/C00-2137). Exact up to 20 pairs, else p = (r + 1) / (R + 1) over R seeded draws (B. Phipson, G. Smyth,
 * https://doi.org/10.2202/1544-6115.1585). Whether it is exact depends on the number of pairs alone, and the signs
 * drawn on the seed alone, so that one more failure never raises the p-value.
 */
export function signFlipTest(pairs: Pairs, how: Resampling): SignFlip {
  const rows = pairs.before.ids.length;
  const exact = rows <= EXACT_PAIRS;
  const drop = dropOf(pairs);
  if (drop === undefined || rows === 0) return { pValue: 1, exact };
  const exchange = new Exchange(pairs, drop - TIE);
  if (exact) return { pValue: shareOfAllSigns(exchange), exact };
  return { pValue: shareOfDrawnSigns(exchange, rows, how), exact };
}

/** Steps through all 2^m assignments in Gray-code order, so that each differs from the last by one pair. */
function shareOfAllSigns(exchange: Exchange): number {
  const assignments = 2 ** exchange.differing.length;
  let extreme = exchange.isExtreme() ? 1 : 0;
  let signs = 0;
  for (let step = 1; step < assignments; step++) {
    const pair = 31 - Math.clz32(step & -step);
    signs ^= 1 << pair;
    exchange.move(pair, (signs >>> pair) & 1 ? 1 : -1);
    if (exchange.isExtreme()) extreme++;
  }
  return extreme / assignments;
}

function shareOfDrawnSigns(exchange: Exchange, rows: number, how: Resampling): number {
  const random = seededRandom(how.seed);
  const draws = how.draws ?? drawsFor(rows);
  const words = new Uint32Array(Math.ceil(rows / 32));
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++) {
    random.fill(words);
    exchange.assign(words);
    if (exchange.isExtreme()) extreme++;
  }
  return (extreme + 1) / (draws + 1);
}

/** The two arms' sums while rows change places. Only pairs whose rows differ are touched. */
class Exchange {
  readonly differing: Int32Array;
  readonly #pairs: Pairs;
  readonly #least: number;
  readonly #gaps: Float64Array;
  readonly #before: Float64Array;
  readonly #after: Float64Array;
  readonly #shift: Float64Array;
  readonly #sums: Float64Array;

  constructor(pairs: Pairs, least: number) {
    const { before, after } = pairs;
    this.#pairs = pairs;
    this.#least = least;
    this.#before = sumRows(before.counts, before.width);
    this.#after = sumRows(after.counts, after.width);
    this.#shift = new Float64Array(before.width);
    this.#sums = new Float64Array(before.width);
    const gaps = after.counts.map((count, at) => count - (before.counts[at] ?? 0));
    this.differing = rowsThatDiffer(gaps, before.width);
    this.#gaps = gaps;
  }

  /** Moves a differing pair's gap to the first arm (1) or back (-1). */
  move(pair: number, direction: 1 | -1): void {
    const width = this.#shift.length;
    const start = (this.differing[pair] ?? 0) * width;
    for (let column = 0; column < width; column++) {
      const gap = this.#gaps[start + column] ?? 0;
      this.#shift[column] = (this.#shift[column] ?? 0) + direction * gap;
    }
  }

  /** Swaps exactly the rows whose bit is set. */
  assign(bits: Uint32Array): void {
    this.#shift.fill(0);
    for (let pair = 0; pair < this.differing.length; pair++) {
      const row = this.differing[pair] ?? 0;
      if (((bits[row >>> 5] ?? 0) >>> (row & 31)) & 1) this.move(pair, 1);
    }
  }

  /** Whether the drop is at least the observed one; 0/0 counts as such, against calling it proven. */
  isExtreme(): boolean {
    const rows = this.#pairs.before.ids.length;
    const before = this.#pairs.before.compute(this.#shifted(this.#before, 1), rows);
    const after = this.#pairs.after.compute(this.#shifted(this.#after, -1), rows);
    return before === undefined || after === undefined || before - after >= this.#least;
  }

  #shifted(sums: Float64Array, direction: 1 | -1): Float64Array {
    for (let column = 0; column < sums.length; column++) {
      this.#sums[column] = (sums[column] ?? 0) + direction * (this.#shift[column] ?? 0);
    }
    return this.#sums;
  }
}

function rowsThatDiffer(gaps: Float64Array, width: number): Int32Array {
  const rows = new Set<number>();
  for (let at = 0; at < gaps.length; at++) {
    if (gaps[at] !== 0) rows.add(Math.floor(at / width));
  }
  return Int32Array.from(rows);
}
