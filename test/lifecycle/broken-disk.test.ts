import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, type EndState, endState, runWithFault } from "../builders/fault-runs.ts";
import { type CrashGrounds, crashGrounds, PROMOTE } from "./crash-scenarios.ts";

let grounds: CrashGrounds;
let before: EndState;
let after: EndState;

beforeAll(async () => {
  grounds = await crashGrounds();
  before = endState(grounds.ready);
  const [command, ...flags] = PROMOTE;
  const undisturbed = grounds.ready.copy();
  await undisturbed.must(command, ...flags);
  after = endState(undisturbed);
  undisturbed.remove();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

describe.concurrent("a disk that fails while promote writes", () => {
  it.each([
    ["is read-only, at the lock", "EROFS", 1],
    ["is broken, while the plan is flushed", "EIO", 4],
    ["is full, in the middle of the files", "ENOSPC", 12],
    ["is broken, while the last file is flushed", "EIO", 19],
  ] as const)("and %s: 8, no half file, and the next run completes it", async (_, kind, at) => {
    const ground = grounds.ready.copy();
    const { exit, stderr } = await runWithFault(ground, PROMOTE, { kind, at });
    expect(exit).toBe(8);
    expect(stderr).toMatch(new RegExp(`^error: .* could not be stored: ${kind}: .*\\n$`));
    const { files, remote } = endState(ground);
    const half = Object.keys(files).filter(
      (path) => ![before.files[path], after.files[path]].includes(files[path]),
    );
    expect({ half, remote }).toEqual({ half: [], remote: before.remote });
    const [command, ...flags] = PROMOTE;
    expect(await ground.run(command, ...flags)).toMatchObject({ exit: 0 });
    expect(differences(endState(ground), after)).toEqual([]);
    ground.remove();
  });
});
