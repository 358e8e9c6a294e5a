import { afterAll, expect, test } from "vitest";
import { measure, PROMISES } from "../builders/calibration.ts";

const effort = { stages: [1_000, 2_000, 4_000, 10_000], draws: 1_000 };
const table: string[] = [];

afterAll(() => {
  console.log(`The gate over simulated evaluations:\n${table.join("\n")}`);
});

test.each(PROMISES)("$scenario.name, $scenario.examples examples: $what", (promise) => {
  const { share, line } = measure(promise, effort);
  table.push(line);
  expect(share).toBeGreaterThanOrEqual(promise.least);
  expect(share).toBeLessThanOrEqual(promise.most);
});
