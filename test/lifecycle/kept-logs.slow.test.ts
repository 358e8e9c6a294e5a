import { afterAll, beforeAll, expect, it } from "vitest";
import type { GitGround } from "../builders/git-ground.ts";
import { anOvertakenGround, killAtCalls } from "./overtaken-logs.ts";

let overtaken: GitGround;

beforeAll(() => {
  overtaken = anOvertakenGround();
});

afterAll(() => overtaken.remove());

it.each(["before", "after"] as const)(
  "no line of a log is lost when bringing others' commits in is killed %s any step",
  async (when) => {
    expect(await killAtCalls(overtaken, when, 1)).toBeGreaterThan(8);
  },
);
