import type { BaselineReport, Interval, Verdict } from "../evaluation/report.ts";
import type { ErrorClass } from "../evaluation/request.ts";
import type { MetricTable } from "../evaluation/scoring/metric-table.ts";

/** What the gate knows of one arm: its evidence for the metric and what went wrong on the way. */
export interface Arm {
  readonly table: MetricTable;
  /** Examples asked for, whether scored or not. */
  readonly examples: number;
  readonly calls: number;
  /** Calls that ended in an error; `detail` separates 401, 403, 404, 429 and quota from the rest. */
  readonly errors: readonly {
    readonly class: ErrorClass;
    readonly status?: number;
    readonly quota?: boolean;
  }[];
}

export interface GatePolicy {
  readonly threshold: number;
  readonly alpha: number;
  readonly level: number;
  readonly maxRegression: number;
  readonly maxUnprovenDrop: number;
  readonly minExamples: number;
  readonly errorBudget: number;
  readonly strict: boolean;
  readonly onUnclear: "rollback" | "hold";
}

export interface AcceptedDrop {
  readonly by: string;
  readonly reason: string;
}

export interface GateInput {
  readonly phase: "before" | "after";
  readonly policy: GatePolicy;
  readonly candidate: Arm;
  /** Absent for a first version, or where no comparison was asked for. */
  readonly baseline?: { readonly arm: Arm; readonly version: string; readonly citedScore?: number };
  /** Both arms once more, fresh. Present only where the first run did not pass and a fresh run could be had. */
  readonly confirmation?: { readonly candidate: Arm; readonly baseline: Arm };
  /** Whatever makes the record itself unusable (row 1), in a person's words. */
  readonly invalid: readonly string[];
  /** After deployment: what the live service says of itself (row 2). */
  readonly live?: {
    readonly healthy: boolean;
    readonly expectedDigest: string;
    readonly reportedDigest?: string;
  };
  /** After deployment: who accepted, for exactly this evaluation, a drop that nothing proves. */
  readonly accepted?: AcceptedDrop;
  /** Seed of every resampling, so that the same evidence always gives the same verdict. */
  readonly seed: number;
  /** Resamples behind intervals and permutation tests; fewer only where speed matters more than the last digit. */
  readonly draws?: number;
}

export type Action = "promote" | "block" | "verify" | "hold" | "roll_back";

/** `provider`: not the author's doing, try again; `noise`: a person may accept it. */
export type InconclusiveCause = "provider" | "noise";

export interface Decision {
  readonly verdict: Verdict;
  readonly action: Action;
  /** Sentences for people, the deciding one first. */
  readonly reasons: readonly string[];
  /** Row of the table in docs/gate.md that decided, 1 to 10. */
  readonly row: number;
  readonly inconclusive?: InconclusiveCause;
  readonly smoke: boolean;
  readonly score?: number;
  readonly interval?: Interval;
  readonly detectableDrop?: number;
  readonly baseline?: BaselineReport;
}
