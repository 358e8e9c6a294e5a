import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, type EndState, endState, runWithFault } from "../builders/fault-runs.ts";
import type { GitGround } from "../builders/git-ground.ts";
import { type CrashGrounds, crashGrounds, PROMOTE, RETIRE, RETURN } from "./crash-scenarios.ts";

let grounds: CrashGrounds;

beforeAll(async () => {
  grounds = await crashGrounds();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

function halfWritten(ground: GitGround, before: EndState, after: EndState): readonly string[] {
  const { files } = endState(ground);
  return Object.keys(files).filter((path) => ![before.files[path], after.files[path]].includes(files[path]));
}

/** A disk that is full and one that is broken fail at the same calls: each of both at every call of some commands, and EIO of `promote` at its flushes in the fast test. */
describe("a disk that fails at any one write [F8, F9]", () => {
  it.each([
    ["ENOSPC", "promote", "ready", PROMOTE],
    ["ENOSPC", "archive", "promoted", RETIRE],
    ["EIO", "promote --to", "promoted", RETURN],
  ] as const)("%s, %s: 8, no half file, and the next run completes it", async (kind, _, start, line) => {
    const [command, ...flags] = line;
    const before = endState(grounds[start]);
    const undisturbed = grounds[start].copy();
    await undisturbed.must(command, ...flags);
    const after = endState(undisturbed);
    undisturbed.remove();
    for (let at = 1; ; at += 1) {
      const ground = grounds[start].copy();
      const { exit } = await runWithFault(ground, line, { kind, at });
      if (exit === 0) {
        ground.remove();
        expect(at).toBeGreaterThan(8);
        return;
      }
      expect({ at, exit, half: halfWritten(ground, before, after) }).toEqual({ at, exit: 8, half: [] });
      const again = await ground.run(command, ...flags);
      expect({ at, exit: again.exit, differs: differences(endState(ground), after) }).toEqual({
        at,
        exit: 0,
        differs: [],
      });
      ground.remove();
    }
  });
});
