import type { MetricTable } from "../scoring/metric-table.ts";

/** Counts of all rows added up. */
export function sumRows(counts: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < counts.length; at++) {
    const column = at % width;
    sums[column] = (sums[column] ?? 0) + (counts[at] ?? 0);
  }
  return sums;
}

/** The table's metric; undefined where nothing was counted. */
export function metricOf(table: MetricTable): number | undefined {
  if (table.ids.length === 0) return undefined;
  return table.compute(sumRows(table.counts, table.width), table.ids.length);
}

/** The same rows in the order of their ids by code unit, so that no figure depends on the order of arrival. */
export function orderById(table: MetricTable): MetricTable {
  if (isOrdered(table.ids)) return table;
  const idOf = (row: number): string => table.ids[row] ?? "";
  const order = Uint32Array.from(table.ids.keys()).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const counts = new Float64Array(table.counts.length);
  order.forEach((row, at) => {
    counts.set(table.counts.subarray(row * table.width, (row + 1) * table.width), at * table.width);
  });
  return {
    ...table,
    ids: Array.from(order, idOf),
    counts,
    compute: (sums, rows) => table.compute(sums, rows),
  };
}

const isOrdered = (ids: readonly string[]): boolean =>
  ids.every((id, row) => row === 0 || (ids[row - 1] ?? "") < id);
