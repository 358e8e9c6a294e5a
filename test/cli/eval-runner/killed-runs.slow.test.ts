import { expect, it } from "vitest";
import { comparable, killAndCompare } from "./killed-runs.ts";

const MIB = 2 ** 20;

it("a run of 20,000 examples, many times what is read or written at once, that is killed three times ends with the report of an undisturbed one [X1, P17]", async () => {
  const runs = await killAndCompare(20_000, [5_000, 10_000, 15_000], 64);
  expect(runs.bytes).toBeGreaterThan(4 * MIB);
  expect(runs.killedAt.map((rows) => Math.floor(rows / 5_000))).toEqual([1, 2, 3]);
  expect(runs.resumed.exit).toBe(0);
  expect(runs.resumed.report.counts).toMatchObject({ examples: 20_000, errors: 40, cached: 0 });
  expect(comparable(runs.resumed)).toEqual(comparable(runs.undisturbed));
  expect(runs.differingRow).toBeUndefined();
  expect(runs.calls).toBeLessThan(20_000 + 3 * 200);
});
