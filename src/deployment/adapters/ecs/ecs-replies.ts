import type {
  EcsService,
  Rollout,
  ServiceDeployment,
  ServiceDeploymentStatus,
  ServiceEvent,
} from "../../ecs/ecs-api.ts";

interface RolloutFacts {
  readonly id?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly status?: string | undefined;
  readonly taskDefinition?: string | undefined;
  readonly desiredCount?: number | undefined;
  readonly runningCount?: number | undefined;
  readonly pendingCount?: number | undefined;
  readonly failedTasks?: number | undefined;
  readonly rolloutState?: string | undefined;
  readonly rolloutStateReason?: string | undefined;
}

interface HookFacts {
  readonly targetType?: string | undefined;
  readonly lifecycleStages?: readonly string[] | undefined;
}

interface EventFacts {
  readonly createdAt?: Date | undefined;
  readonly message?: string | undefined;
}

/** What of a described service is looked at; anything may be missing, and unknown fields do not matter. */
export interface ServiceFacts {
  readonly status?: string | undefined;
  readonly desiredCount?: number | undefined;
  readonly deployments?: readonly RolloutFacts[] | undefined;
  readonly events?: readonly EventFacts[] | undefined;
  readonly deploymentConfiguration?:
    | {
        readonly lifecycleHooks?: readonly HookFacts[] | undefined;
        readonly deploymentCircuitBreaker?:
          | { readonly enable?: boolean | undefined; readonly rollback?: boolean | undefined }
          | undefined;
      }
    | undefined;
}

interface HookDetail {
  readonly hookId?: string | undefined;
  readonly targetType?: string | undefined;
  readonly status?: string | undefined;
}

interface DeploymentFacts {
  readonly serviceDeploymentArn?: string | undefined;
  readonly status?: string | undefined;
  readonly statusReason?: string | undefined;
  readonly lifecycleStage?: string | undefined;
  readonly lifecycleHookDetails?: readonly HookDetail[] | undefined;
}

/** `prompt-service:12` of `arn:aws:ecs:eu-central-1:123456789012:task-definition/prompt-service:12`. */
export const definitionName = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

const EVENTS = 5;
const BEFORE_TRAFFIC = "POST_TEST_TRAFFIC_SHIFT";

export function serviceOf(facts: ServiceFacts): EcsService {
  const configuration = facts.deploymentConfiguration;
  const breaker = configuration?.deploymentCircuitBreaker;
  return {
    status: facts.status ?? "UNKNOWN",
    desired: facts.desiredCount ?? 0,
    rollouts: (facts.deployments ?? []).map(rolloutOf),
    pausesBeforeTraffic: (configuration?.lifecycleHooks ?? []).some(
      ({ targetType, lifecycleStages }) =>
        targetType === "PAUSE" && lifecycleStages?.includes(BEFORE_TRAFFIC) === true,
    ),
    breaksCircuit: breaker?.enable === true && breaker.rollback === true,
    events: (facts.events ?? []).slice(0, EVENTS).flatMap(eventOf),
  };
}

const eventOf = ({ message, createdAt }: EventFacts): readonly ServiceEvent[] =>
  message ? [{ message, ...(createdAt ? { at: createdAt.getTime() } : {}) }] : [];

function rolloutOf(facts: RolloutFacts): Rollout {
  const { rolloutState: state, rolloutStateReason: reason } = facts;
  return {
    id: facts.id ?? "",
    ...(facts.createdAt ? { begunAt: facts.createdAt.getTime() } : {}),
    isPrimary: facts.status === "PRIMARY",
    definition: definitionName(facts.taskDefinition),
    desired: facts.desiredCount ?? 0,
    running: facts.runningCount ?? 0,
    pending: facts.pendingCount ?? 0,
    failed: facts.failedTasks ?? 0,
    ...(state === "IN_PROGRESS" || state === "COMPLETED" || state === "FAILED" ? { state } : {}),
    ...(reason ? { reason } : {}),
  };
}

const STATUSES: readonly string[] = [
  "PENDING",
  "IN_PROGRESS",
  "SUCCESSFUL",
  "STOP_REQUESTED",
  "STOPPED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_SUCCESSFUL",
  "ROLLBACK_FAILED",
] satisfies readonly ServiceDeploymentStatus[];

const isStatus = (text: string): text is ServiceDeploymentStatus => STATUSES.includes(text);

/** A state that ECS learnt after this was written is none of the ends: it is looked at again. */
const statusOf = (text: string | undefined): ServiceDeploymentStatus =>
  text !== undefined && isStatus(text) ? text : "IN_PROGRESS";

export function serviceDeployment(facts: DeploymentFacts, definition: string | undefined): ServiceDeployment {
  const { serviceDeploymentArn: arn, statusReason: reason, lifecycleStage: stage } = facts;
  const hooks = facts.lifecycleHookDetails ?? [];
  const waiting =
    stage === BEFORE_TRAFFIC
      ? hooks.find(({ targetType, status }) => targetType === "PAUSE" && status === "AWAITING_ACTION")?.hookId
      : undefined;
  return {
    arn: arn ?? "",
    status: statusOf(facts.status),
    ...(definition === undefined ? {} : { definition }),
    ...(reason ? { reason } : {}),
    ...(stage ? { stage } : {}),
    ...(waiting ? { waitingHook: waiting } : {}),
    hasTimedOut: hooks.some(({ status }) => status === "TIMED_OUT"),
  };
}
