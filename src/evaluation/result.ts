import type { JudgeSpend } from "./judging/judge.ts";
import type { ErrorClass, FinishReason, Usage } from "./request.ts";

/** What a scorer says of one answer. An unscored answer enters no mean: it is never a zero. */
export type Score = ScoredAnswer | UnscoredAnswer;

export interface ScoredAnswer {
  readonly kind: "scored";
  readonly scorer: string;
  /** In [0, 1]. */
  readonly value: number;
  readonly passed: boolean;
  /** One line for a person: what was found and what was wanted. */
  readonly why: string;
  /** Counts that corpus metrics add up over examples (tp, fn, a confusion cell, ...), never negative. */
  readonly counts?: Readonly<Record<string, number>>;
}

export interface UnscoredAnswer {
  readonly kind: "unscored";
  readonly scorer: string;
  readonly why: string;
}

export interface ResultError {
  readonly class: ErrorClass;
  readonly message: string;
  readonly status?: number;
}

/** One example and repeat of a run. With `error` it has no scores and enters no metric. */
export interface Result {
  readonly id: string;
  /** From 1. */
  readonly repeat: number;
  readonly output: string | null;
  readonly scores: readonly Score[];
  readonly error?: ResultError;
  readonly usage: Usage | null;
  /** Null when unknown or when nothing was paid for. */
  readonly costUsd: number | null;
  readonly latencyMs: number | null;
  readonly cached: boolean;
  readonly finishReason: FinishReason | null;
  /** The model's name as the provider gave it with the answer; absent where it gave none. */
  readonly answeredAs?: string;
  /** What the models used that judged it; absent where none was asked. */
  readonly judging?: JudgeSpend;
}
