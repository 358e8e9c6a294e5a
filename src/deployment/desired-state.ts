import { type DeployPlan, pinOperation } from "./records/deploy-plan.ts";
import type { DesiredState, Pins } from "./targets/target.ts";

/** What a deployment brings up first: the release as planned. */
export function desiredState({ intent, release }: DeployPlan): DesiredState {
  const { operation, generation, to } = intent;
  return { release, pins: to.pins, generation, operation };
}

/** What answers in the end: the same state, or one generation on with regressed tasks pinned back; no new image. */
export function finalState(plan: DeployPlan, pins: Pins): DesiredState {
  const first = desiredState(plan);
  if (Object.keys(pins).length === 0) return first;
  return {
    ...first,
    pins: { ...first.pins, ...pins },
    generation: first.generation + 1,
    operation: pinOperation(plan),
  };
}
