import type { MetricTable } from "../scoring/metric-table.ts";
import { metricOf, orderById, sumRows } from "./table.ts";

/** Rows of two arms side by side: row `i` of both stands for the same example. */
export interface Pairs {
  readonly before: MetricTable;
  readonly after: MetricTable;
}

/** The examples that both arms scored, in the order of their ids. */
export function pairById(before: MetricTable, after: MetricTable): Pairs {
  const shared = new Set(before.ids);
  const common = new Set(after.ids.filter((id) => shared.has(id)));
  return { before: orderById(keep(before, common)), after: orderById(keep(after, common)) };
}

/** Metric before minus metric after: positive is a drop. Undefined where either cannot be computed. */
export function dropOf(pairs: Pairs): number | undefined {
  const before = metricOf(pairs.before);
  const after = metricOf(pairs.after);
  return before === undefined || after === undefined ? undefined : before - after;
}

/**
 * On how many examples the second arm did better and worse: an example is worse where the first arm's metric would fall
 * if it took over the second arm's row. For a mean that is the comparison of the two values.
 */
export function countChanges(pairs: Pairs): { readonly better: number; readonly worse: number } {
  const { before, after } = pairs;
  const whole = metricOf(before) ?? 0;
  const sums = sumRows(before.counts, before.width);
  const swapped = new Float64Array(before.width);
  const changes = { better: 0, worse: 0 };
  for (let row = 0; row < before.ids.length; row++) {
    for (let column = 0; column < before.width; column++) {
      const at = row * before.width + column;
      swapped[column] = (sums[column] ?? 0) + (after.counts[at] ?? 0) - (before.counts[at] ?? 0);
    }
    const effect = (before.compute(swapped, before.ids.length) ?? whole) - whole;
    if (effect > TINY) changes.better++;
    if (effect < -TINY) changes.worse++;
  }
  return changes;
}

/** Below what one example can move a metric over ten million rows, above rounding. */
const TINY = 1e-11;

function keep(table: MetricTable, ids: ReadonlySet<string>): MetricTable {
  if (table.ids.length === ids.size) return table;
  const rows = table.ids.flatMap((id, row) => (ids.has(id) ? [row] : []));
  const counts = new Float64Array(rows.length * table.width);
  rows.forEach((row, at) => {
    counts.set(table.counts.subarray(row * table.width, (row + 1) * table.width), at * table.width);
  });
  const kept = rows.map((row) => table.ids[row] ?? "");
  return { ...table, ids: kept, counts, compute: (sums, n) => table.compute(sums, n) };
}
