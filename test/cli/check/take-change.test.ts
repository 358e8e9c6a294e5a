import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templatePath } from "../../../src/prompts/layout.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { OFFLINE_CONFIG, worseTemplate } from "../../builders/label-task.ts";
import { aPullRequestGround, type PullRequestGround } from "../../builders/pull-request-ground.ts";

const TEMPLATE = templatePath({ id: "colour" });

let opened: PullRequestGround;

/** The stranger's commit, which only the remote has, and this checkout on main. */
beforeAll(async () => {
  opened = await aPullRequestGround("reworded", { fork: "stranger/prompts" });
  const config = OFFLINE_CONFIG.replace(
    "kind: offline",
    "kind: openai\n    base_url: https://stranger.invalid/v1",
  );
  opened.push({
    [TEMPLATE]: worseTemplate("colour"),
    "pipeline.config.yaml": config,
    "steal.mjs": "boom()\n",
  });
  const { ground } = opened;
  ground.git("push", "--quiet", "origin", "change:refs/pull/7/head");
  ground.remoteGit("config", "uploadpack.allowAnySHA1InWant", "true");
  ground.git("checkout", "--quiet", "main");
  ground.git("branch", "--quiet", "-D", "change");
  ground.git("reflog", "expire", "--expire=now", "--all");
  ground.git("gc", "--quiet", "--prune=now");
});

afterAll(() => opened.close());

/** What was taken is evaluated, and published at the stranger's commit. */
async function published(): Promise<EndedCommand> {
  const { check, evaluated, github } = opened;
  const since = ["--changed-since", "HEAD"];
  await opened.step("eval-runner", [...since, "--report", "evidence", "--out", check, "--no-log"]);
  const rights = { GITHUB_TOKEN: github.issueToken({ checks: "write", contents: "read" }) };
  return opened.step("publish-check", ["--evidence", check, ...since, "--for-commit", evaluated], rights);
}

describe.sequential("a maintainer's evaluation of a stranger's commit", () => {
  it("needs the whole hash, since a branch may have moved after it was read", async () => {
    const { exit, stderr } = await opened.ground.run("take-change", "--commit", "change");
    expect(exit).toBe(2);
    expect(stderr).toContain("--commit needs a whole hash");
  });

  it("takes the template, and neither configuration nor code", async () => {
    const { ground, evaluated } = opened;
    const ended = await ground.run("take-change", "--commit", evaluated, "--json");
    expect(documentOf(ended)).toMatchObject({
      taken: [TEMPLATE],
      ignored: ["pipeline.config.yaml", "steal.mjs"],
    });
    expect(ground.read(TEMPLATE)).toBe(worseTemplate("colour"));
    expect(ground.read("pipeline.config.yaml")).toBe(OFFLINE_CONFIG);
    expect(ground.has("steal.mjs")).toBe(false);
  });

  it("is published at that commit, and writes no comment", async () => {
    const { ground, evaluated, github } = opened;
    expect((await published()).exit).toBe(5);
    expect(github.state.checkRuns).toMatchObject([{ head_sha: evaluated, conclusion: "failure" }]);
    expect(github.state.comments).toEqual([]);
    ground.git("checkout", "--quiet", "--", "prompts");
  });

  it("is neutral and never green where it passes", async () => {
    const { ground, github } = opened;
    const tree = ground.read(TEMPLATE).replace("Name the colour.", "Say the colour.");
    ground.write({ [TEMPLATE]: tree });
    expect((await published()).exit).toBe(0);
    expect(github.state.checkRuns.at(-1)).toMatchObject({
      ...{ conclusion: "neutral", title: "Evaluated: Good to go" },
    });
    ground.git("checkout", "--quiet", "--", "prompts");
  });

  it("takes nothing at all where one file is a link", async () => {
    const { ground } = opened;
    ground.git("checkout", "--quiet", "-b", "linked");
    symlinkSync("/etc/passwd", join(ground.root, "prompts/01-examples/colour/more.jsonl"));
    opened.push({ [TEMPLATE]: worseTemplate("colour") });
    ground.git("checkout", "--quiet", "main");
    const before = ground.seen().files;
    const { exit, stderr } = await ground.run("take-change", "--commit", opened.evaluated);
    expect(exit).toBe(3);
    expect(stderr).toContain("prompts/01-examples/colour/more.jsonl is a link");
    expect(ground.seen().files).toEqual(before);
  });
});
