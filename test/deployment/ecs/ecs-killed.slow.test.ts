import { afterEach, describe, expect, it } from "vitest";
import { killEverywhere, leaveScenes } from "./scene.ts";

afterEach(leaveScenes);

describe("a deployment to ECS that is killed", () => {
  it.each([
    [false, "before"],
    [true, "before"],
    [true, "after"],
  ] as const)("pausing %s, %s any change, ends the same when it is run again [X1]", async (pauses, when) => {
    expect(await killEverywhere(pauses, when)).toBeGreaterThanOrEqual(4);
  });
});
