import type { Verdict } from "../evaluation/report.ts";

/** From the worst to the best, as several runs are summed up: exit 3 > 6 > 5 > 4 > 0. */
const WORST_FIRST: readonly Verdict[] = [
  "error",
  "unhealthy",
  "regression",
  "fail",
  "drift",
  "inconclusive",
  "pass",
];

/** The process's exit code for a verdict: 0 pass, 3 error, 4 inconclusive or drift, 5 fail or regression, 6 unhealthy. */
export function exitCodeOf(verdict: Verdict): 0 | 3 | 4 | 5 | 6 {
  switch (verdict) {
    case "pass":
      return 0;
    case "error":
      return 3;
    case "inconclusive":
    case "drift":
      return 4;
    case "fail":
    case "regression":
      return 5;
    case "unhealthy":
      return 6;
  }
}

/** The verdict of several runs together; of none, pass. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? "pass";
}
