import type { Arm, GateInput, GatePolicy } from "../../src/gate/decision.ts";
import { aMeanTable } from "./metric-tables.ts";

export const aPolicy = (changes: Partial<GatePolicy> = {}): GatePolicy => ({
  threshold: 0.8,
  alpha: 0.05,
  level: 0.95,
  maxRegression: 0.02,
  maxUnprovenDrop: 0.1,
  minExamples: 20,
  errorBudget: 0.1,
  strict: false,
  onUnclear: "rollback",
  ...changes,
});

/** An arm that asked one call an example; without changes all of them were scored. */
export function anArm(values: readonly number[], changes: Partial<Arm> = {}): Arm {
  return {
    table: aMeanTable(values),
    examples: values.length,
    calls: values.length,
    errors: [],
    ...changes,
  };
}

export type ArmError = Arm["errors"][number];

/** An arm of which the last calls ended in errors and have no score. */
export function anArmWithErrors(scored: readonly number[], errors: readonly ArmError[]): Arm {
  const asked = scored.length + errors.length;
  return anArm(scored, { examples: asked, calls: asked, errors });
}

export interface Arms {
  readonly candidate: Arm;
  readonly baseline?: Arm;
  readonly cited?: number;
}

/** The gate's input before deployment, of 0/1 outcomes, seeded. */
export function aGateInput(
  { candidate, baseline, cited }: Arms,
  { policy = {}, ...changes }: Partial<Omit<GateInput, "policy">> & { policy?: Partial<GatePolicy> } = {},
): GateInput {
  const compared = baseline && {
    arm: baseline,
    version: "1.0.0",
    ...(cited !== undefined && { citedScore: cited }),
  };
  return {
    phase: "before",
    candidate,
    ...(compared && { baseline: compared }),
    invalid: [],
    seed: 7,
    ...changes,
    policy: aPolicy(policy),
  };
}
