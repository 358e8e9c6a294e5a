import { expect, it } from "vitest";
import { comparable, killAndCompare } from "./killed-runs.ts";

it("a run of 100,000 examples that is killed three times ends with the report of an undisturbed one [X1, P17]", async () => {
  const runs = await killAndCompare(100_000, [25_000, 50_000, 75_000], 64);
  expect(runs.killedAt.map((rows) => Math.floor(rows / 25_000))).toEqual([1, 2, 3]);
  expect(runs.resumed.exit).toBe(0);
  expect(runs.resumed.report.counts).toMatchObject({ examples: 100_000, errors: 200, cached: 0 });
  expect(comparable(runs.resumed)).toEqual(comparable(runs.undisturbed));
  expect(runs.differingRow).toBeUndefined();
  expect(runs.calls).toBeLessThan(100_000 + 3 * 200);
});
