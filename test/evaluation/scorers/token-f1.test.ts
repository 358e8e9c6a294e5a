import { describe, expect, it } from "vitest";
import { computeMetrics } from "../../../src/evaluation/scoring/metrics.ts";
import { aResult } from "../../builders/result.ts";
import { scored } from "../../builders/scored.ts";

const tokenF1 = { type: "token-f1" };

/** Values of `evaluate-v1.1.py` for these pairs. */
const REFERENCE = [
  ["The Eiffel Tower!", "eiffel tower", 1, true],
  ["in the tower of London", "Tower of London", 6 / 7, false],
  ["a cat", "dog", 0, false],
  ["one one two", "one two two", 2 / 3, false],
  ["U.S.A.", "usa", 1, true],
  ["anthem", "them", 0, false],
  ["", "", 0, true],
  ["the", "", 0, true],
  ["éa", "é", 0, false],
] as const;

describe("token-f1", () => {
  it.each(REFERENCE)("is SQuAD 1.1's F1 and exact match: %j for %j", async (text, expected, f1, isExact) => {
    const score = await scored(tokenF1, text, expected);
    expect(score.value).toBeCloseTo(f1, 12);
    expect(score.counts?.["exact_match"] === 1).toBe(isExact);
  });

  it("takes the best of several accepted answers for each figure", async () => {
    const score = await scored(tokenF1, "four", { any_of: ["4", "four apples", "four"] });
    expect(score.counts).toEqual({ answers: 1, f1: 1, exact_match: 1 });
  });

  it("gives f1 and exact_match over the dataset", async () => {
    const pairs = [
      ["Paris", "Paris"],
      ["in Paris", "Paris"],
    ] as const;
    const results = await Promise.all(
      pairs.map(async ([text, expected], index) =>
        aResult({ id: `e${index}`, scores: [await scored(tokenF1, text, expected)] }),
      ),
    );
    const metrics = computeMetrics([tokenF1], results);
    expect(metrics["token-f1.f1"]).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(metrics["token-f1.exact_match"]).toBe(0.5);
  });
});
