import type { JsonObject } from "../../prompts/reading/json.ts";

/** Tasks of one task definition inside the service: `DescribeServices().deployments`. */
export interface Rollout {
  /** As ECS names it, `ecs-svc/...`; empty where it does not. */
  readonly id: string;
  /** When it was begun, in milliseconds since 1970; absent where ECS does not say. */
  readonly begunAt?: number;
  readonly isPrimary: boolean;
  /** `family:revision`. */
  readonly definition: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  /** Absent where ECS does not say. */
  readonly state?: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly reason?: string;
}

export interface EcsService {
  /** ACTIVE, DRAINING or INACTIVE. */
  readonly status: string;
  readonly desired: number;
  readonly rollouts: readonly Rollout[];
  /** Whether ECS waits for us before users meet a new version: a PAUSE hook after the shift of test traffic. */
  readonly pausesBeforeTraffic: boolean;
  /** Whether ECS takes a deployment back whose tasks do not start. */
  readonly breaksCircuit: boolean;
  /** What ECS wrote about the service, newest first. */
  readonly events: readonly ServiceEvent[];
}

export interface ServiceEvent {
  readonly message: string;
  /** In milliseconds since 1970; absent where ECS does not say. */
  readonly at?: number;
}

export type ServiceDeploymentStatus =
  | "PENDING"
  | "IN_PROGRESS"
  | "SUCCESSFUL"
  | "STOP_REQUESTED"
  | "STOPPED"
  | "ROLLBACK_REQUESTED"
  | "ROLLBACK_IN_PROGRESS"
  | "ROLLBACK_SUCCESSFUL"
  | "ROLLBACK_FAILED";

/** One deployment of the service, followed by its own id. */
export interface ServiceDeployment {
  readonly arn: string;
  /** `family:revision`; absent where the service revision is not known any more. */
  readonly definition?: string;
  readonly status: ServiceDeploymentStatus;
  readonly reason?: string;
  readonly stage?: string;
  /** A PAUSE hook that waits for an action. */
  readonly waitingHook?: string;
  /** A hook ran out of time. */
  readonly hasTimedOut: boolean;
}

export interface TaskDefinition {
  /** `family:revision`. */
  readonly name: string;
  readonly isActive: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** As `RegisterTaskDefinition` takes it: without what Describe adds. */
  readonly registrable: JsonObject;
}

/** The calls to ECS that a deployment needs, for one service. Every method throws `Failure` where AWS refuses. */
export interface EcsApi {
  service(): Promise<EcsService>;
  /** `family:revision`, or a family for its newest active revision. Undefined where there is none. */
  definition(name: string): Promise<TaskDefinition | undefined>;
  /** Returns `family:revision`. Asks once: whoever tries again looks first whether the lost reply was a yes. */
  register(registrable: JsonObject, tags: Readonly<Record<string, string>>): Promise<string>;
  /** Starts a deployment of the task definition. */
  update(definition: string): Promise<void>;
  /** The newest deployments first; undefined where this ECS has no such call. */
  deployments(): Promise<readonly ServiceDeployment[] | undefined>;
  /** `StopServiceDeployment` with ROLLBACK. False where it had finished. */
  stop(deployment: string): Promise<boolean>;
  /** `ContinueServiceDeployment`. False where the pause had ended. */
  resume(deployment: string, hook: string, action: "CONTINUE" | "ROLLBACK"): Promise<boolean>;
}
