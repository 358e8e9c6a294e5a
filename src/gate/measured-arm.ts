import type { Result } from "../evaluation/result.ts";
import { isQuotaError } from "../evaluation/run-result.ts";
import { type Counting, countedResults, countingResults } from "../evaluation/scoring/counted-results.ts";
import { metricTable } from "../evaluation/scoring/metrics.ts";
import type { ScorerConfig } from "../prompts/metadata.ts";
import type { Arm } from "./decision.ts";

export interface ArmMeasure {
  readonly scorers: readonly ScorerConfig[];
  readonly metric: string;
  /** How many examples count. */
  readonly examples: number;
  /** Where examples are quarantined or have a rule of their own; without it every row counts as it is. */
  readonly counting?: Counting;
}

/** One arm from its results. `all`: every arm's results, so that the tables of all arms have the same columns. */
export function measuredArm(
  { scorers, metric, examples, counting }: ArmMeasure,
  results: readonly Result[],
  all: readonly Result[],
): Arm {
  const counted = (rows: readonly Result[]): readonly Result[] =>
    counting === undefined ? rows : countedResults(rows, counting);
  const calls = counting === undefined ? results : countingResults(results, counting);
  const errors = calls.flatMap(({ error }) =>
    error === undefined ? [] : [{ ...error, quota: isQuotaError(error) }],
  );
  const table = metricTable(scorers, counted(results), metric, counted(all));
  return { table, examples, calls: calls.length, errors };
}
