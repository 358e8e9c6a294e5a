import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GitGround } from "../builders/git-ground.ts";
import { type Act, aGroundWithHistory, histories, playHistory } from "./life-histories.ts";

let ground: GitGround;

beforeAll(async () => {
  ground = await aGroundWithHistory();
});

afterAll(() => ground.remove());

/** It broke the rules once: a rollback after which nothing could go back left a line of the audit record uncommitted. */
const BROKE: readonly Act[] = [
  { what: "deploy", which: 0, killAt: 20 },
  { what: "promote", which: 16, killAt: 0 },
  { what: "roll back", which: 11, killAt: 0 },
  { what: "promote", which: 13, killAt: 9 },
];

/** The same histories every time; another number plays others: `HISTORY_SEED=7 npm run test:slow -- test/lifecycle/histories`. */
const SEED = Number(process.env["HISTORY_SEED"] ?? 41);

it("a long history with deployments and rollbacks, killed anywhere, leaves a good tree and every version's bytes, and no hour undoes a decision", async () => {
  const acts = ["promote", "promote", "return", "archive", "deploy", "deploy", "roll back"] as const;
  let kills = 0;
  await fc.assert(
    fc.asyncProperty(histories(acts, 9), async (history) => {
      kills += await playHistory(ground, history, { hourly: true });
    }),
    { numRuns: 10, seed: SEED, endOnFailure: true, examples: [[BROKE]] },
  );
  expect(kills).toBeGreaterThan(10);
});
