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

/** How many moments of each command are tried here; the slow tests try all of them. */
let grounds: CrashGrounds;

beforeAll(async () => {
  grounds = await crashGrounds();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

/** With a few moments of each; the slow tests try all of them. */
describe.concurrent("a command that is killed at any moment is completed by the next run", () => {
  it.each([
    ["promote", "ready", PROMOTE, 2],
    ["archive", "promoted", RETIRE, 1],
    ["promote --to", "promoted", RETURN, 1],
  ] as const)("%s", async (_, ground, line, moments) => {
    const undisturbed = grounds[ground].copy();
    const calls = await countCalls(undisturbed, line);
    const wanted: EndState = endState(undisturbed);
    undisturbed.remove();
    expect(wanted.left).toEqual([]);
    for (let moment = 0; moment < moments; moment += 1) {
      const at = Math.ceil(((moment + 1) * calls) / (moments + 1));
      const recovered = await killAndRunAgain(grounds[ground], line, at, wanted);
      expect(recovered).toEqual({ at, exit: null, again: 0, differs: [] });
    }
  });
});
