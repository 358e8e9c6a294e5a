import { describe, expect, it } from "vitest";
import { scored } from "../../builders/scored.ts";

const rouge = (value: string) => ({ type: "rouge-n", value });

describe("rouge-n", () => {
  it.each([
    ["a b c", "a b d", 2 / 3],
    ["a b c", "a b c", 1],
    ["x y z", "a b c", 0],
    ["a a a a", "a", 0.4],
    ["", "a", 0],
    ["The cat sat on the mat.", "the cat is on the mat", 8 / 13],
  ])("is the F-measure of shared words: %j for %j", async (text, value, score) => {
    expect((await scored(rouge(value), text)).value).toBeCloseTo(score, 12);
  });

  it("passes from three quarters on", async () => {
    expect((await scored(rouge("a b c d"), "a b c x")).passed).toBe(true);
    expect((await scored(rouge("a b c d"), "a b x y")).passed).toBe(false);
  });
});
