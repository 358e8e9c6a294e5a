import type { MetricTable } from "../../src/evaluation/scoring/metric-table.ts";

/** Ids `e000`, `e001`, ... unless given. */
const idsFor = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `e${String(i).padStart(3, "0")}`);

/** A mean of one value an example; 0/1 outcomes unless `binary` is false. */
export function aMeanTable(
  values: readonly number[],
  { ids = idsFor(values.length), binary = true } = {},
): MetricTable {
  return {
    metric: binary ? "equals.pass_rate" : "rouge.mean",
    binary,
    ids,
    width: 1,
    counts: Float64Array.from(values),
    compute: (sums, rows) => (rows === 0 ? undefined : (sums[0] ?? 0) / rows),
  };
}

/** Micro F1 over rows of [tp, fp, fn]. */
export function anF1Table(
  rows: readonly (readonly [number, number, number])[],
  ids = idsFor(rows.length),
): MetricTable {
  return {
    metric: "fields.micro_f1",
    binary: false,
    ids,
    width: 3,
    counts: Float64Array.from(rows.flat()),
    compute: ([tp = 0, fp = 0, fn = 0]) => (tp + fp + fn === 0 ? undefined : (2 * tp) / (2 * tp + fp + fn)),
  };
}

/** `passed` ones, then zeros: the first examples pass. */
export const outcomes = (passed: number, of: number): readonly number[] =>
  Array.from({ length: of }, (_, i) => (i < passed ? 1 : 0));
