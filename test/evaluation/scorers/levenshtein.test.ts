import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistanceWithin } from "../../../src/evaluation/scorers/edit-distance.ts";
import { scored } from "../../builders/scored.ts";

/** The textbook recurrence, without any band. */
function plainDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      now.push(Math.min(replaced, (last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    last = now;
  }
  return last[b.length] ?? 0;
}

describe("levenshtein", () => {
  it.each([
    ["kitten", "sitting", 3],
    ["flaw", "lawn", 2],
    ["", "abc", 3],
    ["abc", "abc", 0],
  ])("counts insertions, deletions and replacements: %j to %j are %d", (a, b, distance) => {
    expect(editDistanceWithin(a, b, 10)).toBe(distance);
  });

  it("is the textbook distance wherever that is within the limit", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.nat(8), (a, b, limit) => {
        const distance = plainDistance(a, b);
        expect(editDistanceWithin(a, b, limit)).toBe(distance <= limit ? distance : undefined);
      }),
    );
  });

  it.each([
    ["sitting", 3, true],
    ["sitting", 2, false],
    ["kitten, and then a lot more", undefined, false],
    ["kitte", undefined, true],
  ])("passes %j for kitten up to the limit %s: %s", async (text, threshold, passed) => {
    const config = {
      type: "levenshtein",
      value: "kitten",
      ...(threshold === undefined ? {} : { threshold }),
    };
    expect((await scored(config, text)).passed).toBe(passed);
  });

  it("is quick with long texts", async () => {
    const long = "word ".repeat(20_000);
    expect((await scored({ type: "levenshtein", value: `${long}x` }, `y${long}`)).passed).toBe(true);
  });
});
