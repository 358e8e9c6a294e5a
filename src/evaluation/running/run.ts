import type { Answer, CallError, Reply } from "../request.ts";
import type { Budget } from "./budget.ts";
import type { Pace } from "./pace.ts";

/** One question of a run. Results are keyed by these three, never by the order of arrival. */
export interface Unit {
  /** Candidate, baseline, or one of several models: what is asked under one arm meets one provider. */
  readonly arm: string;
  /** Of the example. */
  readonly id: string;
  /** From 1. */
  readonly repeat: number;
}

/** What became of one unit, before scoring. */
export interface Outcome {
  readonly reply: Reply;
  /** Answered from memory: its latency was not measured now and nothing was paid. */
  readonly cached: boolean;
  /** Of this answer, in US dollars; null when unknown or when nothing was paid. */
  readonly costUsd: number | null;
}

export interface RunLimits {
  /** Calls at once, from 1. */
  readonly concurrency: number;
  /** Total time of one attempt, not of silence. */
  readonly callTimeoutMs: number;
  /** Calls for one unit at most, from 1. */
  readonly attempts: number;
  /** So many units in a row that failed after all their attempts close the arm. */
  readonly outageAfter: number;
}

export const DEFAULT_RUN_LIMITS: RunLimits = {
  concurrency: 16,
  callTimeoutMs: 120_000,
  attempts: 5,
  outageAfter: 5,
};

/** What calls cost: bounds are reserved before a call, figures are booked after it. */
export interface Spending<U extends Unit> {
  readonly budget: Budget;
  upperBoundUsd(unit: U): number;
  /** Undefined where the answer does not say what was used. */
  costUsd(unit: U, answer: Answer): number | undefined;
}

/** Answers of earlier runs. */
export interface AnswerMemory<U extends Unit> {
  recall(unit: U): Answer | undefined;
  remember(unit: U, answer: Answer): void;
}

export interface Run<U extends Unit> {
  /** Read as the run goes; interleave the arms first. */
  readonly units: Iterable<U>;
  readonly limits: RunLimits;
  readonly pace: Pace;
  readonly spending?: Spending<U>;
  readonly memory?: AnswerMemory<U>;
  /** What the run was answered and paid for before it was interrupted, and only has to be settled. */
  answered?(unit: U): Outcome | undefined;
  /** Ends the run early: no new call, open ones are dropped unsettled. */
  readonly signal?: AbortSignal;
  /** Asks once; the signal is the call's deadline or the end of the run. A throw is a bug and ends the run. */
  ask(unit: U, signal: AbortSignal): Promise<Reply>;
  /** Takes each outcome in the order of arrival, several at a time; what it throws ends the run. */
  settle(unit: U, outcome: Outcome): void | Promise<void>;
}

/** How a run ended. Units that were never settled are missing from the results, and a resumed run asks for them. */
export type RunEnd =
  | { readonly kind: "complete" }
  /** 401 or 403: the key is refused, nothing else was asked. */
  | { readonly kind: "refused"; readonly arm: string; readonly error: CallError }
  | { readonly kind: "budget"; readonly spentUsd: number; readonly limitUsd: number }
  /** A judge is gone: more answers would be paid for and stay unscored. */
  | { readonly kind: "unjudged"; readonly judge: string; readonly error: CallError }
  | { readonly kind: "stopped" };
