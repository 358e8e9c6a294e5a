import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { putLogsBack } from "../../src/lifecycle/adapters/kept-logs.ts";
import type { GitGround } from "../builders/git-ground.ts";
import { AUDIT, anOvertakenGround, gitIn, killAtCalls } from "./overtaken-logs.ts";

let overtaken: GitGround;

beforeAll(() => {
  overtaken = anOvertakenGround();
});

afterAll(() => overtaken.remove());

/** Every fifth step; the slow tests try all of them. */
it("no line of a log is lost when bringing others' commits in is killed after a step", async () => {
  expect(await killAtCalls(overtaken, "after", 5)).toBeGreaterThan(1);
});

it("a file that git had begun to write, or taken away, is completed from what is committed", async () => {
  for (const found of ['"fir', ""]) {
    const ground = overtaken.copy();
    ground.write({
      ".pipeline/kept-logs.json": JSON.stringify([{ path: AUDIT, lines: ['"mine, a"'] }]),
      [AUDIT]: found,
    });
    if (found === "") rmSync(join(ground.root, AUDIT));
    await putLogsBack(gitIn(ground), ground.root);
    expect(ground.read(AUDIT)).toBe('"first"\n"mine, a"\n');
    ground.remove();
  }
});

it("the next writing command puts back what a killed one had put aside", async () => {
  const ground = overtaken.copy();
  ground.write({
    ".pipeline/kept-logs.json": JSON.stringify([{ path: AUDIT, lines: ['"theirs to come"'] }]),
  });
  await ground.run("promote", "--task", "colour");
  expect(ground.read(AUDIT)).toContain('"theirs to come"\n');
  ground.remove();
});
