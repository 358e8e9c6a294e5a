import { describe, expect, it } from "vitest";
import { compare, median } from "../../bench/measuring/comparison.ts";

const most = (ratio: number) => ({ kind: "most", ratio }) as const;
const least = (ratio: number) => ({ kind: "least", ratio }) as const;

describe("a comparison", () => {
  it("is the ratio of medians, which one slow round does not move", () => {
    const samples = { thing: [20, 22, 900, 21, 19], reference: [10, 10, 11, 400, 10] };
    expect(compare(samples, most(2.1))).toEqual({
      thing: 21,
      reference: 10,
      ratio: 2.1,
      spread: { low: 21 / 400, high: 900 / 11 },
      isMet: true,
    });
  });

  it.each([
    { goal: most(2), ratio: 2, isMet: true },
    { goal: most(2), ratio: 2.01, isMet: false },
    { goal: least(0.8), ratio: 0.8, isMet: true },
    { goal: least(0.8), ratio: 0.79, isMet: false },
  ])("holds $ratio against a goal of $goal.kind $goal.ratio", ({ goal, ratio, isMet }) => {
    expect(compare({ thing: [ratio], reference: [1] }, goal).isMet).toBe(isMet);
  });
});

describe("a median", () => {
  it("is the middle value, in whatever order they came", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("lies between the two middle values of an even number", () => {
    expect(median([10, 1, 4, 2])).toBe(3);
  });

  it("of nothing is a mistake", () => {
    expect(() => median([])).toThrow("nothing was measured");
  });
});
