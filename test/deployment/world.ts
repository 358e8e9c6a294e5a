import { deploy, type EvaluateLive } from "../../src/deployment/deploy.ts";
import { type DeployPlanning, planDeployment, type Situation } from "../../src/deployment/plan-deployment.ts";
import type { DeploymentOutcome, DeploymentRecord } from "../../src/deployment/records/deployment-record.ts";
import { type AssembledRelease, assembleRelease } from "../../src/deployment/releases/assemble-release.ts";
import { findLockedFiles } from "../../src/deployment/releases/locked-files.ts";
import type { Target } from "../../src/deployment/targets/target.ts";
import type { Decision } from "../../src/gate/decision.ts";
import { aPromotedRepository, type PromotedVersions } from "../builders/promoted-repository.ts";
import { createFakeTarget, type FakeTarget } from "../fakes/fake-target.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import { createMemoryRecord, type MemoryRecord } from "../fakes/memory-record.ts";

export const KEY = "prompt-service/local";

export const PASS: Partial<Decision> = { verdict: "pass", action: "verify", reasons: ["as good as before"] };
export const REGRESSION: Partial<Decision> = {
  verdict: "regression",
  action: "roll_back",
  reasons: ["12 examples worse, 1 better"],
};
export const UNCLEAR: Partial<Decision> = {
  verdict: "inconclusive",
  action: "hold",
  reasons: ["the provider is down"],
};
export const DRIFT: Partial<Decision> = { verdict: "drift", action: "hold", reasons: ["the model moved"] };
export const UNHEALTHY: Partial<Decision> = {
  verdict: "unhealthy",
  action: "roll_back",
  reasons: ["it does not answer"],
};

/** A service in one environment, with what the gate will say of each task that is evaluated; a pass unless it is named. */
export interface World {
  readonly target: FakeTarget;
  readonly record: MemoryRecord;
  readonly verdicts: Record<string, Partial<Decision>>;
  /** Every evaluation that was asked for: task and the two versions. */
  readonly evaluated: string[];
  mayRollBack: boolean;
}

export function aWorld(
  tasks: Readonly<Record<string, PromotedVersions>>,
  shiftsTraffic: Target["shiftsTraffic"] = "on_finish",
): World {
  return {
    target: createFakeTarget(shiftsTraffic),
    record: createMemoryRecord(aPromotedRepository(tasks).registry),
    verdicts: {},
    evaluated: [],
    mayRollBack: true,
  };
}

/** The tree as the tasks' versions give it, with the statuses that the record has come to. */
export function releaseOf(world: World, tasks: Readonly<Record<string, PromotedVersions>>): AssembledRelease {
  return assembleRelease({
    service: "prompt-service",
    isServed: () => true,
    registry: world.record.registry(),
    files: findLockedFiles(memoryFiles(aPromotedRepository(tasks).files)),
    commit: "c0ffee",
  });
}

export interface Ports {
  readonly target: Target;
  readonly record: DeploymentRecord;
  readonly evaluateLive: EvaluateLive;
}

export function portsOf(world: World): Ports {
  const evaluateLive: EvaluateLive = async (tasks) => {
    world.evaluated.push(
      ...tasks.map(({ task, version, baseline = "none" }) => `${task} ${version} ${baseline}`),
    );
    return Object.fromEntries(tasks.map(({ task }) => [task, aDecision(world.verdicts[task] ?? PASS)]));
  };
  return { target: world.target, record: world.record, evaluateLive };
}

const aDecision = (overrides: Partial<Decision>): Decision => ({
  verdict: "pass",
  action: "verify",
  reasons: [],
  row: 8,
  smoke: false,
  ...overrides,
});

export async function plan(
  world: World,
  tasks: Readonly<Record<string, PromotedVersions>>,
  overrides: Partial<Situation> = {},
): Promise<DeployPlanning> {
  const observed = await world.target.observe();
  const live =
    observed.deployment === undefined ? undefined : await world.target.verify(observed.deployment.id);
  return planDeployment({
    service: "prompt-service",
    environment: "local",
    release: releaseOf(world, tasks).release,
    registry: world.record.registry(),
    observed,
    ...(live === undefined ? {} : { live }),
    ...overrides,
  });
}

/** What the command does: plan, and deploy unless there is nothing to do. Waiting never takes time and always ends. */
export async function runDeploy(
  world: World,
  tasks: Readonly<Record<string, PromotedVersions>>,
  overrides: Partial<Situation> = {},
  ports: Ports = portsOf(world),
): Promise<DeploymentOutcome | undefined> {
  const planning = await plan(world, tasks, overrides);
  if (planning.kind !== "deploy") return undefined;
  const { mayRollBack } = world;
  return deploy(planning.plan, { ...ports, mayRollBack, wait: async (attempt) => attempt < 3 });
}

/** Everything that a person or a later command can see. */
export async function visibleState(world: World): Promise<unknown> {
  const { deployment, pending } = await world.target.observe();
  const live = deployment === undefined ? undefined : await world.target.verify(deployment.id);
  return { registry: world.record.registry(), live, pins: deployment?.pins, pending };
}

export async function liveVersions(world: World): Promise<Readonly<Record<string, string>>> {
  const { deployment } = await world.target.observe();
  const live = deployment === undefined ? undefined : await world.target.verify(deployment.id);
  return Object.fromEntries(
    Object.entries(live?.prompts ?? {}).map(([task, { version }]) => [task, version]),
  );
}

export function statusOf(world: World, task: string, version: string): string | undefined {
  return world.record.registry().tasks[task]?.versions.find((known) => known.version === version)?.status;
}
