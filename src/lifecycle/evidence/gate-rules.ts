import type { JudgedBy } from "../../evaluation/report.ts";
import type { GatePolicy } from "../../gate/decision.ts";
import { judgedBy } from "../../gate/policy.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";

/** The rules under which a version was let through, as the audit record names them. */
export interface GateRules extends JudgedBy {
  readonly threshold: number;
}

export const rulesOf = (policy: GatePolicy): GateRules => ({
  threshold: policy.threshold,
  ...judgedBy(policy),
});

const FIGURES = [
  "threshold",
  "alpha",
  "level",
  "max_regression",
  "max_unproven_drop",
  "min_examples",
  "error_budget",
] as const;

/** The rules in an audit entry's details; undefined for anything that is not all of them. */
export function recordedRules(value: Json | undefined): GateRules | undefined {
  if (!isJsonObject(value) || !isRules(value)) return undefined;
  return value;
}

function isRules(value: JsonObject): value is JsonObject & GateRules {
  const { strict, on_unclear } = value;
  const hasFigures = FIGURES.every((name) => typeof value[name] === "number");
  return hasFigures && typeof strict === "boolean" && (on_unclear === "rollback" || on_unclear === "hold");
}

/** What one set of rules has otherwise than another, as `name 0.02 (was 0.5)`. */
export function differingRules(before: Partial<GateRules>, after: GateRules): readonly string[] {
  const names = [...FIGURES, "strict", "on_unclear"] as const;
  return names.flatMap((name) =>
    before[name] === undefined || before[name] === after[name]
      ? []
      : [`${name} ${after[name]} (was ${before[name]})`],
  );
}
