import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored, scoreOf } from "../../builders/scored.ts";

describe("numeric", () => {
  it.each([
    ["18", 18, true],
    ["She makes 9 * 2 = $18 every day.", 18, true],
    ["It costs $1,234.50.", 1234.5, true],
    ["minus: -3", -3, true],
    ["about 17", 18, false],
    ["eighteen", 18, false],
    ["1e3", 1000, true],
    ["18", "18", true],
  ])("takes the answer's last number: %j against %j: %s", async (text, expected, passed) => {
    expect((await scored({ type: "numeric" }, text, expected)).passed).toBe(passed);
  });

  it.each([
    [1.1, true],
    [0.9, true],
    [1.11, false],
  ])(
    "accepts a difference up to the tolerance, its end included: %d for 1 within 0.1: %s",
    async (found, passed) => {
      expect((await scored({ type: "numeric", tolerance: 0.1 }, String(found), 1)).passed).toBe(passed);
    },
  );

  it("takes the number that the pattern captures", async () => {
    const config = { type: "numeric", pattern: "#### (-?[0-9.,]+)" };
    expect((await scored(config, "#### 72\n(checked in 3 steps)", 72)).passed).toBe(true);
  });

  it("finds nothing where the pattern does not match", async () => {
    const { why } = await scored({ type: "numeric", pattern: "#### (\\d+)" }, "72", 72);
    expect(why).toContain("no number");
  });

  it("accepts any of several numbers", async () => {
    expect((await scored({ type: "numeric" }, "5", { any_of: [4, 5] })).passed).toBe(true);
  });

  it("cannot judge by an expectation that is no number", async () => {
    await expect(scoreOf({ type: "numeric" }, "5", "five")).rejects.toThrow("not a number");
  });

  it.each([{ tolerance: -1 }, { tolerance: "1" }, { pattern: "(" }, { value: "five" }])(
    "reports %j",
    (option) => {
      expect(checkScorers([{ type: "numeric", ...option }])).toHaveLength(1);
    },
  );
});
