import { describe, expect, it } from "vitest";
import { anAssembledRelease } from "../builders/release.ts";
import { Killed, killingPorts } from "../fakes/killing-ports.ts";
import { aWorld, portsOf, REGRESSION, runDeploy, UNCLEAR, visibleState, type World } from "./world.ts";

const BEFORE = { alpha: { "1.0.0": "verified" }, beta: { "1.0.0": "verified" } } as const;
const AFTER = {
  alpha: { "1.0.0": "verified", "1.1.0": "promoted" },
  beta: { "1.0.0": "verified", "2.0.0": "promoted" },
} as const;

const SCENARIOS: readonly (readonly [string, (world: World) => void])[] = [
  ["everything passes", () => {}],
  ["one task regresses", (world) => Object.assign(world.verdicts, { alpha: REGRESSION })],
  ["one task is unclear", (world) => Object.assign(world.verdicts, { alpha: UNCLEAR })],
  [
    "the new release lies about itself",
    (world) =>
      Object.assign(world.target.faults, {
        lies: ({ generation }: { generation: number }) => generation > 1,
      }),
  ],
];

async function aDeployedWorld(
  prepare: (world: World) => void,
  shift: "on_start" | "on_finish",
): Promise<World> {
  const world = aWorld(AFTER, shift);
  const { release } = anAssembledRelease(BEFORE);
  await runDeploy(world, BEFORE, { release });
  prepare(world);
  return world;
}

it("does not ask again what an earlier run has recorded", async () => {
  const world = await aDeployedWorld(() => {}, "on_finish");
  world.evaluated.length = 0;
  const ports = portsOf(world);
  const finish = () => Promise.reject(new Killed());
  const dying = { ...ports, target: { ...ports.target, finish } };
  await expect(runDeploy(world, AFTER, {}, dying)).rejects.toThrow(Killed);
  await runDeploy(world, AFTER);
  expect(world.evaluated).toEqual(["alpha 1.1.0 1.0.0", "beta 2.0.0 1.0.0"]);
});

describe.each(["on_finish", "on_start"] as const)(
  "a deployment that is killed, traffic shifting %s",
  (shift) => {
    describe.each(SCENARIOS)("while %s", (_, prepare) => {
      it.each(["before", "after"] as const)(
        "ends the same when it is run again, killed %s any call",
        async (when) => {
          const untouched = await aDeployedWorld(prepare, shift);
          await runDeploy(untouched, AFTER);
          const wanted = await visibleState(untouched);
          let kills = 0;
          for (let at = 1; ; at += 1) {
            const world = await aDeployedWorld(prepare, shift);
            const closed = world.record.outcomes.length;
            const { ports, wasKilled } = killingPorts(portsOf(world), at, when);
            await runDeploy(world, AFTER, {}, ports).catch((error) => {
              if (!(error instanceof Killed)) throw error;
            });
            if (!wasKilled()) break;
            kills += 1;
            if (world.record.outcomes.length === closed) await runDeploy(world, AFTER);
            expect(await visibleState(world), `killed ${when} call ${at}`).toEqual(wanted);
          }
          expect(kills).toBeGreaterThan(6);
        },
      );
    });
  },
);
