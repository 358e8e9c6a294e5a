import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

describe("word-count", () => {
  it.each([
    [3, true],
    [4, false],
    [{ min: 3 }, true],
    [{ min: 4 }, false],
    [{ max: 3 }, true],
    [{ max: 2 }, false],
    [{ min: 1, max: 3 }, true],
  ])("counts what blanks separate, ends included: %j: %s", async (value, passed) => {
    expect((await scored({ type: "word-count", value }, " one  two\nthree, ")).passed).toBe(passed);
  });

  it("counts no word in an empty answer", async () => {
    expect((await scored({ type: "word-count", value: 0 }, " ")).passed).toBe(true);
  });

  it.each([-1, 1.5, {}, { min: 5, max: 2 }, { least: 1 }, "3"])("refuses %j", (value) => {
    expect(checkScorers([{ type: "word-count", value }])).toHaveLength(1);
  });
});
