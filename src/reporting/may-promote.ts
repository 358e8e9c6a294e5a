import type { ReportedRun } from "./reported-run.ts";

/** Whether nothing of this run keeps its candidate from production: it passes, or an owner has accepted its unproven drop. */
export const mayPromote = ({ report, cause, accepted }: ReportedRun): boolean =>
  report.verdict === "pass" ||
  (report.verdict === "inconclusive" && cause === "noise" && accepted !== undefined);
