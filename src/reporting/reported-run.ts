import type { EvalReport } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import type { InconclusiveCause } from "../gate/decision.ts";
import type { GateChange } from "../lifecycle/evidence/gate-change.ts";
import type { Example } from "../prompts/examples/example.ts";
import type { ScriptNames } from "./launched.ts";

/** One earlier run of a task as `history.jsonl` holds it; oldest first in every list. */
export type HistoryLine = Pick<
  EvalReport,
  "run_id" | "task" | "stage" | "version" | "score" | "threshold" | "interval" | "verdict" | "at"
>;

/** Where a merge would bring the version. */
export interface ReportedEnvironment {
  readonly service: string;
  readonly environment: string;
}

/** Everything that a report of one run may show. What is absent is left out of the report, never guessed. */
export interface ReportedRun {
  readonly report: EvalReport;
  /** One an example and repeat, in example order. */
  readonly results: readonly Result[];
  /** The baseline's, over the same examples; without them no example is called newly failing. */
  readonly baselineResults?: readonly Result[];
  readonly examples: readonly Example[];
  readonly history?: readonly HistoryLine[];
  /** Why an inconclusive run is so; the gate's decision knows. */
  readonly cause?: InconclusiveCause;
  /** An owner's word for the unproven drop of exactly this evaluation. */
  readonly accepted?: { readonly by: string; readonly reason: string };
  /** With `personal`, no input, expectation or answer reaches any report. */
  readonly data: "public" | "internal" | "personal";
  /** The limit of this run in US dollars, where one was set. */
  readonly budgetUsd?: number;
  /** The workflow's run that asked, where the answers are those of an earlier one. */
  readonly reused?: number;
  /** Environments of the services that answer for the task, in the order in which a merge reaches them. */
  readonly environments?: readonly ReportedEnvironment[];
  /** What is in production as long as nothing is merged; absent for a task that never was. */
  readonly production?: { readonly version: string; readonly promptDigest: string };
  /** How the gate itself differs from the one that let the version in production through. */
  readonly gateChanges?: readonly GateChange[];
  /** Why promotion leaves these bytes out although they may pass, and what to do: a decision stands against them. */
  readonly keptOut?: { readonly found: string; readonly fix: string };
  /** Who answers for the gate, as CODEOWNERS names them. */
  readonly gateOwners?: readonly string[];
  /** Which commands the reader can start as scripts. */
  readonly scripts?: ScriptNames;
}
