import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import type { DeployPlan } from "./deploy-plan.ts";
import type { OpenedOperation } from "./deployment-record.ts";

export interface BegunFacts {
  /** `<service>/<environment>`. */
  readonly place: string;
  /** The environment's block, as the registry has it. */
  readonly before: RegistryEnvironment | undefined;
  /** Releases that can be started again. */
  readonly releases: readonly Release[];
  /** Whether a rollback asks, which waits for no deployment. */
  readonly goesFirst: boolean;
}

/** What is to become of an operation that an earlier command began and did not end. */
export type Fate =
  | { readonly kind: "finish"; readonly plan: DeployPlan }
  | { readonly kind: "give_up"; readonly why: string };

/**
 * An operation that was begun is finished from where it was. It is given up where it was overtaken or its files are gone; a deployment
 * also where a rollback asks and users have not been given it for good. A rollback that was begun is never in the way of a
 * rollback: taken away, it would bring back what somebody wanted gone.
 */
export function fateOf({ intent, steps }: OpenedOperation, facts: BegunFacts): Fate {
  const { place, before, releases, goesFirst } = facts;
  const generation = before?.generation ?? 0;
  if (generation >= intent.generation)
    return { kind: "give_up", why: `generation ${generation} of ${place} came after it` };
  const release = releases.find(({ image }) => image === intent.to.image);
  if (release === undefined) return { kind: "give_up", why: "its files are gone" };
  const hasTraffic = steps.some(({ kind }) => kind === "finished");
  if (goesFirst && intent.kind !== "rollback" && !hasTraffic)
    return { kind: "give_up", why: "a rollback goes first" };
  return {
    kind: "finish",
    plan: { intent, release, notes: [], ...(before === undefined ? {} : { before }) },
  };
}
