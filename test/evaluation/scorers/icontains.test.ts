import { describe, expect, it } from "vitest";
import { scored } from "../../builders/scored.ts";

describe("icontains", () => {
  it.each([
    ["The answer is BERLIN.", "Berlin", true],
    ["ÄRGER", "ärger", true],
    ["A\u0308rger", "ärger", true],
    ["Hauptstrasse", "STRASSE", true],
    ["Paris", "Berlin", false],
  ])("ignores case: %j has %j: %s", async (text, value, passed) => {
    expect((await scored({ type: "icontains", value }, text)).passed).toBe(passed);
  });
});
