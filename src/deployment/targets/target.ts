import type { Release } from "../../prompts/records/release.ts";

/** A task version that answers instead of the release's current one, by task (`PROMPT_PINS`). */
export type Pins = Readonly<Record<string, string>>;

/** What should run: a release and the pins that select inside it. */
export interface DesiredState {
  readonly release: Release;
  readonly pins: Pins;
  readonly generation: number;
  /** The operation that wants it: a target tags what it creates with it and finds it again. */
  readonly operation: string;
}

/** What runs now, as the target itself sees it. */
export interface ObservedState {
  /** The deployment that takes traffic, in the target's own terms; undefined where nothing runs. */
  readonly deployment?: {
    readonly id: string;
    readonly operation: string;
    readonly image: string;
    readonly pins: Pins;
    readonly generation: number;
    /** Base URL of the live service. */
    readonly url: string;
    readonly healthy: boolean;
    /** Why the target itself went back to it, in its own words; absent where somebody put it there. */
    readonly wentBack?: string;
  };
  /** Deployments that were started and take no traffic. */
  readonly pending: readonly { readonly id: string; readonly operation: string; readonly url: string }[];
  /** What somebody else put there after us, in the target's own terms: it is left as it is. */
  readonly stranger?: string;
}

export type StartedDeployment = { readonly id: string; readonly url: string };

export type DeploymentStatus =
  | { readonly kind: "in_progress"; readonly detail: string }
  | { readonly kind: "running"; readonly url: string }
  | { readonly kind: "failed"; readonly detail: string };

/** What the live service reports of itself at `/version`, computed from the bytes it loaded. */
export interface LiveIdentity {
  readonly service: string;
  readonly release: number;
  readonly image: string;
  /** The version and digest that answer for each task, pins applied. */
  readonly prompts: Readonly<Record<string, { readonly version: string; readonly prompt_digest: string }>>;
}

/**
 * The port to where a service runs. Every step looks before it acts: a step that was done already is success, so that a
 * killed run can be run again. Two adapters (`local`, `ecs`), one contract suite.
 */
export interface Target {
  readonly kind: "local" | "ecs";
  /**
   * When users meet what was started: `on_finish` means that it can be evaluated before, so that taking it away is no
   * rollback of anything live.
   */
  readonly shiftsTraffic: "on_start" | "on_finish";
  observe(): Promise<ObservedState>;
  /**
   * Brings the desired state up beside what runs; takes no traffic from it where the target can help it. Throws
   * `DeploymentFailed` after taking away what it started.
   */
  start(desired: DesiredState): Promise<StartedDeployment>;
  status(id: string): Promise<DeploymentStatus>;
  /** What the deployment says of itself; undefined where it does not answer. */
  verify(id: string): Promise<LiveIdentity | undefined>;
  /** Gives the deployment the traffic, and stops the one before it. */
  finish(id: string): Promise<void>;
  /** Takes the deployment away again; what ran before keeps or gets back the traffic. */
  rollback(id: string): Promise<void>;
}
