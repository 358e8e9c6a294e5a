import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GitGround } from "../builders/git-ground.ts";
import { aGroundWithHistory, histories, playHistory } from "./life-histories.ts";

let ground: GitGround;

beforeAll(async () => {
  ground = await aGroundWithHistory();
});

afterAll(() => ground.remove());

it("a long history with deployments and rollbacks, killed anywhere, leaves a good tree and every version's bytes, and no hour undoes a decision", async () => {
  const acts = ["promote", "promote", "return", "archive", "deploy", "deploy", "roll back"] as const;
  let kills = 0;
  await fc.assert(
    fc.asyncProperty(histories(acts, 9), async (history) => {
      kills += await playHistory(ground, history, { hourly: true });
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(kills).toBeGreaterThan(10);
});
