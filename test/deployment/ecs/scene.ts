import { expect } from "vitest";
import { deploy } from "../../../src/deployment/deploy.ts";
import { createEcsTarget } from "../../../src/deployment/ecs/ecs-target.ts";
import { planDeployment } from "../../../src/deployment/plan-deployment.ts";
import type { DeployPlan } from "../../../src/deployment/records/deploy-plan.ts";
import type { DeploymentOutcome } from "../../../src/deployment/records/deployment-record.ts";
import type { Target } from "../../../src/deployment/targets/target.ts";
import type { Decision } from "../../../src/gate/decision.ts";
import { aPromotedRepository } from "../../builders/promoted-repository.ts";
import type { EcsOptions } from "../../fakes/aws/ecs-model.ts";
import { Killed, killingPorts } from "../../fakes/killing-ports.ts";
import { createMemoryRecord, type MemoryRecord } from "../../fakes/memory-record.ts";
import { FIRST, SECOND } from "../targets/target-contract.ts";
import { anEcsTarget, anotherTarget, type EcsUnderTest } from "./under-test.ts";

export const KEY = "prompt-service/production";
const PASS = { verdict: "pass", action: "verify", reasons: ["as good as before"] } as const;
export const WORSE = { verdict: "regression", action: "roll_back", reasons: ["12 examples worse"] } as const;

export interface Scene {
  readonly under: EcsUnderTest;
  readonly record: MemoryRecord;
  decision: Pick<Decision, "verdict" | "action" | "reasons">;
  /** Where the evaluation asked. */
  readonly asked: string[];
  /** What happens elsewhere while it is evaluated. */
  meanwhile: () => void;
}

const scenes: Scene[] = [];

/** Leaves nothing of the scenes behind, and fails where AWS would have refused the shape of a request. */
export async function leaveScenes(): Promise<void> {
  for (const { under } of scenes.splice(0)) {
    await under.dispose();
    expect(under.aws.violations).toEqual([]);
  }
}

/** The first release runs and is verified, through the whole deployment. */
export async function aScene(options: Partial<EcsOptions> = {}): Promise<Scene> {
  const tasks = { support_reply: { "1.0.0": "verified", "1.1.0": "promoted" } } as const;
  const record = createMemoryRecord(aPromotedRepository(tasks).registry);
  const scene: Scene = {
    under: await anEcsTarget(options),
    record,
    decision: PASS,
    asked: [],
    meanwhile: () => {},
  };
  scenes.push(scene);
  await carryOut(scene, await planOf(scene, FIRST), scene.under.target);
  scene.asked.length = 0;
  return scene;
}

export async function planOf({ under, record }: Scene, { release }: typeof FIRST): Promise<DeployPlan> {
  const observed = await under.target.observe();
  const live = observed.deployment && (await under.target.verify(observed.deployment.id));
  const planning = planDeployment({
    service: "prompt-service",
    environment: "production",
    release,
    registry: record.registry(),
    observed,
    ...(live === undefined ? {} : { live }),
  });
  if (planning.kind !== "deploy") throw new Error(planning.why);
  return planning.plan;
}

export function carryOut(scene: Scene, plan: DeployPlan, target: Target): Promise<DeploymentOutcome> {
  return deploy(plan, {
    target,
    record: scene.record,
    mayRollBack: true,
    wait: async (attempt) => attempt < 4,
    evaluateLive: async (tasks, url) => {
      scene.asked.push(url);
      scene.meanwhile();
      const decision: Decision = { ...scene.decision, row: 8, smoke: false };
      return Object.fromEntries(tasks.map(({ task }) => [task, decision]));
    },
  });
}

export const runSecond = async (scene: Scene): Promise<DeploymentOutcome> =>
  carryOut(scene, await planOf(scene, SECOND), scene.under.target);

/** Everything that is left to see. */
export async function seen({ under, record }: Scene): Promise<unknown> {
  const { deployment, pending } = await under.target.observe();
  const live = deployment && (await under.target.verify(deployment.id));
  const { definitions, unfinished } = under.aws.ecs;
  return {
    live: live?.prompts,
    pins: deployment?.pins,
    generation: deployment?.generation,
    pending,
    registered: definitions.length,
    unfinished,
    registry: record.registry(),
  };
}

const CHANGES = ["register", "update", "stop", "resume"] as const;

/** The target of a process that is killed at its nth call that changes something at AWS. */
export function killedTarget({ under }: Scene, at: number, when: "before" | "after") {
  const { api } = under.ports;
  const changing = Object.fromEntries(CHANGES.map((name) => [name, api[name]]));
  const { ports, wasKilled } = killingPorts({ changing }, at, when);
  const killing = { ...under.ports, api: { ...api, ...ports.changing } };
  const kind = under.aws.ecs.options.pauses ? "on_finish" : "on_start";
  return { target: createEcsTarget(killing, under.place, kind), wasKilled };
}

const CHANGING = /^(Register|Update|Stop|Continue)/;

/** How often AWS was told to change something, since then. */
const changesOf = ({ under }: Scene, since: number): number =>
  under.aws.calls.slice(since).filter((action) => CHANGING.test(action)).length;

/**
 * Kills it at each call that changes something in turn, and runs it again: it ends alike, with at most twice the changes. Returns how
 * often that was.
 */
export async function killEverywhere(pauses: boolean, when: "before" | "after"): Promise<number> {
  const untouched = await aScene({ pauses });
  untouched.decision = WORSE;
  const begin = untouched.under.aws.calls.length;
  await runSecond(untouched);
  const most = 2 * changesOf(untouched, begin);
  const wanted = await seen(untouched);
  for (let at = 1; ; at += 1) {
    const scene = await aScene({ pauses });
    const since = scene.under.aws.calls.length;
    scene.decision = WORSE;
    const plan = await planOf(scene, SECOND);
    const { target, wasKilled } = killedTarget(scene, at, when);
    await carryOut(scene, plan, target).catch((error) => {
      if (!(error instanceof Killed)) throw error;
    });
    if (!wasKilled()) return at - 1;
    await carryOut(scene, plan, anotherTarget(scene.under));
    expect(changesOf(scene, since)).toBeLessThanOrEqual(most);
    expect(await seen(scene)).toEqual(wanted);
  }
}
