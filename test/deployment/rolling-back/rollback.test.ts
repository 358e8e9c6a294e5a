import { describe, expect, it } from "vitest";
import { fateOf } from "../../../src/deployment/records/begun-operation.ts";
import { planRollback } from "../../../src/deployment/rolling-back/plan-rollback.ts";
import { rollBack } from "../../../src/deployment/rolling-back/rollback.ts";
import type {
  RollbackSituation,
  VerifiedRelease,
} from "../../../src/deployment/rolling-back/rollback-situation.ts";
import type { PromotedVersions } from "../../builders/promoted-repository.ts";
import { anAssembledRelease } from "../../builders/release.ts";
import { Killed, killingPorts } from "../../fakes/killing-ports.ts";
import { aWorld, KEY, liveVersions, runDeploy, statusOf, visibleState, type World } from "../world.ts";

type Tasks = Readonly<Record<string, PromotedVersions>>;

const FIRST = { alpha: { "1.0.0": "verified" }, beta: { "1.0.0": "verified" } } as const;
const SECOND = {
  alpha: { "1.0.0": "verified", "1.1.0": "promoted" },
  beta: { "1.0.0": "verified", "2.0.0": "promoted" },
} as const;

const released = (tasks: Tasks, number: number): VerifiedRelease => ({
  release: anAssembledRelease(tasks, { number }).release,
  pins: {},
});

/** A world in which the second release is live, verified and can go back to the first. */
async function aLiveWorld(second: Tasks = SECOND): Promise<World> {
  const world = aWorld(second);
  await runDeploy(world, FIRST, { release: released(FIRST, 1).release });
  await runDeploy(world, second, { release: released(second, 2).release });
  return world;
}

function aSituation(world: World, overrides: Partial<RollbackSituation> = {}): RollbackSituation {
  const registry = world.record.registry();
  const pins = registry.environments[KEY]?.pins ?? {};
  return {
    service: "prompt-service",
    environment: "local",
    registry,
    live: { ...released(SECOND, 2), pins },
    liveGeneration: registry.environments[KEY]?.generation ?? 0,
    earlier: [released(FIRST, 1)],
    reason: "customers complain",
    ...overrides,
  };
}

async function run(world: World, overrides: Partial<RollbackSituation> = {}, ports = portsOf(world)) {
  const planning = planRollback(aSituation(world, overrides));
  if (planning.kind !== "rollback") return planning;
  return rollBack(planning.plan, { ...ports, wait: async (attempt) => attempt < 3 });
}

const portsOf = ({ target, record }: World) => ({ target, record });

const withStatus = (status: "quarantined" | "rolled_back" | "promoted"): Tasks => ({
  alpha: { "0.9.0": "verified", "1.0.0": status, "1.1.0": "promoted" },
});

describe("rolling back one task", () => {
  it("pins its newest verified version; the rest of the release stays", async () => {
    const world = await aLiveWorld();
    expect(await run(world, { task: "alpha" })).toMatchObject({ verdict: "pass", mustNotify: true });
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "2.0.0" });
    expect(world.record.registry().environments[KEY]).toMatchObject({
      release: 2,
      pins: { alpha: "1.0.0" },
      status: "rolled_back",
      generation: 3,
    });
    expect([statusOf(world, "alpha", "1.1.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "rolled_back",
      "verified",
    ]);
  });

  it("asks no model and evaluates nothing", async () => {
    const world = await aLiveWorld();
    world.evaluated.length = 0;
    await run(world, { task: "alpha" });
    expect(world.evaluated).toEqual([]);
  });

  it("holds where the release carries no other verified version", async () => {
    const world = await aLiveWorld();
    const live = released({ alpha: { "1.1.0": "promoted" } }, 2);
    expect(planRollback(aSituation(world, { task: "alpha", live }))).toMatchObject({ kind: "hold" });
  });

  it("never goes back further on its own once it has been rolled back [D4]", async () => {
    const world = await aLiveWorld();
    await run(world, { task: "alpha" });
    expect(planRollback(aSituation(world, { task: "alpha" }))).toMatchObject({ kind: "hold" });
  });

  it.each(["quarantined", "rolled_back"] as const)("skips versions that were %s [D4]", (status) => {
    const tasks = withStatus(status);
    const world = aWorld(tasks);
    const live = released(tasks, 2);
    expect(planRollback(aSituation(world, { task: "alpha", live }))).toMatchObject({
      kind: "rollback",
      plan: { intent: { to: { pins: { alpha: "0.9.0" } } } },
    });
  });

  it.each([
    ["a version that was rolled back", "1.1.0", "is rolled back"],
    ["a version that never was", "7.0.0", "knows no version 7.0.0"],
  ])("refuses %s when it is named", async (_, to, why) => {
    const world = await aLiveWorld();
    await run(world, { task: "alpha" });
    expect(planRollback(aSituation(world, { task: "alpha", to }))).toMatchObject({
      kind: "refused",
      why: expect.stringContaining(why),
    });
  });

  it("refuses a version that the release does not carry, because going back builds nothing", () => {
    const tasks = { alpha: { "0.8.0": "verified", "0.9.0": "verified", "1.1.0": "verified" } } as const;
    const situation = aSituation(aWorld(tasks), { task: "alpha", to: "0.8.0", live: released(tasks, 2) });
    expect(planRollback(situation)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("carries only"),
    });
  });

  it("names the nearest task for a misspelt one", async () => {
    const planning = planRollback(aSituation(await aLiveWorld(), { task: "alhpa" }));
    expect(planning).toMatchObject({ kind: "refused", why: expect.stringContaining('did you mean "alpha"') });
  });

  it("has nothing to do where the version answers already", async () => {
    const planning = planRollback(aSituation(await aLiveWorld(), { task: "alpha", to: "1.1.0" }));
    expect(planning.kind).toBe("unchanged");
  });
});

describe("rolling back a whole release", () => {
  it("puts the newest earlier verified release back", async () => {
    const world = await aLiveWorld();
    await run(world);
    expect(await liveVersions(world)).toEqual({ alpha: "1.0.0", beta: "1.0.0" });
    expect(world.record.registry().environments[KEY]).toMatchObject({ release: 1, status: "rolled_back" });
    expect([statusOf(world, "alpha", "1.1.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "rolled_back",
      "rolled_back",
    ]);
  });

  it("skips a release with a version that was itself rolled back and none to answer instead [D4]", () => {
    const tasks = withStatus("rolled_back");
    const oldest = released({ alpha: { "0.9.0": "verified" } }, 1);
    const bad = released({ alpha: { "1.0.0": "promoted" } }, 2);
    const live = released(tasks, 3);
    const planning = planRollback(aSituation(aWorld(tasks), { live, earlier: [bad, oldest] }));
    expect(planning).toMatchObject({ kind: "rollback", plan: { release: { number: 1 } } });
  });

  it.each([undefined, "2"])(
    "leaves a version that was rolled back since out of the earlier release, where it carries a verified one (--to %s)",
    (to) => {
      const tasks = {
        ...withStatus("rolled_back"),
        beta: { "1.0.0": "verified", "2.0.0": "verified" },
      } as const;
      const carrying = {
        alpha: { "0.9.0": "verified", "1.0.0": "verified" },
        beta: { "1.0.0": "verified" },
      } as const;
      const situation = aSituation(aWorld(tasks), {
        live: { ...released(tasks, 3), pins: { alpha: "0.9.0" } },
        earlier: [released(carrying, 2)],
        ...(to === undefined ? {} : { to }),
      });
      expect(planRollback(situation)).toMatchObject({
        kind: "rollback",
        plan: { intent: { to: { release: 2, pins: { alpha: "0.9.0" } }, changed: [{ task: "beta" }] } },
      });
    },
  );

  it("is no way back to a release that answers the same without such a version", () => {
    const tasks = withStatus("rolled_back");
    const live = { ...released(tasks, 3), pins: { alpha: "0.9.0" } };
    const earlier = [released({ alpha: { "0.9.0": "verified", "1.0.0": "verified" } }, 2)];
    expect(planRollback(aSituation(aWorld(tasks), { live, earlier })).kind).toBe("hold");
  });

  it("holds where there is none", async () => {
    expect(planRollback(aSituation(await aLiveWorld(), { earlier: [] })).kind).toBe("hold");
  });

  it("refuses a release that was never verified here", async () => {
    expect(planRollback(aSituation(await aLiveWorld(), { to: "7" })).kind).toBe("refused");
  });
});

describe("rolling back while a deployment that was given up has the users", () => {
  const THIRD = {
    alpha: { "1.0.0": "verified", "1.1.0": "verified", "1.2.0": "promoted" },
    beta: { "1.0.0": "verified", "2.0.0": "verified" },
  } as const;

  /** Release 3 changes alpha alone, was started where users meet it at once, and was given up. */
  async function aWorldGivenUp(): Promise<{ world: World; situation: Partial<RollbackSituation> }> {
    const world = aWorld(THIRD, "on_start");
    await runDeploy(world, FIRST, { release: released(FIRST, 1).release });
    await runDeploy(world, SECOND, { release: released(SECOND, 2).release });
    const next = { ...released(THIRD, 3), generation: 3, operation: "3".repeat(64) };
    await world.target.start(next);
    expect(await liveVersions(world)).toMatchObject({ alpha: "1.2.0" });
    const live = { ...released(SECOND, 2), pins: {} };
    return { world, situation: { live, unsettled: released(THIRD, 3), liveGeneration: 4 } };
  }

  it("takes one task back from what answered before, and leaves the other task's new version to nobody", async () => {
    const { world, situation } = await aWorldGivenUp();
    await run(world, { ...situation, task: "beta" });
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "1.0.0" });
    expect([statusOf(world, "alpha", "1.2.0"), statusOf(world, "beta", "2.0.0")]).toEqual([
      "promoted",
      "rolled_back",
    ]);
  });

  it("takes the task that it had changed back to what answered before, and not one version further", async () => {
    const { world, situation } = await aWorldGivenUp();
    await run(world, { ...situation, task: "alpha" });
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
    expect(statusOf(world, "alpha", "1.2.0")).toBe("rolled_back");
  });

  it.each([undefined, "2"])("takes the whole release back to what answered before (--to %s)", async (to) => {
    const { world, situation } = await aWorldGivenUp();
    await run(world, { ...situation, ...(to === undefined ? {} : { to }) });
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
    expect(world.record.registry().environments[KEY]).toMatchObject({ release: 2, status: "rolled_back" });
  });

  it("says what answers where the way back fails", async () => {
    const { world, situation } = await aWorldGivenUp();
    world.target.faults.refuses = () => true;
    await run(world, { ...situation, task: "beta" });
    expect(world.record.registry().environments[KEY]).toMatchObject({ release: 3, status: "held" });
  });
});

describe("a rollback that goes wrong", () => {
  it("holds and tells, without a second jump; what ran before still answers [A18]", async () => {
    const world = await aLiveWorld();
    world.target.faults.dies = ({ pins }) => Object.keys(pins).length > 0;
    world.target.calls.length = 0;
    expect(await run(world, { task: "alpha" })).toMatchObject({ verdict: "unhealthy", mustNotify: true });
    expect(world.record.registry().environments[KEY]).toMatchObject({ release: 2, pins: {}, status: "held" });
    expect(await liveVersions(world)).toEqual({ alpha: "1.1.0", beta: "2.0.0" });
    expect(world.target.calls.filter((call) => call.startsWith("start"))).toHaveLength(1);
  });

  it("says so where nobody knows what answers [A7]", async () => {
    const world = await aLiveWorld();
    const isPinned = ({ pins }: { readonly pins: object }): boolean => Object.keys(pins).length > 0;
    Object.assign(world.target.faults, { dies: isPinned, sticks: isPinned });
    const outcome = await run(world, { task: "alpha" });
    expect(outcome).toMatchObject({ verdict: "unhealthy", state: { status: "held" } });
    expect("reasons" in outcome && outcome.reasons[1]).toContain("a person has to look");
  });

  it.each(["before", "after"] as const)(
    "ends the same when it is killed %s any call and resumed",
    async (when) => {
      const untouched = await aLiveWorld();
      await run(untouched, { task: "alpha" });
      const wanted = await visibleState(untouched);
      let kills = 0;
      for (let at = 1; ; at += 1) {
        const world = await aLiveWorld();
        const { ports, wasKilled } = killingPorts(portsOf(world), at, when);
        await run(world, { task: "alpha" }, ports).catch((error) => {
          if (!(error instanceof Killed)) throw error;
        });
        if (!wasKilled()) break;
        kills += 1;
        await finishOrStart(world);
        expect(await visibleState(world), `killed ${when} call ${at}`).toEqual(wanted);
      }
      expect(kills).toBeGreaterThan(5);
    },
  );

  async function finishOrStart(world: World): Promise<void> {
    const registry = world.record.registry();
    if (registry.environments[KEY]?.status === "rolled_back") return;
    const open = await world.record.unfinished("prompt-service", "local");
    if (open === undefined) {
      await run(world, { task: "alpha" });
      return;
    }
    const facts = { place: KEY, before: registry.environments[KEY], goesFirst: true };
    const fate = fateOf(open, { ...facts, releases: [released(SECOND, 2).release] });
    if (fate.kind === "give_up") throw new Error(fate.why);
    await rollBack(fate.plan, { ...portsOf(world), wait: async () => true });
  }
});
