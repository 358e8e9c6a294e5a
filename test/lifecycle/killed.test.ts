import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCalls, type EndState, endState } from "../builders/fault-runs.ts";
import {
  type CrashGrounds,
  crashGrounds,
  killAndRunAgain,
  PROMOTE,
  RETIRE,
  RETURN,
} from "./crash-scenarios.ts";

/** A few moments of each command; all of them are tried in the slow tests. */
const MOMENTS = 4;

let grounds: CrashGrounds;

beforeAll(async () => {
  grounds = await crashGrounds();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

describe("a command that is killed at any moment is completed by the next run", () => {
  it.each([
    ["promote", "ready", PROMOTE],
    ["archive", "promoted", RETIRE],
    ["promote --to", "promoted", RETURN],
  ] as const)("%s", async (_, ground, line) => {
    const undisturbed = grounds[ground].copy();
    const calls = await countCalls(undisturbed, line);
    const wanted: EndState = endState(undisturbed);
    undisturbed.remove();
    expect(wanted.left).toEqual([]);
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const at = 1 + Math.floor((moment * (calls - 1)) / (MOMENTS - 1));
      const recovered = await killAndRunAgain(grounds[ground], line, at, wanted);
      expect(recovered).toEqual({ at, exit: null, again: 0, differs: [] });
    }
  });
});
