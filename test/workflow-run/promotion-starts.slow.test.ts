import { afterEach, describe, expect, it } from "vitest";
import { templatePath } from "../../src/prompts/layout.ts";
import { runCommand } from "../builders/command-process.ts";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite } from "../builders/workflow-run/prompt-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import type { FakePull } from "../fakes/github/github-state.ts";

const TEMPLATE = templatePath({ id: "colour" });

let site: GithubSite;
afterEach(() => closePromptSite(site));

const resultsOf = ({ jobs }: WorkflowRun): Readonly<Record<string, string>> =>
  Object.fromEntries(jobs.map(({ name, result }) => [name, result]));
const DEPLOY = "release / deploy / deploy shop to local";
const inProduction = (): string =>
  /version: "(.*)"/.exec(site.remoteGit("show", "main:prompts/02-production/colour.yaml"))?.[1] ?? "";

/** A pull request of what somebody committed and pushed to a branch. */
function pullOf(branch: string, title: string): FakePull {
  const [base, sha] = [site.tip(), site.tip(branch)];
  const pull: FakePull = {
    ...{ number: site.github.state.nextId(), title, body: "", state: "open", draft: false },
    head: { ref: branch, sha, repository: site.repository },
    base: { ref: "main", sha: base },
    files: site.remoteGit("diff", "--name-only", base, sha).trim().split("\n"),
    login: "ada",
  };
  site.github.state.pulls.push(pull);
  return pull;
}

describe("a merge starts a promotion, whatever its message says", () => {
  it("a title that speaks of an operation", async () => {
    site = await aPromotedSite();
    const text = labelTemplate("colour", "Say which colour it is.");
    site.author("theatre", { [TEMPLATE]: text }, "feat: mention Operation: theatre lights");
    const pull = pullOf("theatre", "feat: mention Operation: theatre lights");
    await checkPullRequest(site, pull);
    const run = await promoteAfter(site, squash(site, pull));
    expect(resultsOf(run)).toMatchObject({ promote: "success", [DEPLOY]: "success" });
    expect(inProduction()).toBe("1.0.1");
  });

  it("a person's promotion that was merged with the message of its only commit, which names its operation", async () => {
    site = await aPromotedSite();
    site.author("main", { [TEMPLATE]: worseTemplate("colour") }, "feat: a closing message");
    site.git("checkout", "--quiet", "-B", "by-hand", "origin/main");
    const decided = ["--task", "colour", "--override", "--reason", "a drill", "--commit"];
    expect((await runCommand("promote", ["--root", `${site.folder}/author`, ...decided])).exit).toBe(0);
    site.git("push", "--quiet", "origin", "by-hand");
    const merge = squash(site, pullOf("by-hand", "Promote colour by hand"));
    expect(site.remoteGit("log", "-1", "--format=%B", "main")).toMatch(
      /^promote\(colour\): v1\.0\.1 \(#\d+\)\n(.*\n)*Operation: promote-/,
    );
    const run = await promoteAfter(site, merge);
    expect(Object.keys(resultsOf(run))).toContain(DEPLOY);
  });
});

describe("the app's own push starts a promotion as well", () => {
  it("which finds nothing to do and pushes nothing, so that it is the last one", async () => {
    site = await aPromotedSite({
      isProtected: true,
      variables: { PROMOTION_APP_ID: "1" },
      secrets: { PROMOTION_APP_KEY: "the key" },
    });
    const text = labelTemplate("colour", "Say which colour it is.");
    const pull = openPullRequest(site, "reworded", { [TEMPLATE]: text });
    await checkPullRequest(site, pull);
    const merge = squash(site, pull);
    expect((await promoteAfter(site, merge)).result).toBe("success");
    const pushed = site.remoteGit("rev-list", "--reverse", `${merge.commit}..main`).trim().split("\n");
    expect(pushed.length).toBeGreaterThan(1);
    let before = merge.commit;
    for (const commit of pushed) {
      const idle = await promoteAfter(site, { before, commit });
      expect(resultsOf(idle)).toEqual({ promote: "success", release: "skipped" });
      before = commit;
    }
    expect(site.tip()).toBe(before);
  });
});
