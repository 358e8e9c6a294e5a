import type { ExampleException } from "../prompts/examples/example-exceptions.ts";
import type { JudgeSpend } from "./judging/judge.ts";
import type { FinishReason } from "./request.ts";

export type Verdict = "pass" | "fail" | "regression" | "inconclusive" | "drift" | "unhealthy" | "error";
export type Stage = "candidate" | "production" | string;

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

export interface Digests {
  readonly prompt: string;
  readonly dataset: string;
  readonly scorers: string;
  readonly evaluation: string;
}

export interface BaselineReport {
  readonly version: string;
  readonly score: number | null;
  /** Candidate minus baseline, on the examples that both arms scored. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Examples on which the candidate did better, worse. */
  readonly better: number;
  readonly worse: number;
  /** One-sided: the probability of such a drop if nothing had changed. */
  readonly p_value: number | null;
  readonly test: "mcnemar_exact" | "sign_flip_exact" | "sign_flip_permutation" | null;
}

/** Answers by the model's name as the provider gave it. */
export type AnsweredAs = Readonly<Record<string, number>>;

/** The provider gave other names than before for one and the same model that was asked for. */
export type ModelChange =
  | { readonly kind: "within_run"; readonly now: readonly string[] }
  | { readonly kind: "between_arms"; readonly before: readonly string[]; readonly now: readonly string[] }
  | {
      readonly kind: "between_runs";
      /** The earlier run. */
      readonly run_id: string;
      readonly before: readonly string[];
      readonly now: readonly string[];
    };

/** The rules besides metric and threshold that a run was judged by, under the names that authors write. */
export interface JudgedBy {
  readonly alpha: number;
  readonly level: number;
  readonly max_regression: number;
  readonly max_unproven_drop: number;
  readonly min_examples: number;
  readonly error_budget: number;
  readonly strict: boolean;
  readonly on_unclear: "rollback" | "hold";
}

/** `report.json`: the evidence of one run, to the letter of the contract; figures are fractions from 0 to 1. */
export interface EvalReport {
  readonly schema_version: 1;
  readonly run_id: string;
  readonly task: string;
  readonly stage: Stage;
  /** The version that promotion would give a candidate, or the one that was evaluated. */
  readonly version: string;
  readonly model: { readonly provider: string; readonly name: string };
  readonly digests: Digests;
  readonly metric: string;
  /** Null where nothing was scored. */
  readonly score: number | null;
  readonly threshold: number;
  readonly interval: Interval | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly counts: {
    readonly examples: number;
    readonly scored: number;
    readonly passed: number;
    readonly failed: number;
    readonly errors: number;
    readonly cached: number;
  };
  /** `usd` is null where a price or a usage is unknown. */
  readonly cost: { readonly usd: number | null; readonly tokens_in: number; readonly tokens_out: number };
  /** The judges' part of `cost`; absent where no model judged. */
  readonly judging?: JudgeSpend;
  readonly latency_ms: { readonly p50: number | null; readonly p95: number | null };
  readonly wall_ms: number;
  readonly evidence: "live" | "cached" | "external";
  /** The smallest drop that this many examples find with 80 % power; null for a smoke run. */
  readonly detectable_drop: number | null;
  readonly baseline: BaselineReport | null;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The commit that was evaluated, or null outside git. */
  readonly commit: string | null;
  /** Tags of examples, with how each slice did; absent for personal data, whose tags may name people. */
  readonly slices?: Readonly<Record<string, { readonly examples: number; readonly score: number | null }>>;
  readonly finish_reasons?: Readonly<Partial<Record<FinishReason, number>>>;
  /** By id, the examples that were judged otherwise than the others; absent where there were none. */
  readonly exceptions?: Readonly<Record<string, ExampleException>>;
  /** Absent in reports that were written before reports named it. */
  readonly policy?: JudgedBy;
  /** Where only some of the task's examples were asked: how many it has, and what chose among them. */
  readonly sample?: { readonly of: number; readonly seed: string };
  /** Every round of the candidate; absent where the provider gives no names. */
  readonly answered_as?: AnsweredAs;
  /** Absent where there is none. It decides nothing: verdicts rest on scores. */
  readonly model_changes?: readonly ModelChange[];
}
