import { mayPromote } from "./may-promote.ts";
import type { ReportedRun } from "./reported-run.ts";

/** What a merge makes of one evaluated task. */
export type MergeFate =
  /** The check keeps the merge back. */
  | "blocked"
  /** What is in production has these very bytes, or no candidate was evaluated. */
  | "unchanged"
  /** Answers made elsewhere are no evidence. */
  | "unproved"
  /** People, or a measured regression, took these bytes or the task out of production. */
  | "kept_out"
  /** The gate was made easier, and nobody has said yet why for the record. */
  | "waits"
  | "promoted";

/** As `promote --all-ready` decides about the same run once it is merged. */
export function mergeFate(run: ReportedRun): MergeFate {
  const { report, production, gateChanges = [] } = run;
  if (!mayPromote(run)) return "blocked";
  if (report.stage !== "candidate" || production?.promptDigest === report.digests.prompt) return "unchanged";
  if (report.evidence === "external") return "unproved";
  if (run.keptOut !== undefined) return "kept_out";
  return gateChanges.length > 0 ? "waits" : "promoted";
}
