import type { JudgedBy } from "../evaluation/report.ts";
import type { GateDefaults } from "../prompts/config.ts";
import type { EvaluationPolicy } from "../prompts/metadata.ts";
import type { GatePolicy } from "./decision.ts";

/** A task's own policy over the repository's defaults. */
export function gatePolicy(evaluation: EvaluationPolicy, defaults: GateDefaults): GatePolicy {
  return {
    threshold: evaluation.threshold,
    alpha: defaults.alpha,
    level: defaults.level,
    maxRegression: evaluation.max_regression ?? defaults.max_regression,
    maxUnprovenDrop: evaluation.max_unproven_drop ?? defaults.max_unproven_drop,
    minExamples: evaluation.min_examples ?? defaults.min_examples,
    errorBudget: defaults.error_budget,
    strict: evaluation.strict ?? false,
    onUnclear: evaluation.on_unclear ?? "rollback",
  };
}

/** A policy as reports record it; metric and threshold stand beside it. */
export function judgedBy(policy: GatePolicy): JudgedBy {
  return {
    alpha: policy.alpha,
    level: policy.level,
    max_regression: policy.maxRegression,
    max_unproven_drop: policy.maxUnprovenDrop,
    min_examples: policy.minExamples,
    error_budget: policy.errorBudget,
    strict: policy.strict,
    on_unclear: policy.onUnclear,
  };
}
