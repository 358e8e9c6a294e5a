import type { EvalReport } from "../../evaluation/report.ts";
import type { Result } from "../../evaluation/result.ts";
import type { InconclusiveCause } from "../../gate/decision.ts";

/** What is no part of a run's record, but of its report. */
export interface RunCircumstances {
  readonly cause?: InconclusiveCause;
  /** The limit of the run in US dollars. */
  readonly budgetUsd?: number;
  /** The workflow's run that asked, where it was an earlier one. */
  readonly reused?: number;
}

/** One run as another job or machine gets it. */
export interface EvidenceRun {
  /** Where it lies. */
  readonly folder: string;
  readonly report: EvalReport;
  /** The bytes of `report.json` as they were written. */
  readonly reportBytes: Uint8Array;
  readonly circumstances: RunCircumstances;
  /** Read from disk one at a time. */
  rows(): Iterable<Result>;
  /** Undefined where nothing was compared. */
  baselineRows(): Iterable<Result> | undefined;
  /** The same of the fresh run that confirmed it; both undefined where there was none. */
  confirmationRows(): Iterable<Result> | undefined;
  baselineConfirmationRows(): Iterable<Result> | undefined;
}
