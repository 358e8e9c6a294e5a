import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

describe("not-empty", () => {
  it.each([
    ["x", true],
    ["", false],
    [" \n\t", false],
  ])("wants more than blanks: %j: %s", async (text, passed) => {
    expect((await scored({ type: "not-empty" }, text)).passed).toBe(passed);
  });

  it("is a type of its own, not the negation of another", () => {
    expect(checkScorers([{ type: "not-empty" }])).toEqual([]);
  });

  it("takes tool calls for an answer", async () => {
    const toolCalls = [{ type: "function", function: { name: "f", arguments: "{}" } }];
    expect((await scored({ type: "not-empty" }, { text: "", toolCalls })).passed).toBe(true);
  });
});
