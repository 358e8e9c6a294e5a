import { afterAll, expect, test } from "vitest";
import { measure, PROMISES } from "../builders/calibration.ts";

const effort = { runs: 10_000, draws: 1_000 };
const table: string[] = [];

afterAll(() => {
  console.log(`The gate over ${effort.runs} simulated evaluations a line:\n${table.join("\n")}`);
});

test.each(PROMISES)("$scenario.name, $scenario.examples examples: $what", (promise) => {
  const { share, line } = measure(promise, effort);
  table.push(line);
  expect(share).toBeGreaterThanOrEqual(promise.least);
  expect(share).toBeLessThanOrEqual(promise.most);
});
