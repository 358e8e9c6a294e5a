import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandStart } from "../builders/command-process.ts";
import { countCalls, differences, type EndState, endState, type Line } from "../builders/fault-runs.ts";
import type { GitGround } from "../builders/git-ground.ts";
import {
  type CrashGrounds,
  crashGrounds,
  killAndRunAgain,
  PROMOTE,
  RETIRE,
  RETURN,
} from "./crash-scenarios.ts";

const RENAMES = "rename,renameat,renameat2";
const hasStrace = spawnSync("strace", ["-f", "-o", "/dev/null", "true"]).status === 0;
const withStrace = hasStrace ? "" : " (skipped: strace cannot trace here)";

let grounds: CrashGrounds;

beforeAll(async () => {
  grounds = await crashGrounds();
});

afterAll(() => {
  grounds.ready.remove();
  grounds.promoted.remove();
});

async function undisturbed(start: GitGround, line: Line): Promise<{ calls: number; wanted: EndState }> {
  const ground = start.copy();
  const calls = await countCalls(ground, line);
  const wanted = endState(ground);
  ground.remove();
  return { calls, wanted };
}

describe("a command that is killed at every call is completed by the next run", () => {
  it.each([
    ["promote", "ready", PROMOTE],
    ["archive", "promoted", RETIRE],
    ["promote --to", "promoted", RETURN],
  ] as const)("%s", async (_, ground, line) => {
    const { calls, wanted } = await undisturbed(grounds[ground], line);
    for (let at = 1; at <= calls + 1; at += 1) {
      const recovered = await killAndRunAgain(grounds[ground], line, at, wanted);
      expect(recovered).toEqual({ at, exit: at > calls ? 0 : null, again: 0, differs: [] });
    }
  });
});

it("a promotion that runs out of memory is completed by the next run [X8]", async () => {
  const { wanted } = await undisturbed(grounds.ready, PROMOTE);
  const [command, ...flags] = PROMOTE;
  let died = 0;
  for (const megabytes of [8, 11, 12, 13, 14, 16]) {
    const ground = grounds.ready.copy();
    const ended = await ground.runWith({ node: [`--max-old-space-size=${megabytes}`] }, command, ...flags);
    if (ended.exit !== 0) died += 1;
    const again = await ground.run(command, ...flags);
    const differs = differences(endState(ground), wanted);
    expect({ megabytes, again: again.exit, differs }).toEqual({ megabytes, again: 0, differs: [] });
    ground.remove();
  }
  expect(died).toBeGreaterThan(0);
});

/** Runs the command until it is undisturbed, each time with the kill one rename later; gives how often it was disturbed. */
async function disturbUntilDone(
  start: GitGround,
  line: Line,
  disturb: (at: number) => CommandStart,
): Promise<number> {
  const { wanted } = await undisturbed(start, line);
  const [command, ...flags] = line;
  for (let at = 1; ; at += 1) {
    const ground = start.copy();
    const { exit } = await ground.runWith(disturb(at), command, ...flags);
    const again = await runWithoutLocks(ground, line);
    const differs = differences(endState(ground), wanted);
    expect({ at, exit, again, differs }).toEqual({ at, exit, again: 0, differs: [] });
    ground.remove();
    if (exit === 0) return at - 1;
  }
}

/** A killed git leaves its locks, here or at the remote: the command says so and stops, and a person takes them away. */
async function runWithoutLocks(ground: GitGround, [command, ...flags]: Line): Promise<number | null> {
  const locks = locksIn(ground.base);
  if (locks.length > 0) {
    const { exit, stderr } = await ground.run(command, ...flags);
    if (exit === 0) return exit;
    expect([2, 7, 8]).toContain(exit);
    expect(stderr).toMatch(/\.lock|lock ref|remove the file manually/);
  }
  for (const lock of locks) rmSync(lock);
  return (await ground.run(command, ...flags)).exit;
}

function locksIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(({ name }) => name.endsWith(".lock"))
    .map(({ parentPath, name }) => join(parentPath, name));
}

describe.skipIf(!hasStrace)(`killed by the system in the middle of a rename${withStrace}`, () => {
  const strace = (at: number): readonly string[] => [
    ...["strace", "-f", "-o", "/dev/null", "-e", `trace=${RENAMES}`],
    ...["-e", `inject=${RENAMES}:signal=SIGKILL:when=${at}`],
  ];

  it("promote is completed by the next run", async () => {
    const disturbed = await disturbUntilDone(grounds.ready, PROMOTE, (at) => ({ under: strace(at) }));
    expect(disturbed).toBeGreaterThan(4);
  });

  it.each(["add", "commit", "tag", "push"])("git %s that dies under promote is done again", async (word) => {
    const start = grounds.ready.copy();
    const bin = join(start.base, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "git"), gitDyingAt(word, strace(1)));
    chmodSync(join(bin, "git"), 0o755);
    const environment = (at: number) => ({ PATH: `${bin}:${process.env["PATH"]}`, DIES_AT: String(at) });
    const disturbed = await disturbUntilDone(start, PROMOTE, (at) => ({ environment: environment(at) }));
    expect(disturbed).toBeGreaterThan(0);
    start.remove();
  });
});

/** A `git` that kills itself at its DIES_ATth rename when it is called for one thing. */
function gitDyingAt(word: string, strace: readonly string[]): string {
  const real = spawnSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).stdout.trim();
  const line = strace.join(" ").replace("when=1", '"when=$DIES_AT"');
  return `#!/bin/sh\nfor each in "$@"; do\n  [ "$each" = ${word} ] && exec ${line} ${real} "$@"\ndone\nexec ${real} "$@"\n`;
}
