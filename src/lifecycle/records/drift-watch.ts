import type { EvalReport, Verdict } from "../../evaluation/report.ts";
import { sha256 } from "../../prompts/sha256.ts";

const DAY_MS = 86_400_000;

/**
 * Whether a task has its turn on this day (ISO 8601, UTC), once in `everyDays`: its id decides, so that the tasks spread evenly
 * over the nights.
 */
export function isTurnOf(task: string, now: string, everyDays: number): boolean {
  const day = Math.floor(Date.parse(now) / DAY_MS);
  return Number.parseInt(sha256(task).slice(0, 8), 16) % everyDays === day % everyDays;
}

/** US dollars that evaluations of what is in production cost in the calendar month (UTC) of `now`, as their records have it. */
export function spentInMonth(
  runs: readonly {
    readonly stage: string;
    readonly at: string;
    readonly cost: { readonly usd: number | null };
  }[],
  now: string,
): number {
  const own = runs.filter(({ stage, at }) => stage === "production" && at.slice(0, 7) === now.slice(0, 7));
  return own.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0);
}

/** What is known of one evaluation of what is in production. */
export interface WatchedRun {
  readonly run_id: string;
  readonly version: string;
  readonly stage: string;
  readonly verdict: Verdict;
  /** There where only some examples were asked: then an alarm says no more than that all have to be asked. */
  readonly sample?: EvalReport["sample"];
}

/**
 * `moved`: worse in two runs in a row, so that somebody is told. `suspected`: worse once. `well`: an alarm ends. `unknown`: the
 * provider was down or noise decided, and nothing changes.
 */
export type WatchState = "well" | "suspected" | "moved" | "unknown";

/** `earlier` are runs of the task, oldest first, `now` possibly among them; what says nothing and other versions do not count. */
export function watchState(now: WatchedRun, earlier: readonly WatchedRun[]): WatchState {
  const judged = judgement(now);
  if (judged !== "worse") return judged;
  const before = earlier.findLast((run) => counts(run, now));
  return before !== undefined && judgement(before) === "worse" ? "moved" : "suspected";
}

/** Whether the two runs before this one were an alarm. */
export function wasMoved(now: WatchedRun, earlier: readonly WatchedRun[]): boolean {
  const last = earlier.filter((run) => counts(run, now)).slice(-2);
  return last.length === 2 && last.every((run) => judgement(run) === "worse");
}

const counts = (run: WatchedRun, now: WatchedRun): boolean =>
  run.run_id !== now.run_id &&
  run.stage === "production" &&
  run.version === now.version &&
  judgement(run) !== "unknown";

/** Whether a run of some examples is a reason to ask all of them. */
export const isSuspicious = ({ verdict }: Pick<WatchedRun, "verdict">): boolean =>
  tendency(verdict) === "worse";

function judgement({ verdict, sample }: WatchedRun): "well" | "worse" | "unknown" {
  const judged = tendency(verdict);
  return judged === "worse" && sample !== undefined ? "unknown" : judged;
}

function tendency(verdict: Verdict): "well" | "worse" | "unknown" {
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
