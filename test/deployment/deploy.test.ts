import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import type { AuditEntry } from "../../src/prompts/records/audit.ts";
import { anAuditEntry } from "../builders/audit-entry.ts";
import type { PromotedVersions } from "../builders/promoted-repository.ts";
import { anAssembledRelease } from "../builders/release.ts";
import {
  aWorld,
  DRIFT,
  KEY,
  liveVersions,
  plan,
  REGRESSION,
  runDeploy,
  statusOf,
  UNCLEAR,
  UNHEALTHY,
  visibleState,
  type World,
} from "./world.ts";

/** Two tasks that are live and verified. */
const BEFORE = { alpha: { "1.0.0": "verified" }, beta: { "1.0.0": "verified" } } as const;
/** Both changed, and both can go back. */
const AFTER = {
  alpha: { "1.0.0": "verified", "1.1.0": "promoted" },
  beta: { "1.0.0": "verified", "2.0.0": "promoted" },
} as const;

type Tasks = Readonly<Record<string, PromotedVersions>>;

/** A world in which `before` is live, and `after` was promoted since. */
async function promoted(
  before: Tasks = BEFORE,
  after: Tasks = AFTER,
  shift: "on_start" | "on_finish" = "on_finish",
) {
  const world = aWorld(after, shift);
  await runDeploy(world, before, { release: (await released(before)).release });
  world.target.calls.length = 0;
  world.record.log.length = 0;
  world.evaluated.length = 0;
  return world;
}

async function released(tasks: Tasks) {
  const planning = await plan(aWorld(tasks), tasks);
  if (planning.kind !== "deploy") throw new TypeError("nothing to deploy");
  return planning.plan;
}

const environmentOf = (world: World) => world.record.registry().environments[KEY];

describe("a deployment that goes well", () => {
  it("is verified, and so is every task whose prompt changed", async () => {
    const world = await promoted();
    const outcome = await runDeploy(world, AFTER);
    expect(outcome?.verdict).toBe("pass");
    expect(environmentOf(world)).toMatchObject({ release: 2, pins: {}, status: "verified", generation: 2 });
    expect([statusOf(world, "alpha", "1.1.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "verified",
      "verified",
    ]);
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
  });

  it("writes its intent before the first effect, and each step before the next", async () => {
    const world = await promoted();
    await runDeploy(world, AFTER);
    expect(world.record.log).toEqual(["intent", "running", "evaluated", "finished", "close"]);
  });

  it("evaluates only tasks whose prompt changed, against the version that was live", async () => {
    const after = { ...AFTER, beta: BEFORE.beta };
    const world = await promoted(BEFORE, after);
    await runDeploy(world, after);
    expect(world.evaluated).toEqual(["alpha 1.1.0 1.0.0"]);
    expect(statusOf(world, "beta", "1.0.0")).toBe("verified");
  });

  it("has nothing to do when it is asked for again", async () => {
    const world = await promoted();
    await runDeploy(world, AFTER);
    const state = await visibleState(world);
    expect((await plan(world, AFTER)).kind).toBe("unchanged");
    expect(await runDeploy(world, AFTER)).toBeUndefined();
    expect(await visibleState(world)).toEqual(state);
  });

  it("says beforehand that a first deployment has nothing to roll back to", async () => {
    const planning = await plan(aWorld(BEFORE), BEFORE);
    expect(planning).toMatchObject({
      kind: "deploy",
      plan: { notes: [expect.stringContaining("nothing to roll back to")] },
    });
  });
});

describe("a regressed task", () => {
  it("goes back alone, by a pin and without a new image; the others stay and are verified", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    const outcome = await runDeploy(world, AFTER);
    expect(outcome?.verdict).toBe("regression");
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "2.0.0" });
    expect(environmentOf(world)).toMatchObject({
      release: 2,
      pins: { alpha: "1.0.0" },
      status: "rolled_back",
      generation: 3,
    });
    expect([statusOf(world, "alpha", "1.1.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "quarantined",
      "verified",
    ]);
  });

  it("is never met by users of a target that can be watched first", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    await runDeploy(world, AFTER);
    expect(world.target.calls).toEqual([
      'start {"alpha":"1.1.0","beta":"2.0.0"}',
      'start {"alpha":"1.0.0","beta":"2.0.0"}',
      "finish",
    ]);
  });

  it("is not deployed again: a later release carries the verified version instead", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    await runDeploy(world, AFTER);
    delete world.verdicts["alpha"];
    await runDeploy(world, AFTER);
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "2.0.0" });
    expect(environmentOf(world)).toMatchObject({ pins: {}, status: "verified" });
  });

  it("is held and told where no verified version is there to go back to", async () => {
    const after = { alpha: { "1.0.0": "rolled_back", "1.1.0": "promoted" } } as const;
    const world = aWorld(after);
    world.verdicts["alpha"] = REGRESSION;
    const outcome = await runDeploy(world, after);
    expect(outcome).toMatchObject({ verdict: "regression", mustNotify: true });
    expect(environmentOf(world)).toMatchObject({ pins: {}, status: "held" });
    expect(statusOf(world, "alpha", "1.1.0")).toBe("promoted");
  });

  it("is held where users met it already and there was a rollback within the hour", async () => {
    const world = await promoted(BEFORE, AFTER, "on_start");
    world.verdicts["alpha"] = REGRESSION;
    world.mayRollBack = false;
    const outcome = await runDeploy(world, AFTER);
    expect(outcome?.reasons[0]).toContain("automatic rollback within the last hour");
    expect(environmentOf(world)?.status).toBe("held");
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
  });

  it("never reaches users, whatever happened within the hour, where they have not met it yet", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    world.mayRollBack = false;
    await runDeploy(world, AFTER);
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "2.0.0" });
  });
});

describe("what is not known", () => {
  it.each([
    ["the evaluation was inconclusive", UNCLEAR, "inconclusive"],
    ["the model moved", DRIFT, "drift"],
  ])("holds and tells, and rolls nothing back, when %s", async (_, decision, verdict) => {
    const world = await promoted();
    world.verdicts["alpha"] = decision;
    const outcome = await runDeploy(world, AFTER);
    expect(outcome).toMatchObject({ verdict, mustNotify: true });
    expect(environmentOf(world)).toMatchObject({ pins: {}, status: "held" });
    expect([statusOf(world, "alpha", "1.1.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "promoted",
      "verified",
    ]);
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
  });

  it("is asked again at the next deployment, the held tasks alone", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = UNCLEAR;
    await runDeploy(world, AFTER);
    world.evaluated.length = 0;
    delete world.verdicts["alpha"];
    await runDeploy(world, AFTER);
    expect(world.evaluated).toEqual(["alpha 1.1.0 1.0.0"]);
    expect(environmentOf(world)?.status).toBe("verified");
    expect(statusOf(world, "alpha", "1.1.0")).toBe("verified");
  });

  it("is asked again also where another task was rolled back meanwhile", async () => {
    const world = await promoted();
    Object.assign(world.verdicts, { alpha: UNCLEAR, beta: REGRESSION });
    await runDeploy(world, AFTER);
    expect(environmentOf(world)?.status).toBe("rolled_back");
    world.evaluated.length = 0;
    delete world.verdicts["alpha"];
    const { release } = await released(AFTER);
    await runDeploy(world, AFTER, { release: { ...release, number: 2 } });
    expect(world.evaluated).toEqual(["alpha 1.1.0 1.0.0"]);
    expect(statusOf(world, "alpha", "1.1.0")).toBe("verified");
  });

  it("is never taken for a pass: a task without a decision is held", async () => {
    const world = await promoted();
    const silent = { target: world.target, record: world.record, evaluateLive: async () => ({}) };
    expect((await runDeploy(world, AFTER, {}, silent))?.verdict).toBe("inconclusive");
    expect(statusOf(world, "alpha", "1.1.0")).toBe("promoted");
  });
});

describe("a deployment that fails", () => {
  const faults = [
    ["does not start", (world: World) => Object.assign(world.target.faults, { refuses: isNew })],
    ["dies", (world: World) => Object.assign(world.target.faults, { dies: isNew })],
    ["never becomes ready", (world: World) => Object.assign(world.target.faults, { hangs: isNew })],
    ["reports another digest", (world: World) => Object.assign(world.target.faults, { lies: isNew })],
    [
      "is found unhealthy by the evaluation",
      (world: World) => Object.assign(world.verdicts, { alpha: UNHEALTHY, beta: REGRESSION }),
    ],
  ] as const;
  const isNew = ({ release }: { readonly release: { readonly number: number } }): boolean =>
    release.number > 1;

  it.each(faults)("leaves what ran before, and nobody is quarantined, when it %s", async (_, breakIt) => {
    const world = await promoted();
    breakIt(world);
    const outcome = await runDeploy(world, AFTER);
    expect(outcome).toMatchObject({ verdict: "unhealthy", mustNotify: true, tasks: [] });
    expect(environmentOf(world)).toMatchObject({ release: 1, status: "failed", generation: 2 });
    expect(statusOf(world, "beta", "2.0.0")).toBe("promoted");
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "1.0.0" });
    expect((await world.target.observe()).pending).toEqual([]);
  });

  it("is held where it cannot be taken away: a person has to look [A7]", async () => {
    const world = await promoted();
    Object.assign(world.target.faults, { hangs: isNew, sticks: isNew });
    const outcome = await runDeploy(world, AFTER);
    expect(outcome).toMatchObject({ verdict: "unhealthy", mustNotify: true });
    expect(outcome?.reasons[1]).toContain("could not be taken away, and a person has to look");
    expect(environmentOf(world)).toMatchObject({ release: 1, status: "held", generation: 2 });
  });

  it("is not evaluated when the live service is not what was deployed", async () => {
    const world = await promoted();
    world.target.faults.lies = isNew;
    await runDeploy(world, AFTER);
    expect(world.evaluated).toEqual([]);
  });

  it("takes everything away when the pinned state fails, and still knows which task was worse", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    world.target.faults.dies = ({ pins }) => Object.keys(pins).length > 0;
    const outcome = await runDeploy(world, AFTER);
    expect(outcome).toMatchObject({
      verdict: "unhealthy",
      tasks: [{ task: "alpha", status: "quarantined" }],
    });
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "1.0.0" });
    expect((await world.target.observe()).pending).toEqual([]);
  });

  it("can be tried again once the cause is gone", async () => {
    const world = await promoted();
    world.target.faults.dies = isNew;
    await runDeploy(world, AFTER);
    delete world.target.faults.dies;
    await runDeploy(world, AFTER);
    expect(environmentOf(world)).toMatchObject({ release: 2, status: "verified", generation: 3 });
  });

  it("leaves no unused process behind when the evaluation itself breaks off", async () => {
    const world = await promoted();
    const evaluateLive = () => Promise.reject(new Error("planted bug"));
    const broken = { target: world.target, record: world.record, evaluateLive };
    await expect(runDeploy(world, AFTER, {}, broken)).rejects.toThrow("planted bug");
    expect((await world.target.observe()).pending).toEqual([]);
    await runDeploy(world, AFTER);
    expect(environmentOf(world)?.status).toBe("verified");
  });
});

describe("whose turn it is", () => {
  it("does not go back to an older release by deploying it late", async () => {
    const world = await promoted();
    await runDeploy(world, AFTER);
    const old = await released(BEFORE);
    expect((await plan(world, BEFORE, { release: old.release })).kind).toBe("superseded");
  });

  it("does not touch a deployment that the registry does not know", async () => {
    const world = await promoted();
    const { release } = await released(BEFORE);
    const stranger = await world.target.start({
      release,
      pins: {},
      generation: 9,
      operation: "f".repeat(64),
    });
    await world.target.finish(stranger.id);
    expect((await plan(world, AFTER)).kind).toBe("conflict");
  });

  it("waits until the environment before it has verified the same image", async () => {
    const world = await promoted();
    expect(await plan(world, AFTER, { after: "staging" })).toMatchObject({
      kind: "conflict",
      why: expect.stringContaining("staging has not verified"),
    });
  });

  describe("behind staging, which lost one task of the newest release", () => {
    /** alpha 1.1.0 was quarantined on staging, so that main's content is the release before again. */
    const TASKS = {
      alpha: { "1.0.0": "verified", "1.1.0": "quarantined" },
      beta: { "1.0.0": "verified" },
    } as const;
    const { release } = anAssembledRelease(BEFORE, { number: 1 });
    const STAGING = {
      release: 2,
      image: "other",
      pins: { alpha: "1.0.0" },
      status: "rolled_back",
      generation: 3,
    } as const;
    const line = (details: JsonObject): AuditEntry => {
      const { task: _, ...entry } = anAuditEntry({
        service: "prompt-service",
        environment: "staging",
        action: "deploy",
      });
      return { ...entry, details };
    };
    const ended = (alpha: string) =>
      line({ status: "rolled_back", image: "other", versions: { alpha, beta: "1.0.0" } });

    async function planBehind(audit: readonly AuditEntry[], isLive = false) {
      const world = aWorld(TASKS);
      if (isLive) await runDeploy(world, BEFORE, { release, environment: "production" });
      const registry = world.record.registry();
      const environments = { ...registry.environments, "prompt-service/staging": STAGING };
      const overrides = { environment: "production", after: "staging", release, audit };
      return plan(world, TASKS, { ...overrides, registry: { ...registry, environments } });
    }

    it("has nothing to do where production runs that content already", async () => {
      expect(await planBehind([], true)).toMatchObject({ kind: "unchanged" });
    });

    it("is deployed where the very same versions answer on staging", async () => {
      expect((await planBehind([ended("1.0.0")])).kind).toBe("deploy");
    });

    it("is deployed where staging verified this very image once", async () => {
      const verified = line({ status: "verified", image: release.image, versions: {} });
      expect((await planBehind([verified, ended("0.9.0")])).kind).toBe("deploy");
    });

    it("waits where other versions answer there", async () => {
      expect((await planBehind([ended("0.9.0")])).kind).toBe("conflict");
    });
  });

  it("restarts what runs, pins and all, and evaluates nothing", async () => {
    const world = await promoted();
    world.verdicts["alpha"] = REGRESSION;
    await runDeploy(world, AFTER);
    const { release } = await released(AFTER);
    world.evaluated.length = 0;
    const before = environmentOf(world);
    await runDeploy(world, AFTER, { restart: true, release: { ...release, number: 2 } });
    expect(world.evaluated).toEqual([]);
    expect(environmentOf(world)).toEqual({ ...before, generation: 4 });
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "2.0.0" });
  });
});
