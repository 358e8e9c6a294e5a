import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import type { DeploymentIntent } from "./deployment-record.ts";
import { operationId } from "./operation-id.ts";

/** A deployment before it begins, or as it was begun. */
export interface DeployPlan {
  readonly intent: DeploymentIntent;
  readonly release: Release;
  /** The environment's block before, as the registry has it. */
  readonly before?: RegistryEnvironment;
  /** What a person should know before it starts. */
  readonly notes: readonly string[];
}

/** The id of the second step of a deployment, in which regressed tasks are pinned back. */
export function pinOperation({ intent, release }: Pick<DeployPlan, "intent" | "release">): string {
  const environment = `${intent.service}/${intent.environment}`;
  const generation = intent.generation + 1;
  const { operation: from, commit } = intent;
  return operationId({ kind: "pin", environment, generation, from, to: release.image, commit });
}
