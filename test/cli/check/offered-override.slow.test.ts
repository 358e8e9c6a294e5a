import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templatePath } from "../../../src/prompts/layout.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { worseTemplate } from "../../builders/label-task.ts";
import { type FakeGithub, startFakeGithub } from "../../fakes/fake-github.ts";

const OVERRIDE = ["--task", "colour", "--override", "--reason", "the vendor asks for it", "--push"] as const;
const BRANCH = "override/colour-v1.0.1";

let ground: GitGround;
let github: FakeGithub;

beforeAll(async () => {
  github = await startFakeGithub();
  ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--all-ready", "--push");
  ground.author({ [templatePath({ id: "colour" })]: worseTemplate("colour") });
  const hooks = join(ground.remote, "hooks");
  mkdirSync(hooks, { recursive: true });
  const protectsMain = '#!/bin/sh\n[ "$1" = refs/heads/main ] && echo main is protected && exit 1\nexit 0\n';
  writeFileSync(join(hooks, "update"), protectsMain);
  chmodSync(join(hooks, "update"), 0o755);
});

afterAll(async () => {
  await github.close();
  ground.remove();
});

describe.sequential("an override where main is protected", () => {
  it("becomes a branch, and the command that opens its pull request is printed", async () => {
    const before = ground.seen();
    const { exit, stdout } = await ground.run("promote", ...OVERRIDE);
    expect(exit).toBe(0);
    expect(stdout).toContain(`gh pr create --base main --head ${BRANCH} --title`);
    expect(ground.remoteGit("diff", "--name-only", "main", BRANCH)).toContain(
      "prompts/02-production/colour.yaml",
    );
    expect(ground.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    expect(ground.seen().files).toEqual(before.files);
  });

  it("is not lost where the workflow's token may open no pull request: the command is printed again", async () => {
    const token = github.issueToken({ contents: "write", "pull-requests": "read" });
    const environment = {
      ...{ GITHUB_API_URL: github.url, GITHUB_TOKEN: token, GITHUB_REPOSITORY: github.repository },
    };
    const { exit, stdout } = await ground.runWith({ environment }, "promote", ...OVERRIDE);
    expect(exit).toBe(0);
    expect(stdout).toContain("403");
    expect(stdout).toContain(`gh pr create --base main --head ${BRANCH} --title`);
  });

  it("with a token becomes one pull request that says why and how it is undone", async () => {
    const token = github.issueToken({ contents: "write", "pull-requests": "write" }, "grace");
    const environment = {
      ...{ GITHUB_API_URL: github.url, GITHUB_TOKEN: token, GITHUB_REPOSITORY: github.repository },
    };
    for (const _ of ["first", "again"])
      expect((await ground.runWith({ environment }, "promote", ...OVERRIDE)).exit).toBe(0);
    expect(github.state.pulls).toMatchObject([
      {
        title: "Promote colour 1.0.1 without passing evidence",
        head: { ref: BRANCH },
        base: { ref: "main" },
      },
    ]);
    expect(github.state.pulls[0]?.body).toContain("the vendor asks for it");
    expect(github.state.pulls[0]?.body).toContain("--to 1.0.0");
  });

  it("gets its tag from the promotion that follows the merge, once, on the commit that brought it", async () => {
    rmSync(join(ground.remote, "hooks/update"));
    ground.git("checkout", "--quiet", "main");
    ground.git("fetch", "--quiet", "origin");
    ground.git("merge", "--quiet", "--squash", `origin/${BRANCH}`);
    ground.git("commit", "--quiet", "-m", "Promote colour 1.0.1 (#3)");
    ground.git("push", "--quiet", "origin", "main");
    const merged = ground.git("rev-parse", "HEAD").trim();
    const promote = () => ground.run("promote", "--all-ready", "--commit", "--tag", "--push");
    const { exit, stderr } = await promote();
    expect(exit).toBe(0);
    expect(stderr).toContain("tagged prompt/colour/v1.0.1");
    expect(ground.remoteGit("rev-parse", "prompt/colour/v1.0.1^{commit}").trim()).toBe(merged);
    expect((await promote()).stderr).not.toContain("tagged");
    expect((await ground.run("reconcile")).exit).toBe(0);
  });
});
