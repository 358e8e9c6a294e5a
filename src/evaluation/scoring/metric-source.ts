import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { Result, Score, ScoredAnswer } from "../result.ts";
import { SCORER_TYPES } from "../scorers/catalogue.ts";
import type { Aggregate } from "./scorer.ts";
import { ASSERT_SCORER, baseType, scorerName, WEIGHTED_SCORER } from "./scorer-names.ts";

/** Where one metric comes from: what an example contributes, and what the sum of contributions means. */
export interface MetricSource {
  readonly width: number;
  /** Whether the metric is the mean of outcomes that are 0 or 1 for an answer. */
  readonly isProportion: boolean;
  /** One example's repeats, averaged; undefined where none of them says anything. */
  rowOf(repeats: readonly Result[]): readonly number[] | undefined;
  compute(sums: Float64Array, rows: number): number | undefined;
}

/** The corpus metrics of a scorer's type; none where it is negated. */
export function aggregatesOf(config: ScorerConfig): readonly Aggregate[] {
  const { base, isNegated } = baseType(config.type);
  return isNegated ? [] : (SCORER_TYPES.get(base)?.aggregates ?? []);
}

/** The source of `<scorer name>.<aggregate>`, or undefined where the task's scorers yield no such metric. */
export function metricSource(
  configs: readonly ScorerConfig[],
  results: readonly Result[],
  metric: string,
): MetricSource | undefined {
  if (metric === `${WEIGHTED_SCORER}.mean`) return meanOf((result) => weightedValue(configs, result), false);
  for (const name of [...configs.map(scorerName), ASSERT_SCORER]) {
    if (!metric.startsWith(`${name}.`)) continue;
    const aggregate = metric.slice(name.length + 1);
    const source = generalSource(name, aggregate, results) ?? corpusSource(configs, name, aggregate, results);
    if (source !== undefined) return source;
  }
  return undefined;
}

function generalSource(
  scorer: string,
  aggregate: string,
  results: readonly Result[],
): MetricSource | undefined {
  const passed = (result: Result): number | undefined =>
    mapScored(result, scorer, (score) => (score.passed ? 1 : 0));
  switch (aggregate) {
    case "mean":
      return meanOf((result) => mapScored(result, scorer, (score) => score.value), false);
    case "pass_rate":
      return meanOf(passed, true);
    case "pass_k":
      return overRepeats(results, passed, (outcomes) => Math.min(...outcomes));
    case "pass_at_k":
      return overRepeats(results, passed, (outcomes) => Math.max(...outcomes));
    default:
      return undefined;
  }
}

function meanOf(outcomeOf: (result: Result) => number | undefined, isProportion: boolean): MetricSource {
  return {
    width: 1,
    isProportion,
    rowOf: (repeats) =>
      averaged(
        repeats
          .map(outcomeOf)
          .filter(isDefined)
          .map((outcome) => [outcome]),
      ),
    compute: meanOfRows,
  };
}

/** An example whose repeats were not all scored says nothing about all of them: it is left out. */
function overRepeats(
  results: readonly Result[],
  outcomeOf: (result: Result) => number | undefined,
  combine: (outcomes: readonly number[]) => number,
): MetricSource {
  const repeats = results.reduce((most, result) => Math.max(most, result.repeat), 1);
  const rowOf = (ofExample: readonly Result[]): readonly number[] | undefined => {
    const outcomes = ofExample.map(outcomeOf).filter(isDefined);
    return outcomes.length === repeats ? [combine(outcomes)] : undefined;
  };
  return { width: 1, isProportion: true, rowOf, compute: meanOfRows };
}

function corpusSource(
  configs: readonly ScorerConfig[],
  scorer: string,
  name: string,
  results: readonly Result[],
): MetricSource | undefined {
  const config = configs.find((one) => scorerName(one) === scorer);
  const aggregate = config && aggregatesOf(config).find((one) => one.name === name);
  if (aggregate === undefined) return undefined;
  const keys = aggregate.keys([...countNames(results, scorer)]);
  const countsIn = (result: Result): readonly number[] | undefined =>
    mapScored(result, scorer, (score) => keys.map((key) => score.counts?.[key] ?? 0));
  return {
    width: keys.length,
    isProportion: aggregate.proportion,
    rowOf: (repeats) => averaged(repeats.map(countsIn).filter(isDefined)),
    compute: (sums, rows) =>
      aggregate.proportion ? aggregate.compute(meansOf(sums, rows), keys) : aggregate.compute(sums, keys),
  };
}

function countNames(results: readonly Result[], scorer: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const result of results) {
    mapScored(result, scorer, (score) => {
      for (const name in score.counts) names.add(name);
    });
  }
  return names;
}

/** Scorers of weight 0 do not count; where one that counts is unscored, the answer has no weighted value. */
function weightedValue(configs: readonly ScorerConfig[], result: Result): number | undefined {
  let total = 0;
  let weights = 0;
  for (const config of configs) {
    const weight = config.weight ?? 1;
    if (weight === 0) continue;
    const value = mapScored(result, scorerName(config), (score) => score.value);
    if (value === undefined) return undefined;
    total += weight * value;
    weights += weight;
  }
  return weights === 0 ? undefined : total / weights;
}

function mapScored<T>(result: Result, scorer: string, map: (score: ScoredAnswer) => T): T | undefined {
  const isScored = (score: Score): score is ScoredAnswer =>
    score.scorer === scorer && score.kind === "scored";
  const score = result.error === undefined ? result.scores.find(isScored) : undefined;
  return score === undefined ? undefined : map(score);
}

function averaged(rows: readonly (readonly number[])[]): readonly number[] | undefined {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return first;
  return first.map(
    (count, column) => others.reduce((sum, row) => sum + (row[column] ?? 0), count) / rows.length,
  );
}

const meansOf = (sums: Float64Array, rows: number): Float64Array => sums.map((sum) => sum / rows);
const meanOfRows = (sums: Float64Array, rows: number): number | undefined =>
  rows === 0 ? undefined : (sums[0] ?? 0) / rows;
const isDefined = <T>(value: T | undefined): value is T => value !== undefined;
