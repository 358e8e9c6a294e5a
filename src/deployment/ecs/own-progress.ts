import type { EcsService, Rollout, ServiceDeployment } from "./ecs-api.ts";

/** How the deployment of one task definition stands. */
export type OwnProgress =
  | { readonly kind: "in_progress"; readonly detail: string }
  /** ECS waits for us, and users still have what ran before. */
  | { readonly kind: "paused"; readonly deployment: string; readonly hook: string }
  | { readonly kind: "completed" }
  | { readonly kind: "going_back"; readonly detail: string }
  | { readonly kind: "taken_back"; readonly detail: string }
  /** ECS tried to take it back and could not. */
  | { readonly kind: "stuck"; readonly detail: string }
  /** Another task definition has the service: `by` is neither this one nor the one before it. */
  | { readonly kind: "replaced"; readonly by: string };

export interface OwnDefinition {
  readonly name: string;
  /** What ran before it. */
  readonly previous: string;
}

export const primaryOf = ({ rollouts }: EcsService): Rollout | undefined =>
  rollouts.find(({ isPrimary }) => isPrimary);

/**
 * A stable service is not a finished deployment: after ECS went back the service is stable too. So the deployment's own
 * record decides, and where this ECS keeps none, which task definition is the primary one.
 */
export function progressOf(
  own: OwnDefinition,
  service: EcsService,
  deployment: ServiceDeployment | undefined,
): OwnProgress {
  return deployment === undefined ? fromRollouts(own, service) : fromDeployment(own, service, deployment);
}

function fromDeployment(
  own: OwnDefinition,
  service: EcsService,
  { arn, status, reason = "ECS gives no reason", stage, waitingHook, hasTimedOut }: ServiceDeployment,
): OwnProgress {
  const late = hasTimedOut ? "the pause ended before it was evaluated: " : "";
  switch (status) {
    case "PENDING":
    case "IN_PROGRESS":
      return waitingHook === undefined
        ? { kind: "in_progress", detail: countsOf(own, service, stage) }
        : { kind: "paused", deployment: arn, hook: waitingHook };
    case "SUCCESSFUL":
      return settled(own, service);
    case "STOP_REQUESTED":
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      return { kind: "going_back", detail: `${late}rolled back by ECS: ${reason}` };
    case "STOPPED":
      return replacement(own, service) ?? { kind: "taken_back", detail: `stopped: ${reason}` };
    case "ROLLBACK_SUCCESSFUL":
      return { kind: "taken_back", detail: `${late}rolled back by ECS: ${reason}` };
    case "ROLLBACK_FAILED":
      return { kind: "stuck", detail: `ECS could not roll it back: ${reason}` };
  }
}

function settled(own: OwnDefinition, service: EcsService): OwnProgress {
  const primary = primaryOf(service);
  if (primary?.definition !== own.name) return leftBehind(own, service);
  if (primary.state === "FAILED")
    return { kind: "taken_back", detail: `failed: ${primary.reason ?? "ECS gives no reason"}` };
  return isSettled(primary, service)
    ? { kind: "completed" }
    : { kind: "in_progress", detail: countsOf(own, service) };
}

/** Where ECS gives no state, as many tasks as wanted and no others. */
function isSettled({ state, running, desired }: Rollout, { rollouts }: EcsService): boolean {
  return state === undefined ? running >= desired && rollouts.length === 1 : state === "COMPLETED";
}

function fromRollouts(own: OwnDefinition, service: EcsService): OwnProgress {
  const rollout = service.rollouts.find(({ definition }) => definition === own.name);
  if (rollout === undefined) return leftBehind(own, service);
  if (rollout.isPrimary) return settled(own, service);
  const replaced = replacement(own, service);
  if (replaced !== undefined) return replaced;
  const reason = rollout.reason ?? primaryOf(service)?.reason ?? "ECS gives no reason";
  return { kind: "going_back", detail: `rolled back by ECS: ${reason}` };
}

function leftBehind(own: OwnDefinition, service: EcsService): OwnProgress {
  const reason = primaryOf(service)?.reason ?? service.events[0]?.message ?? "ECS gives no reason";
  return (
    replacement(own, service) ?? {
      kind: "taken_back",
      detail: `${own.previous} has the service again: ${reason}`,
    }
  );
}

function replacement(own: OwnDefinition, service: EcsService): OwnProgress | undefined {
  const by = primaryOf(service)?.definition;
  return by === undefined || by === own.name || by === own.previous ? undefined : { kind: "replaced", by };
}

/** `ecs-svc/123: 2 of 3 tasks run, 1 starting; (service x) has started 1 tasks`. Events from before it began are none of its. */
function countsOf({ name }: OwnDefinition, { rollouts, events }: EcsService, stage?: string): string {
  const rollout = rollouts.find(({ definition }) => definition === name);
  const where = stage === undefined ? "" : ` (${stage})`;
  if (rollout === undefined) return `no task of it is known yet${where}`;
  const { id, begunAt, running, desired, pending, failed } = rollout;
  const counts = [
    `${running} of ${desired} tasks run`,
    ...(pending > 0 ? [`${pending} starting`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(", ");
  const event = events.find(({ at }) => at !== undefined && begunAt !== undefined && at >= begunAt);
  const last = event === undefined ? "" : `; ${event.message}`;
  return `${id === "" ? "" : `${id}: `}${counts}${where}${last}`;
}
