import type { JsonObject } from "./reading/json.ts";

export interface Model {
  readonly provider: string;
  readonly name: string;
  readonly parameters: JsonObject;
}

/** How a scorer is configured in metadata (`evaluation.scorers`) or in an example (`assert`). */
export interface ScorerConfig {
  /** A scorer type, with an optional `not-` before it. */
  readonly type: string;
  readonly name?: string;
  /** A JSON Pointer (RFC 6901) into the answer. */
  readonly path?: string;
  readonly weight?: number;
  /** The smallest value in [0, 1] that passes; for latency, cost, tokens and levenshtein the largest, in their own unit. */
  readonly threshold?: number;
  readonly description?: string;
  readonly [option: string]: unknown;
}

export interface EvaluationPolicy {
  readonly scorers: readonly ScorerConfig[];
  /** `<scorer name>.<aggregate>`: the figure that the gate looks at. */
  readonly metric: string;
  /** From 0 to 1; equal passes. */
  readonly threshold: number;
  readonly min_examples?: number;
  readonly max_regression?: number;
  readonly max_unproven_drop?: number;
  readonly repeats?: number;
  readonly budget_usd?: number;
  readonly strict?: boolean;
  readonly on_unclear?: "rollback" | "hold";
}

export interface ChangelogEntry {
  readonly version: string;
  readonly date: string;
  readonly change: string;
}

/** `prompts/03-metadata/[<group>/]<task>.yaml`. `version` and `changelog` belong to promote. */
export interface Metadata {
  readonly task: string;
  readonly description?: string;
  readonly owners: readonly string[];
  readonly tags?: readonly string[];
  readonly data?: "public" | "internal" | "personal";
  /** JSON Schema 2020-12 of an example's `input`: an object. */
  readonly input: JsonObject;
  /** JSON Schema 2020-12 of the answer; `{type: string}` for plain text. */
  readonly output: JsonObject;
  readonly model: Model;
  readonly evaluation: EvaluationPolicy;
  readonly bump?: "minor" | "major";
  readonly change?: string;
  readonly version?: string;
  readonly changelog?: readonly ChangelogEntry[];
}
