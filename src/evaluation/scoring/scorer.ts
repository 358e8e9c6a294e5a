import type { Example } from "../../prompts/examples/example.ts";
import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import type { JudgeSpend } from "../judging/judge.ts";
import type { Answer } from "../request.ts";

/** What a scorer may look at. */
export interface ScorerInput {
  /** The answer's text, or the part that the configuration's `path` points to (objects as compact JSON). */
  readonly text: string;
  /** The whole answer parsed, or undefined where it is not JSON; after `path`, the part pointed to. */
  readonly value: Json | undefined;
  readonly answer: Answer;
  readonly example: Example;
  readonly costUsd: number | null;
  /** Whether the answer was not asked for now, so that its latency says nothing. */
  readonly cached?: boolean;
  /** Told what each question to a judge used, whatever came of it. */
  onJudged?(spend: JudgeSpend): void;
}

/** A scorer's own finding, before the wrapper applies name, threshold and `not-`. */
export interface Finding {
  /** In [0, 1]. */
  readonly value: number;
  readonly why: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** The scorer's word that this answer cannot be judged (no usage, no expectation): it then enters no metric. */
export interface NoFinding {
  readonly unscored: true;
  readonly why: string;
}

/** A problem in a scorer's configuration: `path` is a list of keys inside the entry. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly fix: string;
}

/**
 * One type of scorer: one file in `scorers/`. `Options` is the entry as JSON.
 *
 * `prepare` runs once a run and returns the function that scores one answer; it may throw only for what `check` reports.
 */
export interface ScorerType {
  readonly type: string;
  /** Whether an example must have `expected` (not as an assert with a `value` of its own). */
  readonly needsExpected: boolean;
  /** The smallest value that passes where the entry names no threshold. */
  readonly defaultThreshold: number;
  /** Options that the type knows besides the common ones (type, name, path, weight, threshold, description). */
  readonly options: readonly string[];
  /** Set where `threshold` is the largest accepted amount in this unit; the type then gives 1 within it and 0 above. */
  readonly limitUnit?: string;
  /** Whether it judges answers that were cut off, filtered or refused too; for all other types these are worth 0. */
  readonly judgesUnfinished?: true;
  /** Set where a model is asked: it is not asked about an answer that is worth 0 anyhow. */
  readonly isModelGraded?: true;
  check(options: JsonObject): readonly ConfigProblem[];
  prepare(options: JsonObject): (input: ScorerInput) => Finding | NoFinding | Promise<Finding | NoFinding>;
  /** Corpus metrics besides `mean` and `pass_rate`, named without the scorer. */
  readonly aggregates: readonly Aggregate[];
}

/**
 * A figure over a dataset that is a function of counts added up over examples, so that bootstrap and permutation can
 * resample it. With repeats, an example's counts are averaged first.
 */
export interface Aggregate {
  readonly name: string;
  /** Whether every example gives 0 or 1 and the figure is their mean (Wilson interval, McNemar test). */
  readonly proportion: boolean;
  /** Which counts it needs, from all counts seen in the run; fixed order. */
  keys(seen: readonly string[]): readonly string[];
  /** In [0, 1]; undefined where nothing was counted (0/0). */
  compute(sums: ArrayLike<number>, keys: readonly string[]): number | undefined;
}
