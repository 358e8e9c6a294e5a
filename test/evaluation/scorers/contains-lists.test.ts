import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored, scoreOf } from "../../builders/scored.ts";

const TEXT = "Red, green and blue.";

describe("contains-any, contains-all and their relatives", () => {
  it.each([
    ["contains-any", ["pink", "green"], true],
    ["contains-any", ["pink", "GREEN"], false],
    ["contains-all", ["green", "blue"], true],
    ["contains-all", ["green", "pink"], false],
    ["contains-all", ["green", "Blue"], false],
    ["icontains-any", ["pink", "GREEN"], true],
    ["icontains-any", ["pink", "grey"], false],
    ["icontains-all", ["GREEN", "red"], true],
    ["icontains-all", ["GREEN", "pink"], false],
  ])("%s of %j: %s", async (type, value, passed) => {
    expect((await scored({ type, value }, TEXT)).passed).toBe(passed);
  });

  it("take a text with commas as a list", async () => {
    expect((await scored({ type: "contains-all", value: "green, blue" }, TEXT)).passed).toBe(true);
  });

  it("take the example's expected list", async () => {
    expect((await scored({ type: "contains-all" }, TEXT, ["green", "pink"])).passed).toBe(false);
  });

  it("say what is not there", async () => {
    expect((await scored({ type: "contains-all", value: ["green", "pink"] }, TEXT)).why).toContain('"pink"');
  });

  it.each([[[]], [""], [[" "]], [5]])("refuse to look for nothing: %j", async (value) => {
    expect(checkScorers([{ type: "contains-all", value }])).toHaveLength(1);
    await expect(scoreOf({ type: "contains-all" }, TEXT, value)).rejects.toThrow("lists no text");
  });
});
