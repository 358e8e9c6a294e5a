import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopDeployments } from "../../src/cli/deployment/targets/stop-deployments.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { expectInTurn } from "./meeting-rules.ts";
import { type Meeting, promoteAtOnce } from "./two-at-once.ts";

/** As often as each is tried here; the slow tests try it twenty times. */
const ROUNDS: readonly (readonly [Meeting, number])[] = [
  ["different tasks from two checkouts", 3],
  ["the same task from two checkouts", 1],
  ["different tasks in one checkout", 1],
  ["the same task in one checkout", 1],
];

let evaluated: GitGround;

beforeAll(async () => {
  evaluated = await anEvaluatedGround(["colour", "shape"]);
});

afterAll(() => {
  evaluated.remove();
});

describe("two promotions at once come one after the other", () => {
  it.each(ROUNDS)("%s", async (meeting, rounds) => {
    for (let round = 0; round < rounds; round += 1) {
      expectInTurn(meeting, await promoteAtOnce(evaluated, meeting));
    }
  });
});

describe("a deployment that somebody's promotion comes before", () => {
  it("deploys main's newest state, and records its end on top of it", async () => {
    const ground = evaluated.copy();
    await ground.must("promote", "--task", "colour", "--commit", "--tag", "--push");
    const colleague = ground.colleague();
    await colleague.must("promote", "--task", "shape", "--commit", "--tag", "--push");
    try {
      const ended = await ground.run("deploy", "--commit", "--tag", "--push", "--quiet");
      expect(ended).toMatchObject({ exit: 0, stderr: "" });
    } finally {
      await stopDeployments({ environment: {} }, ground.root);
    }
    expect(ground.remoteGit("log", "--format=%s", "main").split("\n").slice(0, 3)).toEqual([
      "deploy(shop/local): release 1 verified",
      "promote(shape): v1.0.0",
      "promote(colour): v1.0.0",
    ]);
    const audit = ground.remoteGit("show", "main:prompt_audit.jsonl").trimEnd().split("\n");
    const steps = audit.map((line) => JSON.parse(line) as { action: string; phase: string; task?: string });
    expect(steps.map(({ action, phase, task = "" }) => `${action} ${phase} ${task}`.trim())).toEqual([
      "promote done colour",
      "promote done shape",
      "deploy intent",
      "deploy done colour",
      "deploy done shape",
      "deploy done",
    ]);
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(await ground.run("validate", "--strict")).toMatchObject({ exit: 0 });
    for (const one of [ground, colleague]) one.remove();
  });
});
