import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate } from "../builders/label-task.ts";
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

let site: GithubSite;
let pull: FakePull;
let check: WorkflowRun;

beforeAll(async () => {
  site = await aPromotedSite({
    environments: { evaluation: { secrets: { OPENAI_API_KEY: "sk-of-the-team" } } },
  });
  const text = labelTemplate("colour", "Say which colour it is.");
  pull = openPullRequest(site, "reworded", { "prompts/00-templates/colour.yaml": text });
  pull.head = { ...pull.head, repository: "stranger/prompts" };
  check = await checkPullRequest(site, pull);
});

afterAll(() => closePromptSite(site));

describe.sequential("a pull request from a fork", () => {
  it("is checked without keys, and can write nothing", () => {
    expect(check.jobs.find(({ name }) => name === "ok")?.result).toBe("success");
    expect(check.jobs.find(({ name }) => name === "judge")?.summary).toContain("Good to go");
    expect([site.github.state.comments, site.github.state.checkRuns]).toEqual([[], []]);
    const refused = site.github.requests.filter(({ status, method }) => method !== "GET" && status !== 403);
    expect(refused).toEqual([]);
  });

  it("leaves no evidence that is taken: what was merged is evaluated again, and says why", async () => {
    const run = await promoteAfter(site, squash(site, pull));
    const steps = run.jobs.find(({ name }) => name === "promote")?.steps ?? [];
    const take = steps.find(({ name }) => name === "Take the evidence of the pull request");
    expect(take?.log).toMatch(/^colour: evaluated again, since .*another repository's commit$/);
    expect(steps.find(({ name }) => name === "Evaluate what has none")?.outcome).toBe("success");
    expect(site.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
  });
});
