import { expect, it } from "vitest";
import { comparable, killAndCompare } from "./killed-runs.ts";

it("a run of 2,000 examples that is killed three times ends with the report of an undisturbed one [X1, P17]", async () => {
  const runs = await killAndCompare(2_000, [300, 900, 1_500], 16);
  for (const [at, wanted] of [300, 900, 1_500].entries()) {
    expect(runs.killedAt[at]).toBeGreaterThanOrEqual(wanted);
    expect(runs.killedAt[at]).toBeLessThan(wanted + 400);
  }
  expect(runs.resumed.exit).toBe(0);
  expect(runs.resumed.report.counts).toMatchObject({ examples: 2_000, errors: 4, cached: 0 });
  expect(comparable(runs.resumed)).toEqual(comparable(runs.undisturbed));
  expect(runs.differingRow).toBeUndefined();
  expect(runs.calls).toBeLessThan(2_000 + 3 * 50);
});
