import type { RepositoryRecord } from "../../deployment/adapters/repository-record.ts";
import type { EnvironmentHold } from "../../deployment/holding/environment-hold.ts";
import { fateOf } from "../../deployment/records/begun-operation.ts";
import type { DeploymentIntent, OpenedOperation } from "../../deployment/records/deployment-record.ts";
import type { Target } from "../../deployment/targets/target.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Release } from "../../prompts/records/release.ts";
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
  /** Given up: the registry has changed, and whoever asks plans anew. */
  | ({ readonly kind: "cleared" } & GivenUp)
  | { readonly kind: "finished"; readonly intent: DeploymentIntent; readonly result: CommandResult };

export interface GivenUp {
  readonly opened: OpenedOperation;
  readonly why: string;
}

/**
 * Ends what was begun in an environment before anything new is planned there. A deployment finishes it; a rollback waits for
 * no deployment and gives it up, unless it has the traffic for good. What was overtaken, or whose files are gone, is given up.
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
  const { intent } = opened;
  const name = placeName(place);
  const before = workspace.repository.registry.environments[name];
  const fate = fateOf(opened, { ...ports, place: name, before });
  if (fate.kind === "finish")
    return { kind: "finished", intent, result: await finishOperation(context, workspace, fate.plan, ports) };
  context.terminal.say(
    `giving up the ${intent.kind} of release ${intent.to.release} that was begun: ${fate.why}`,
  );
  await takeAway(opened, ports.target);
  await ports.record.abandon(opened, fate.why);
  return { kind: "cleared", opened, why: fate.why };
}

/** Goes on after something was given up, which is committed by itself where nothing that follows commits it: no line stays behind in the checkout. */
export async function afterGivingUp(
  { terminal }: CommandContext,
  record: RepositoryRecord,
  { opened, why }: GivenUp,
  next: () => Promise<CommandResult>,
): Promise<CommandResult> {
  try {
    return await next();
  } finally {
    await record.commitAbandoned(opened, why).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      terminal.say(`that it was given up is written here and not committed: ${error.message}`);
    });
  }
}

/** Processes that it started; the one that users reach stays. */
async function takeAway({ steps }: OpenedOperation, target: Target): Promise<void> {
  const { deployment } = await target.observe();
  const started = steps.flatMap((step) => (step.kind === "running" ? [step.id] : []));
  for (const id of new Set(started)) if (id !== deployment?.id) await target.rollback(id);
}
