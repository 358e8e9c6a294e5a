import { afterAll, expect, test } from "vitest";
import { measure, PROMISES } from "../builders/calibration.ts";

const effort = { stages: [500, 1_000, 2_000], draws: 150 };
const table: string[] = [];

/** Three standard deviations of a share near a bound: the slow test measures without this allowance. */
const allowance = (bound: number, runs: number): number => 3 * Math.sqrt((bound * (1 - bound)) / runs);

afterAll(() => {
  console.log(`The gate over simulated evaluations:\n${table.join("\n")}`);
});

test.each(PROMISES)("$scenario.name, $scenario.examples examples: $what", (promise) => {
  const { runs, share, line } = measure(promise, effort);
  table.push(line);
  expect(share).toBeGreaterThanOrEqual(promise.least - allowance(promise.least, runs));
  expect(share).toBeLessThanOrEqual(promise.most + allowance(promise.most, runs));
});
