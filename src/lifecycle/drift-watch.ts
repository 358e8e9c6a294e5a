import type { Verdict } from "../evaluation/report.ts";
import { sha256 } from "../prompts/sha256.ts";

const DAY_MS = 86_400_000;
const NIGHTS = 7;

/** Whether a task's weekly turn is on this day (ISO 8601, UTC): its id decides, so that the tasks spread evenly over the nights. */
export function isTurnOf(task: string, now: string): boolean {
  const day = Math.floor(Date.parse(now) / DAY_MS);
  return Number.parseInt(sha256(task).slice(0, 8), 16) % NIGHTS === day % NIGHTS;
}

/** What is known of one evaluation of what is in production. */
export interface WatchedRun {
  readonly run_id: string;
  readonly version: string;
  readonly stage: string;
  readonly verdict: Verdict;
}

/**
 * `moved`: worse in two runs in a row, so that somebody is told. `suspected`: worse once. `well`: an alarm ends. `unknown`: the
 * provider was down or noise decided, and nothing changes.
 */
export type WatchState = "well" | "suspected" | "moved" | "unknown";

/** `earlier` are runs of the task, oldest first, `now` possibly among them; what says nothing and other versions do not count. */
export function watchState(now: WatchedRun, earlier: readonly WatchedRun[]): WatchState {
  const judged = judgement(now.verdict);
  if (judged !== "worse") return judged;
  const before = earlier.findLast(
    (run) =>
      run.run_id !== now.run_id &&
      run.stage === "production" &&
      run.version === now.version &&
      judgement(run.verdict) !== "unknown",
  );
  return before !== undefined && judgement(before.verdict) === "worse" ? "moved" : "suspected";
}

function judgement(verdict: Verdict): "well" | "worse" | "unknown" {
  switch (verdict) {
    case "pass":
      return "well";
    case "fail":
    case "regression":
    case "drift":
    case "unhealthy":
      return "worse";
    case "inconclusive":
    case "error":
      return "unknown";
  }
}
