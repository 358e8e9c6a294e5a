import type { MetricTable } from "../evaluation/scoring/metric-table.ts";
import type { Arm } from "./decision.ts";

/**
 * Two runs of one arm as one: an example counts once, with the average of the runs that scored it. The pool of 0/1
 * outcomes is no longer 0/1, so that it is judged like any graded metric. Both tables count the same things.
 */
export function pool(first: Arm, second: Arm): Arm {
  return {
    table: poolTables(first.table, second.table),
    examples: first.examples,
    calls: first.calls + second.calls,
    errors: [...first.errors, ...second.errors],
  };
}

function poolTables(first: MetricTable, second: MetricTable): MetricTable {
  const known = new Set(first.ids);
  const ids = [...first.ids, ...second.ids.filter((id) => !known.has(id))];
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const counts = new Float64Array(ids.length * first.width);
  const runs = new Uint8Array(ids.length);
  for (const table of [first, second]) {
    table.ids.forEach((id, at) => {
      const row = rowOf.get(id) ?? 0;
      addRow(counts, row, table, at);
      runs[row] = (runs[row] ?? 0) + 1;
    });
  }
  const averaged = counts.map((sum, at) => sum / (runs[Math.floor(at / first.width)] ?? 1));
  return {
    metric: first.metric,
    binary: false,
    ids,
    width: first.width,
    counts: averaged,
    compute: (sums, rows) => first.compute(sums, rows),
  };
}

function addRow(counts: Float64Array, row: number, table: MetricTable, at: number): void {
  for (let column = 0; column < table.width; column++) {
    const target = row * table.width + column;
    counts[target] = (counts[target] ?? 0) + (table.counts[at * table.width + column] ?? 0);
  }
}
