import { metricTable } from "../evaluation/metrics.ts";
import type { Result } from "../evaluation/result.ts";
import { isQuotaError } from "../evaluation/run-result.ts";
import type { ScorerConfig } from "../prompts/metadata.ts";
import type { Arm } from "./decision.ts";

export interface ArmMeasure {
  readonly scorers: readonly ScorerConfig[];
  readonly metric: string;
  /** How many examples were asked for. */
  readonly examples: number;
}

/** One arm from its results. `all`: every arm's results, so that the tables of all arms have the same columns. */
export function measuredArm(
  { scorers, metric, examples }: ArmMeasure,
  results: readonly Result[],
  all: readonly Result[],
): Arm {
  const errors = results.flatMap(({ error }) =>
    error === undefined ? [] : [{ ...error, quota: isQuotaError(error) }],
  );
  return { table: metricTable(scorers, results, metric, all), examples, calls: results.length, errors };
}
