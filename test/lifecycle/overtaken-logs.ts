import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { runGit } from "../../src/lifecycle/adapters/git/git-process.ts";
import { updateFrom } from "../../src/lifecycle/adapters/git/git-update.ts";
import { putLogsBack } from "../../src/lifecycle/adapters/kept-logs.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { Killed, killingPorts } from "../fakes/killing-ports.ts";

export const AUDIT = "prompt_audit.jsonl";
const HISTORY = "prompts/04-evals/colour/history.jsonl";

/** Two logs that both sides changed, one of which main does not have yet here; the registry is changed too. */
export function anOvertakenGround(): GitGround {
  const overtaken = aGitGround(["colour"], {
    [AUDIT]: '"first"\n',
    "prompt_registry.yaml": "schema_version: 1\n",
  });
  const colleague = overtaken.colleague();
  colleague.author({
    [AUDIT]: '"first"\n"theirs"\n',
    [HISTORY]: '"their run"\n',
    "prompt_registry.yaml": "schema_version: 1\ntasks: {}\n",
  });
  colleague.remove();
  overtaken.write({ [HISTORY]: '"my run"\n', "prompt_registry.yaml": "schema_version: 1 # mine\n" });
  appendFileSync(join(overtaken.root, AUDIT), '"mine, a"\n"mine, b"\n');
  return overtaken;
}

export const gitIn = (ground: GitGround) => (args: readonly string[], input?: string) =>
  runGit(ground.root, { PATH: process.env["PATH"] }, args, input);

/** Kills at every `step`-th call of git and completes; demands all lines of both logs each time. Gives the number of kills. */
export async function killAtCalls(start: GitGround, when: "before" | "after", step: number): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const at = 1 + kills * step;
    const ground = await killedAt(start, at, when);
    if (ground === undefined) return kills;
    const found = [ground.read(AUDIT), ground.read(HISTORY), ground.has(".pipeline/kept-logs.json")];
    expect(found, `killed ${when} call ${at}`).toEqual([
      '"first"\n"theirs"\n"mine, a"\n"mine, b"\n',
      '"their run"\n"my run"\n',
      false,
    ]);
    ground.remove();
  }
}

/** Killed at one call of git, then completed; undefined where the call was never reached. */
async function killedAt(
  start: GitGround,
  at: number,
  when: "before" | "after",
): Promise<GitGround | undefined> {
  const ground = start.copy();
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
