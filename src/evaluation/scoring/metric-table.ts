/**
 * One arm's evidence for one metric, ready for statistics: a row of counts per scored example, in example order.
 * Row `i` stands in `counts[i * width .. (i + 1) * width)`.
 */
export interface MetricTable {
  readonly metric: string;
  /** Whether every row is one 0/1 outcome (width 1), so that Wilson and McNemar apply. */
  readonly binary: boolean;
  readonly ids: readonly string[];
  readonly width: number;
  readonly counts: Float64Array;
  /** Metric of summed rows, in [0, 1]; undefined for 0/0. `rows` is how many rows were summed. */
  compute(sums: Float64Array, rows: number): number | undefined;
}
