import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EndedCommand } from "../builders/command-process.ts";
import { countCalls, type Line, runWithFault } from "../builders/fault-runs.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { OFFLINE_CONFIG, worseTemplate } from "../builders/label-task.ts";
import { type HookReceiver, startHookReceiver } from "../fakes/hook-receiver.ts";

const NOTIFY = `notify:
  - { on: [override], to: webhook, url_env: HOOK_URL, secret_env: HOOK_SECRET }
`;
const OVERRIDE: Line = [
  "promote",
  "--task",
  "colour",
  "--override",
  "--reason",
  "drill",
  "--commit",
  "--push",
];

let ground: GitGround;
let hook: HookReceiver;

beforeAll(async () => {
  [ground, hook] = [await anEvaluatedGround(["colour"]), await startHookReceiver()];
  ground.author({ "pipeline.config.yaml": `${OFFLINE_CONFIG}${NOTIFY}` }, "chore: who is told");
  await ground.must("promote", "--all-ready", "--commit", "--push");
  ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
});

afterAll(async () => {
  ground.remove();
  await hook.close();
});

/** What the hourly run tells on a machine that was never seen before. */
async function hourlyElsewhere(own: GitGround): Promise<EndedCommand> {
  const other = own.freshClone();
  const environment = { HOOK_URL: hook.url, HOOK_SECRET: "not-a-real-secret" };
  const ended = await other.runWith({ environment }, "promote", "--all-ready", "--commit", "--push");
  other.remove();
  return ended;
}

const isRecorded = (own: GitGround): boolean =>
  own.remoteGit("show", "main:prompt_audit.jsonl").includes('"action":"override"');

it("wherever a promotion without evidence is killed, whoever has to know is told once it is on record, and not before", async () => {
  const counted = ground.copy();
  const calls = await countCalls(counted, OVERRIDE);
  counted.remove();
  const seen = new Set<boolean>();
  for (let at = 1; at <= calls; at += 1) {
    const own = ground.copy();
    const before = hook.received.length;
    await runWithFault(own, OVERRIDE, { kind: "kill", at });
    seen.add(isRecorded(own));
    expect((await hourlyElsewhere(own)).exit, `killed at ${at} of ${calls}`).toBe(0);
    const told = hook.received.slice(before).map(({ body }) => JSON.parse(body).event);
    expect(told, `killed at ${at} of ${calls}`).toEqual(isRecorded(own) ? ["override"] : []);
    own.remove();
  }
  expect([...seen].sort()).toEqual([false, true]);
});

it("where main takes no push, whoever has to know is told once the offer is merged, and not before", async () => {
  const own = ground.copy();
  const hooks = join(own.remote, "hooks");
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, "update"), '#!/bin/sh\n[ "$1" != refs/heads/main ]\n');
  chmodSync(join(hooks, "update"), 0o755);
  const before = hook.received.length;
  const [command, ...flags] = OVERRIDE;
  expect((await own.must(command, ...flags)).stdout).toContain("override/colour-v1.0.1");
  rmSync(join(hooks, "update"));
  expect((await hourlyElsewhere(own)).exit).toBe(0);
  expect(hook.received.length).toBe(before);
  own.git("fetch", "--quiet", "origin");
  own.git("merge", "--quiet", "--squash", "origin/override/colour-v1.0.1");
  own.git("commit", "--quiet", "-m", "Promote colour 1.0.1 (#3)");
  own.git("push", "--quiet", "origin", "HEAD:main");
  expect((await hourlyElsewhere(own)).exit).toBe(0);
  expect(hook.received.slice(before).map(({ body }) => JSON.parse(body).event)).toEqual(["override"]);
  own.remove();
});
