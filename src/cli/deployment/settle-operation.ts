import type { RepositoryRecord } from "../../deployment/adapters/repository-record.ts";
import type { OpenedOperation } from "../../deployment/deployment-record.ts";
import type { EnvironmentHold } from "../../deployment/environment-hold.ts";
import type { Release } from "../../deployment/release.ts";
import type { Target } from "../../deployment/target.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { finishOperation } from "./carry-out-deployment.ts";
import { type DeploymentPlace, placeName } from "./deployment-place.ts";

export interface SettlingPorts {
  readonly target: Target;
  readonly record: RepositoryRecord;
  readonly hold: EnvironmentHold;
  readonly releases: readonly Release[];
}

/** What became of an operation that an earlier command began and did not end. */
export type Settled =
  | { readonly kind: "none" }
  /** Given up, or ended on the way: the registry has changed, and whoever asks plans anew. */
  | { readonly kind: "cleared" }
  | { readonly kind: "finished"; readonly result: CommandResult };

/**
 * Ends what was begun in an environment before anything new is planned there. A deployment finishes it; a rollback waits for
 * nobody and takes it away, unless it has the traffic already. What was overtaken, or whose files are gone, is given up.
 */
export async function settleOperation(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  ports: SettlingPorts & { readonly goesFirst: boolean },
): Promise<Settled> {
  if (ports.hold.state.opened !== undefined) ports.record.adopt(ports.hold.state.opened);
  const opened = await ports.record.unfinished(place.service.name, place.environment.name);
  if (opened === undefined) return { kind: "none" };
  const why = whyGivenUp(workspace, place, opened, ports);
  if (why === undefined)
    return { kind: "finished", result: await finishOperation(context, workspace, opened, ports) };
  context.terminal.say(
    `giving up the ${opened.intent.kind} of release ${opened.intent.to.release} that was begun: ${why}`,
  );
  await takeAway(opened, ports.target);
  await ports.record.abandon(opened, why);
  return { kind: "cleared" };
}

function whyGivenUp(
  { repository }: Workspace,
  place: DeploymentPlace,
  { intent, steps }: OpenedOperation,
  { releases, goesFirst }: SettlingPorts & { readonly goesFirst: boolean },
): string | undefined {
  const generation = repository.registry.environments[placeName(place)]?.generation ?? 0;
  if (generation >= intent.generation) return `generation ${generation} of ${placeName(place)} came after it`;
  if (!releases.some(({ image }) => image === intent.to.image)) return "its files are gone";
  const hasTraffic = steps.some(({ kind }) => kind === "finished");
  return goesFirst && !hasTraffic ? "a rollback goes first" : undefined;
}

/** Processes that it started; the one that users reach stays. */
async function takeAway({ steps }: OpenedOperation, target: Target): Promise<void> {
  const { deployment } = await target.observe();
  const started = steps.flatMap((step) => (step.kind === "running" ? [step.id] : []));
  for (const id of new Set(started)) if (id !== deployment?.id) await target.rollback(id);
}
