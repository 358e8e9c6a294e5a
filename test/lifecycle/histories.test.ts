import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GitGround } from "../builders/git-ground.ts";
import { aGroundWithHistory, histories, playHistory } from "./life-histories.ts";

let ground: GitGround;

beforeAll(async () => {
  ground = await aGroundWithHistory();
});

afterAll(() => ground.remove());

/** With one short history; the slow tests play long ones with deployments and rollbacks. */
it("whatever is promoted, returned, archived and killed in between: the tree is good, and no version's bytes are lost", async () => {
  let kills = 0;
  await fc.assert(
    fc.asyncProperty(histories(["promote", "return", "archive"], 4), async (acts) => {
      kills += await playHistory(ground, acts);
    }),
    { numRuns: 1, seed: 41, endOnFailure: true },
  );
  expect(kills).toBeGreaterThan(0);
});
