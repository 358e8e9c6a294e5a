import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

describe("contains", () => {
  it.each([
    ["The answer is Berlin.", "Berlin", true],
    ["The answer is berlin.", "Berlin", false],
    ["Paris", "Berlin", false],
    ["Room 42", 42, true],
  ])("looks for the text to the character: %j has %j: %s", async (text, value, passed) => {
    expect((await scored({ type: "contains", value }, text)).passed).toBe(passed);
  });

  it("looks for the example's expected text where it has no value of its own", async () => {
    expect((await scored({ type: "contains" }, "It is 12 V.", "12 V")).passed).toBe(true);
  });

  it("refuses to look for nothing, which every answer contains", () => {
    expect(checkScorers([{ type: "contains", value: "" }])).toMatchObject([{ path: [0, "value"] }]);
  });
});
