import type { Verdict } from "../evaluation/report.ts";
import { worstVerdict } from "../gate/exit-code.ts";
import { compareText } from "../prompts/problem.ts";
import { mayPromote } from "./may-promote.ts";
import type { ReportedRun } from "./reported-run.ts";

/** Runs in the order in which they need somebody, an accepted drop like a pass; equal ones by task, then as given. */
export function worstFirst(runs: readonly ReportedRun[]): readonly ReportedRun[] {
  return [...runs].sort(
    (a, b) => compareVerdicts(weightOf(a), weightOf(b)) || compareText(a.report.task, b.report.task),
  );
}

const weightOf = (run: ReportedRun): Verdict => (mayPromote(run) ? "pass" : run.report.verdict);

function compareVerdicts(a: Verdict, b: Verdict): number {
  if (a === b) return 0;
  return worstVerdict([a, b]) === a ? -1 : 1;
}
