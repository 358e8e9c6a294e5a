import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runGit } from "../../src/lifecycle/adapters/git-process.ts";
import { updateFrom } from "../../src/lifecycle/adapters/git-update.ts";
import { putLogsBack } from "../../src/lifecycle/adapters/kept-logs.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { Killed, killingPorts } from "../fakes/killing-ports.ts";

const AUDIT = "prompt_audit.jsonl";
const HISTORY = "prompts/04-evals/colour/history.jsonl";

/** Two logs that both sides changed, one of which main does not have yet here; the registry is changed too. */
let overtaken: GitGround;

beforeAll(() => {
  overtaken = aGitGround(["colour"], { [AUDIT]: '"first"\n', "prompt_registry.yaml": "schema_version: 1\n" });
  const colleague = overtaken.colleague();
  colleague.author({
    [AUDIT]: '"first"\n"theirs"\n',
    [HISTORY]: '"their run"\n',
    "prompt_registry.yaml": "schema_version: 1\ntasks: {}\n",
  });
  colleague.remove();
  overtaken.write({ [HISTORY]: '"my run"\n', "prompt_registry.yaml": "schema_version: 1 # mine\n" });
  appendFileSync(join(overtaken.root, AUDIT), '"mine, a"\n"mine, b"\n');
});

afterAll(() => overtaken.remove());

const gitIn = (ground: GitGround) => (args: readonly string[], input?: string) =>
  runGit(ground.root, { PATH: process.env["PATH"] }, args, input);

/** Killed at one call of git, then completed; undefined where the call was never reached. */
async function killedAt(at: number, when: "before" | "after"): Promise<GitGround | undefined> {
  const ground = overtaken.copy();
  const { ports, wasKilled } = killingPorts({ run: gitIn(ground) }, at, when);
  await updateFrom(ports.run, ground.root, "main").catch((error) => {
    if (!(error instanceof Killed)) throw error;
  });
  if (wasKilled()) {
    await putLogsBack(gitIn(ground), ground.root);
    await updateFrom(gitIn(ground), ground.root, "main");
    return ground;
  }
  ground.remove();
  return undefined;
}

it.each(["before", "after"] as const)(
  "no line of a log is lost when bringing others' commits in is killed %s any step",
  async (when) => {
    let kills = 0;
    for (let at = 1; ; at += 1) {
      const ground = await killedAt(at, when);
      if (ground === undefined) break;
      kills += 1;
      const found = [ground.read(AUDIT), ground.read(HISTORY), ground.has(".pipeline/kept-logs.json")];
      expect(found, `killed ${when} call ${at}`).toEqual([
        '"first"\n"theirs"\n"mine, a"\n"mine, b"\n',
        '"their run"\n"my run"\n',
        false,
      ]);
      ground.remove();
    }
    expect(kills).toBeGreaterThan(8);
  },
);

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
