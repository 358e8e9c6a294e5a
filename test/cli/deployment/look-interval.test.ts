import { expect, it } from "vitest";
import { watchingMs } from "../../../src/cli/deployment/holding/look-interval.ts";

it("an evaluation asks origin every 10 to 15 seconds whether it is still its turn, and no two at the same rhythm", () => {
  expect([watchingMs("origin", 0), watchingMs("origin", 0.5), watchingMs("origin", 0.999_9)]).toEqual([
    10_000, 12_500, 14_999,
  ]);
});

it("in one repository it looks at once", () => {
  expect(watchingMs("here", 0.9)).toBeLessThan(1_000);
});
