import type { Verdict } from "../../evaluation/report.ts";
import type { Action } from "../../gate/decision.ts";
import type { RegistryEnvironment, VersionStatus } from "../../prompts/records/registry.ts";
import type { Pins } from "../targets/target.ts";

/** A task whose prompt differs from the one that answers now. */
export interface ChangedTask {
  readonly task: string;
  readonly version: string;
  readonly prompt_digest: string;
  /** The version that answered before; absent for a task that is new here. */
  readonly from?: string;
  /** The carried version to compare with. */
  readonly baseline?: string;
  /** The carried, verified version to go back to. */
  readonly fallback?: string;
}

export interface RunningContent {
  readonly release: number;
  readonly image: string;
  readonly pins: Pins;
}

/** What a person wants back: one task or a whole release, by name or the one before. */
export interface RollbackWish {
  /** Only this task; the rest of the release stays. */
  readonly task?: string;
  /** A version with `task`, else a release's number. */
  readonly to?: string;
}

/** What is written down before the first outside effect; everything that a second run needs to go on. */
export interface DeploymentIntent {
  readonly schema_version: 1;
  readonly operation: string;
  readonly kind: "deploy" | "restart" | "rollback";
  readonly service: string;
  readonly environment: string;
  /** The environment's generation once this is done. */
  readonly generation: number;
  readonly commit: string;
  /** What answers now and is gone back to; absent for a first deployment. */
  readonly from?: RunningContent;
  readonly to: RunningContent;
  readonly changed: readonly ChangedTask[];
  readonly reason?: string;
  /** Of a rollback: a second run knows by it whether it is the same one. */
  readonly asked?: RollbackWish;
}

/** What the gate said of one task, as it is kept. */
export interface TaskDecision {
  readonly task: string;
  readonly verdict: Verdict;
  readonly action: Action;
  readonly reasons: readonly string[];
}

export type DeploymentStep =
  | { readonly kind: "running"; readonly id: string; readonly url: string }
  | { readonly kind: "evaluated"; readonly decisions: readonly TaskDecision[] }
  | { readonly kind: "failed"; readonly ids: readonly string[]; readonly detail: string }
  | { readonly kind: "finished"; readonly id: string };

export interface TaskOutcome extends TaskDecision {
  readonly version: string;
  /** What the registry says of the version from now on; absent where it stays what it was. */
  readonly status?: VersionStatus;
  /** The version that answers instead. */
  readonly instead?: string;
}

export interface DeploymentOutcome {
  readonly operation: string;
  readonly kind: DeploymentIntent["kind"];
  readonly service: string;
  readonly environment: string;
  /** The release that it was about; `state` has the one from before where it came to nothing. */
  readonly release: number;
  /** Decides the exit code. */
  readonly verdict: Verdict;
  /** The environment's block in the registry from now on. */
  readonly state: RegistryEnvironment;
  readonly tasks: readonly TaskOutcome[];
  /** Sentences for people, the deciding one first. */
  readonly reasons: readonly string[];
  /** Whether somebody has to be told. */
  readonly mustNotify: boolean;
}

export interface OpenedOperation {
  /** As it was first written down: where a second run planned something else for this operation, the first one holds. */
  readonly intent: DeploymentIntent;
  readonly steps: readonly DeploymentStep[];
}

/**
 * The port to the registry and the audit record. Every call is stored before it returns; it throws where that fails, or
 * where somebody else has taken the environment over (exit 7), and the operation stops there.
 */
export interface DeploymentRecord {
  /** The newest operation of the environment that was begun and not closed; a command finishes it before it plans anew. */
  unfinished(service: string, environment: string): Promise<OpenedOperation | undefined>;
  /** Writes the intent, or finds it and the steps that were recorded before. */
  intent(intent: DeploymentIntent): Promise<OpenedOperation>;
  advance(operation: string, step: DeploymentStep): Promise<void>;
  /** Writes the outcome to the registry and closes the operation. */
  close(outcome: DeploymentOutcome): Promise<void>;
}
