import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

const regex = (value: string) => ({ type: "regex", value });

describe("regex", () => {
  it.each([
    ["\\d{3}-\\d{4}", "call 555-1234 now", true],
    ["^\\d+$", "12a", false],
    ["(?i)yes", "YES", true],
    ["\\u00e9", "café", true],
    ["(?<=EUR )\\d+", "EUR 12", true],
    ["a.b", "a\nb", false],
  ])("searches anywhere in the answer: %s in %j: %s", async (pattern, text, passed) => {
    expect((await scored(regex(pattern), text)).passed).toBe(passed);
  });

  it("does not hang on a catastrophic pattern [I21]", async () => {
    expect((await scored(regex("^(a+)+$"), `${"a".repeat(50_000)}!`)).passed).toBe(false);
  });

  it.each([
    ["(", "missing closing )"],
    ["a(?=b)", "lookahead is not supported"],
    ["(a)\\1", "backreferences are not supported"],
  ])("reports a pattern that cannot be used [I22]: %s", (pattern, reason) => {
    const [problem] = checkScorers([regex(pattern)]);
    expect(problem?.path).toEqual([0, "value"]);
    expect(problem?.found).toContain(reason);
  });

  it("needs a pattern", () => {
    expect(checkScorers([{ type: "regex" }])).toMatchObject([
      { path: [0], found: expect.stringContaining("value") },
    ]);
  });
});
