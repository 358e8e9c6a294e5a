import { describe, expect, it } from "vitest";
import { scored, scoreOf } from "../../builders/scored.ts";

const set = { type: "set" };

describe("set", () => {
  it.each([
    ['["b", "a"]', 1],
    ['["a", "b", "b"]', 1],
    ["b, a", 1],
    ["a\nb\n", 1],
    ['["a"]', 2 / 3],
    ['["a", "b", "c"]', 0.8],
    ['["c"]', 0],
    ["[]", 0],
  ])("is the F1 of the entries, whatever their order: %j for a and b", async (text, value) => {
    expect((await scored(set, text, ["a", "b"])).value).toBeCloseTo(value, 12);
  });

  it("is met by nothing where nothing is expected", async () => {
    expect((await scored(set, "[]", [])).value).toBe(1);
    expect((await scored(set, '["a"]', [])).value).toBe(0);
  });

  it("compares text as normalised", async () => {
    expect((await scored({ ...set, normalise: "casefold" }, '[" A "]', ["a"])).passed).toBe(true);
    expect((await scored(set, '["A"]', ["a"])).passed).toBe(false);
  });

  it("compares objects whatever the order of keys", async () => {
    expect((await scored(set, '[{"x": 1, "y": 2}]', [{ y: 2, x: 1 }])).passed).toBe(true);
  });

  it("takes the best of several accepted lists", async () => {
    expect((await scored(set, '["b"]', { any_of: [["a"], ["b"]] })).value).toBe(1);
  });

  it("cannot judge by an expectation that is no list", async () => {
    await expect(scoreOf(set, "[]", "a")).rejects.toThrow("not a list");
  });
});
