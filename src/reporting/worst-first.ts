import type { Verdict } from "../evaluation/report.ts";
import { worstVerdict } from "../gate/exit-code.ts";
import { compareText } from "../prompts/problem.ts";
import type { ReportedRun } from "./reported-run.ts";

/** Runs in the order in which they need somebody; equal ones by task, then as given. */
export function worstFirst(runs: readonly ReportedRun[]): readonly ReportedRun[] {
  return [...runs].sort(
    (a, b) =>
      compareVerdicts(a.report.verdict, b.report.verdict) || compareText(a.report.task, b.report.task),
  );
}

function compareVerdicts(a: Verdict, b: Verdict): number {
  if (a === b) return 0;
  return worstVerdict([a, b]) === a ? -1 : 1;
}
