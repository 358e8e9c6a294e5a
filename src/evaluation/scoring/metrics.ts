import type { ScorerConfig } from "../../prompts/metadata.ts";
import { exampleGroups } from "../example-groups.ts";
import type { Result } from "../result.ts";
import { aggregatesOf, type MetricSource, metricSource } from "./metric-source.ts";
import type { MetricTable } from "./metric-table.ts";
import { ASSERT_SCORER, scorerName, WEIGHTED_SCORER } from "./scorer-names.ts";

/** What decides which metrics there are, besides the scorers. */
export interface MetricScope {
  /** Default 1; more add `pass_k` and `pass_at_k`. */
  readonly repeats?: number;
  /** Whether some example has asserts of its own; default true. */
  readonly hasAsserts?: boolean;
}

/** Every metric that a task yields, `<scorer name>.<aggregate>`, in the order of the scorers. */
export function metricNames(configs: readonly ScorerConfig[], scope: MetricScope = {}): readonly string[] {
  const general =
    (scope.repeats ?? 1) > 1 ? ["mean", "pass_rate", "pass_k", "pass_at_k"] : ["mean", "pass_rate"];
  const ofScorers = configs.flatMap((config) => {
    const ofType = aggregatesOf(config).map((aggregate) => aggregate.name);
    return [...general, ...ofType].map((name) => `${scorerName(config)}.${name}`);
  });
  const isWeighted = configs.length > 1 || configs.some((config) => config.weight !== undefined);
  const ofAsserts = scope.hasAsserts === false ? [] : general.map((name) => `${ASSERT_SCORER}.${name}`);
  return [...ofScorers, ...(isWeighted ? [`${WEIGHTED_SCORER}.mean`] : []), ...ofAsserts];
}

/** Every metric that the results give a figure for, in [0, 1]; one that nothing was scored for is left out. */
export function computeMetrics(
  configs: readonly ScorerConfig[],
  results: readonly Result[],
): Readonly<Record<string, number>> {
  const repeats = results.reduce((most, result) => Math.max(most, result.repeat), 1);
  const figures = metricNames(configs, { repeats }).flatMap((metric) => {
    const figure = metricFigure(configs, results, metric);
    return figure === undefined ? [] : [[metric, figure] as const];
  });
  return Object.fromEntries(figures);
}

/**
 * The figure of a metric's table without the table, which takes memory for every example; in [0, 1], undefined where nothing
 * was counted. Throws for a metric that the scorers do not yield.
 */
export function metricFigure(
  configs: readonly ScorerConfig[],
  results: readonly Result[],
  metric: string,
): number | undefined {
  const source = sourceOf(configs, results, metric);
  const sums = new Float64Array(source.width);
  let rows = 0;
  for (const [, repeats] of exampleGroups(results)) {
    const row = source.rowOf(repeats);
    if (row === undefined) continue;
    for (const [column, count] of row.entries()) sums[column] = (sums[column] ?? 0) + count;
    rows += 1;
  }
  return rows === 0 ? undefined : source.compute(sums, rows);
}

/**
 * A metric's evidence: a row an example, in the order in which the results name them first. Repeats are averaged before;
 * an example without a scored repeat has no row. Tables that are compared need the same columns: `among` then holds the
 * results of all of them. Throws for a metric that the scorers do not yield.
 */
export function metricTable(
  configs: readonly ScorerConfig[],
  results: readonly Result[],
  metric: string,
  among: readonly Result[] = results,
): MetricTable {
  return tableOf(metric, sourceOf(configs, among, metric), results);
}

function sourceOf(
  configs: readonly ScorerConfig[],
  results: readonly Result[],
  metric: string,
): MetricSource {
  const source = metricSource(configs, results, metric);
  if (source === undefined) throw new Error(`no scorer yields the metric "${metric}"`);
  return source;
}

function tableOf(metric: string, source: MetricSource, results: readonly Result[]): MetricTable {
  const ids: string[] = [];
  const values = new Float64Array(results.length * source.width);
  for (const [id, repeats] of exampleGroups(results)) {
    const row = source.rowOf(repeats);
    if (row === undefined) continue;
    values.set(row, ids.length * source.width);
    ids.push(id);
  }
  const filled = ids.length * source.width;
  const counts = filled === values.length ? values : values.slice(0, filled);
  return {
    metric,
    binary: source.isProportion && counts.every((count) => count === 0 || count === 1),
    ids,
    width: source.width,
    counts,
    compute: (sums, size) => (size === 0 ? undefined : source.compute(sums, size)),
  };
}
