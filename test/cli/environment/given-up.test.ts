import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWithFault } from "../../builders/fault-runs.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate } from "../../builders/label-task.ts";

const GIT = ["--commit", "--push", "--quiet"] as const;
const ROLL_BACK = ["rollback", "--task", "colour", "--reason", "a complaint", ...GIT] as const;
/** The call after which a deployment has written that it begins, and nothing runs yet. */
const WHILE_IT_BEGINS = 24;

let begun: GitGround;

/** A deployment was killed when it had just begun, and there is something newer to deploy by now. */
beforeAll(async () => {
  begun = await anEvaluatedGround(["colour"]);
  await begun.must("promote", "--all-ready", ...GIT);
  const killed = await runWithFault(begun, ["deploy", ...GIT], { kind: "kill", at: WHILE_IT_BEGINS });
  expect(killed.exit).toBeNull();
  begun.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", "Which colour?") });
  await begun.must("eval-runner", "--task", "colour", "--quiet");
  await begun.must("promote", "--task", "colour", ...GIT);
});

afterAll(() => begun.remove());

describe("a deployment that a rollback gives up, after which nothing can be rolled back", () => {
  it("is on record at origin, and leaves the checkout clean", async () => {
    const ground = begun.copy();
    const [command, ...flags] = ROLL_BACK;
    expect(await ground.run(command, ...flags)).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining("nothing runs on shop/local"),
    });
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(ground.remoteGit("log", "-1", "--format=%s", "main")).toBe(
      "deploy(shop/local): release 1 given up\n",
    );
    expect(ground.remoteGit("show", "main:prompt_audit.jsonl")).toContain('"reason":"its files are gone"');
    ground.remove();
  });

  it("keeps nobody from promoting wherever the rollback is killed", async () => {
    for (const at of [4, 14, 17, 20, 23, 28]) {
      const ground = begun.copy();
      expect(await runWithFault(ground, ROLL_BACK, { kind: "kill", at })).toMatchObject({ exit: null });
      const promoted = await ground.run("promote", "--all-ready", ...GIT);
      expect(promoted, `killed at ${at}: ${promoted.stderr}`).toMatchObject({ exit: 0 });
      ground.remove();
    }
  });
});
