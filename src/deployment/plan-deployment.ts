import type { AuditEntry } from "../prompts/records/audit.ts";
import type { Registry, RegistryEnvironment } from "../prompts/records/registry.ts";
import type { Release } from "../prompts/records/release.ts";
import { changedTasks } from "./changed-tasks.ts";
import { type DeployPlan, pinOperation } from "./records/deploy-plan.ts";
import type { DeploymentIntent, RunningContent } from "./records/deployment-record.ts";
import { operationId } from "./records/operation-id.ts";
import { isVerified } from "./releases/select-versions.ts";
import { versionsOnRecord, wasVerified } from "./rolling-back/brought-back.ts";
import { samePins } from "./same-pins.ts";
import { answeringPrompts } from "./targets/answering-prompts.ts";
import type { LiveIdentity, ObservedState, Pins } from "./targets/target.ts";
import { isUnsettled } from "./unsettled.ts";

export interface Situation {
  readonly service: string;
  readonly environment: string;
  /** The environment that must have verified the same image first. */
  readonly after?: string;
  readonly release: Release;
  readonly registry: Registry;
  readonly observed: ObservedState;
  /** What the deployment that takes traffic says of itself. */
  readonly live?: LiveIdentity;
  /** New processes of what runs, for example for a new key. */
  readonly restart?: boolean;
  /** The largest generation that any operation here was given, where more is known than the registry says. */
  readonly given?: number;
  /** What the record says of this and other environments; nothing where it is left out. */
  readonly audit?: readonly AuditEntry[];
}

export type DeployPlanning =
  | { readonly kind: "deploy"; readonly plan: DeployPlan }
  /** Nothing to do: exit 0 with the sentence. */
  | { readonly kind: "unchanged"; readonly why: string }
  | { readonly kind: "superseded"; readonly why: string }
  /** Somebody else's deployment, or another environment first: exit 7, nothing was touched. */
  | { readonly kind: "conflict"; readonly why: string };

/** What deploying this release here would do. Pure, so that it can be printed alone. */
export function planDeployment(situation: Situation): DeployPlanning {
  const { service, environment, release, registry, observed, restart = false } = situation;
  const key = `${service}/${environment}`;
  const before = registry.environments[key];
  if (before !== undefined && before.release > release.number)
    return {
      kind: "superseded",
      why: `release ${release.number} is superseded by ${before.release} on ${key}`,
    };
  const pins = before?.image === release.image ? before.pins : {};
  if (!restart && isSettled(situation, before, pins))
    return { kind: "unchanged", why: `release ${release.number} already runs on ${key}` };
  const waiting = environmentBefore(situation);
  if (waiting !== undefined) return { kind: "conflict", why: waiting };
  if (observed.stranger !== undefined)
    return { kind: "conflict", why: `${observed.stranger} has ${key}, which this pipeline did not deploy` };
  const plan = planOf(situation, key, before, pins);
  const stranger = strangeDeployment(plan, situation);
  return stranger === undefined ? { kind: "deploy", plan } : { kind: "conflict", why: stranger };
}

/** What runs here already may be started anew, also where the environment before has moved on. */
function environmentBefore(situation: Situation): string | undefined {
  const { service, environment, after, registry, release, restart = false } = situation;
  const isHere = registry.environments[`${service}/${environment}`]?.image === release.image;
  if (after === undefined || (restart && isHere) || hasVerified(situation, after)) return undefined;
  return `${service}/${after} has not verified this image yet: deploy there first`;
}

/**
 * Whether an environment has verified what the release answers with: it runs the image or did so once, or the very same versions answer
 * there by pins in another image.
 */
function hasVerified({ service, registry, release, audit = [] }: Situation, environment: string): boolean {
  const there = { service, environment };
  const now = registry.environments[`${service}/${environment}`];
  const isDecided = now?.status === "verified" || now?.status === "rolled_back";
  if (isDecided && now.image === release.image) return true;
  if (wasVerified(audit, there, release.image)) return true;
  const versions = versionsOnRecord(audit, there);
  const answering = Object.entries(release.current);
  return (
    isDecided &&
    answering.length === Object.keys(versions).length &&
    answering.every(([task, version]) => versions[task] === version && isVerified(registry, task, version))
  );
}

function isSettled(
  { observed: { deployment }, release, registry }: Situation,
  before: RegistryEnvironment | undefined,
  pins: Pins,
): boolean {
  if (before === undefined || deployment === undefined || before.image !== release.image) return false;
  const isDecided = before.status === "verified" || before.status === "rolled_back";
  return (
    isDecided &&
    deployment.healthy &&
    deployment.image === release.image &&
    samePins(deployment.pins, pins) &&
    Object.entries(answeringPrompts(release, pins)).every(([task, { version }]) =>
      isVerified(registry, task, version),
    )
  );
}

function planOf(
  situation: Situation,
  key: string,
  before: RegistryEnvironment | undefined,
  pins: Pins,
): DeployPlan {
  const { service, environment, release, observed, restart = false } = situation;
  const kind = restart ? "restart" : "deploy";
  const generation = Math.max(before?.generation ?? 0, situation.given ?? 0) + 1;
  const from = runningContent(before, observed);
  const facts = { kind, environment: key, generation, to: release.image, commit: release.commit } as const;
  const intent: DeploymentIntent = {
    schema_version: 1,
    operation: operationId({ ...facts, from: before?.image ?? "none" }),
    kind,
    service,
    environment,
    generation,
    commit: release.commit,
    ...(from === undefined ? {} : { from }),
    to: { release: release.number, image: release.image, pins },
    changed: restart ? [] : changedTasks(situation, pins),
  };
  const notes = from === undefined ? ["This is a first deployment: there is nothing to roll back to."] : [];
  return { intent, release, ...(before === undefined ? {} : { before }), notes };
}

function runningContent(
  before: RegistryEnvironment | undefined,
  { deployment }: ObservedState,
): RunningContent | undefined {
  if (deployment === undefined) return undefined;
  const release = before?.image === deployment.image ? before.release : 0;
  return { release, image: deployment.image, pins: deployment.pins };
}

function strangeDeployment(
  { intent, release, before }: DeployPlan,
  { observed: { deployment }, audit = [] }: Situation,
): string | undefined {
  if (deployment === undefined || deployment.generation <= (before?.generation ?? 0)) return undefined;
  const own = [intent.operation, pinOperation({ intent, release })];
  if (own.includes(deployment.operation) || isUnsettled(audit, intent, deployment, before)) return undefined;
  return `generation ${deployment.generation} runs there, which the registry does not know: somebody else deployed it`;
}
