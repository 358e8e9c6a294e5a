import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCalls, differences, type EndState, endState, runWithFault } from "../builders/fault-runs.ts";
import { type CrashGrounds, crashGrounds, PROMOTE, RETIRE, RETURN } from "./crash-scenarios.ts";

let grounds: CrashGrounds;

beforeAll(async () => {
  grounds = await crashGrounds();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

const SCENARIOS = [
  ["promote", "SIGTERM", 143, "ready", PROMOTE],
  ["archive", "SIGINT", 130, "promoted", RETIRE],
  ["promote --to", "SIGTERM", 143, "promoted", RETURN],
] as const;

describe.concurrent("a command that changes the repository and is told to stop [X2]", () => {
  it.each(SCENARIOS)(
    "%s by %s ends with %d, leaves no half file, and is done again without harm",
    async (_, kind, code, start, line) => {
      const [command, ...flags] = line;
      const before = endState(grounds[start]);
      const undisturbed = grounds[start].copy();
      const calls = await countCalls(undisturbed, line);
      const after: EndState = endState(undisturbed);
      undisturbed.remove();
      const ground = grounds[start].copy();
      const { exit, stderr } = await runWithFault(ground, line, { kind, at: Math.ceil(calls / 2) });
      expect({ exit, stderr }).toEqual({ exit: code, stderr: "" });
      const { files } = endState(ground);
      const half = Object.keys(files).filter(
        (path) => ![before.files[path], after.files[path]].includes(files[path]),
      );
      expect(half).toEqual([]);
      expect((await ground.run(command, ...flags)).exit).toBe(0);
      expect(differences(endState(ground), after)).toEqual([]);
      ground.remove();
    },
  );
});

it("a promise that fails and that nobody waits for is a bug, said without a stack, and the next run completes it [X8]", async () => {
  const ground = grounds.ready.copy();
  const undisturbed = grounds.ready.copy();
  const calls = await countCalls(undisturbed, PROMOTE);
  const stopped = await runWithFault(ground, PROMOTE, { kind: "rejection", at: Math.ceil(calls / 2) });
  expect(stopped).toMatchObject({ exit: 1, stdout: "" });
  expect(stopped.stderr).toBe(
    "error: unexpected failure: injected, and nobody waits for it. This is a bug: run again with --debug and report what it shows.\n",
  );
  const isGitGone = (): boolean => !existsSync(join(ground.root, ".git/index.lock"));
  await expect.poll(isGitGone, { timeout: 60_000 }).toBe(true);
  const [command, ...flags] = PROMOTE;
  await ground.must(command, ...flags);
  expect(differences(endState(ground), endState(undisturbed))).toEqual([]);
  for (const each of [ground, undisturbed]) each.remove();
});

it("no temporary file is moved from one folder to another, since each may be a device of its own [F11]", async () => {
  const ground = grounds.ready.copy();
  expect(await runWithFault(ground, PROMOTE, { kind: "EXDEV", at: 0 })).toMatchObject({ exit: 0 });
  ground.remove();
});
