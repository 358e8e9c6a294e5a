import { describe, expect, it } from "vitest";
import { scored } from "../../builders/scored.ts";

describe("starts-with", () => {
  it.each([
    ["Yes, at nine.", true],
    ["yes, at nine.", false],
    [" Yes", false],
    ["Oh Yes", false],
  ])("holds the beginning to the character: %j: %s", async (text, passed) => {
    expect((await scored({ type: "starts-with", value: "Yes" }, text)).passed).toBe(passed);
  });
});
