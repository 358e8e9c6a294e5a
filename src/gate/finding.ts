import type { Verdict } from "../evaluation/report.ts";
import type { Action, GateInput, InconclusiveCause } from "./decision.ts";

/** What a rule of the table found: the part of a decision that the rule itself knows. */
export interface Finding {
  readonly row: number;
  readonly verdict: Verdict;
  readonly inconclusive?: InconclusiveCause;
  /** The deciding sentence first. */
  readonly reasons: readonly string[];
}

/** What follows from a verdict. Before deployment everything but a pass blocks; after it only proof takes anything back. */
export function actionFor(phase: GateInput["phase"], verdict: Verdict): Action {
  if (phase === "before") return verdict === "pass" ? "promote" : "block";
  switch (verdict) {
    case "pass":
      return "verify";
    case "regression":
    case "unhealthy":
      return "roll_back";
    case "fail":
    case "inconclusive":
    case "drift":
    case "error":
      return "hold";
  }
}
