import type { Result } from "../../src/evaluation/result.ts";
import type { ReportedRun } from "../../src/reporting/reported-run.ts";
import { anExample } from "./example.ts";
import { aReport } from "./report.ts";
import { aResult } from "./result.ts";

/** A result that the metric's scorer of `aReport` scored. */
export function aScoredResult(id: string, passed: boolean, overrides: Partial<Result> = {}): Result {
  const score = {
    kind: "scored" as const,
    scorer: "equals",
    value: passed ? 1 : 0,
    passed,
    why: passed ? "equal" : "found something else",
  };
  return aResult({ id, scores: [score], ...overrides });
}

/** A run whose examples are those of its results. */
export function aReportedRun(overrides: Partial<ReportedRun> = {}): ReportedRun {
  const results = overrides.results ?? [aScoredResult("opening-hours", true)];
  const ids = [...new Set(results.map((result) => result.id))];
  return {
    report: aReport(),
    results,
    examples: ids.map((id) => anExample({ id })),
    data: "internal",
    ...overrides,
  };
}

/** A run in which each named example passed in production and fails now. */
export function aRunWithNewlyFailing(
  ids: readonly string[],
  overrides: Partial<ReportedRun> = {},
): ReportedRun {
  return aReportedRun({
    results: ids.map((id) => aScoredResult(id, false)),
    baselineResults: ids.map((id) => aScoredResult(id, true)),
    ...overrides,
  });
}
