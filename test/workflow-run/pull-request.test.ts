import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;

beforeAll(async () => {
  site = await aPromptSite();
  await promoteByHand(site);
}, 120_000);

afterAll(async () => {
  console.log(site.told.join("\n"));
  await closePromptSite(site);
});

const resultOf = (run: WorkflowRun, name: string): string | undefined =>
  run.jobs.find((job) => job.name === name || job.name.endsWith(` / ${name}`))?.result;

const logOf = (run: WorkflowRun, job: string, step: string): string =>
  run.jobs.find(({ name }) => name === job)?.steps.find(({ name }) => name === step)?.log ?? "";

describe.sequential("from a pull request to a verified deployment", () => {
  it("a change that is worse is blocked, with one comment, and the required job fails", async () => {
    const pull = openPullRequest(site, "worse", { "prompts/00-templates/tone.yaml": worseTemplate("tone") });
    const run = await checkPullRequest(site, pull);
    expect([
      resultOf(run, "plan"),
      resultOf(run, "shard"),
      resultOf(run, "judge"),
      resultOf(run, "ok"),
    ]).toEqual(["success", "skipped", "failure", "failure"]);
    expect(site.github.state.comments).toMatchObject([{ issue: pull.number, login: "github-actions[bot]" }]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({ conclusion: "failure" });
  });

  it("a change that passes is promoted on the evidence of its pull request, deployed and verified", async () => {
    const text = labelTemplate("colour", "Say which colour it is.");
    const pull = openPullRequest(site, "reworded", { "prompts/00-templates/colour.yaml": text });
    const check = await checkPullRequest(site, pull);
    expect(check.result).toBe("success");
    const run = await promoteAfter(site, squash(site, pull));
    expect(run.result).toBe("success");
    expect(logOf(run, "promote", "Take the evidence of the pull request")).toMatch(
      /colour: taken from the pull request's check, run-/,
    );
    expect(run.jobs[0]?.steps.find(({ name }) => name === "Evaluate what has none")?.conclusion).toBe(
      "skipped",
    );
    const registry = site.remoteGit("show", "main:prompt_registry.yaml");
    expect(registry).toMatch(/shop\/local:\n(.*\n)*? +status: "verified"/);
    expect(site.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    expect(site.remoteGit("tag", "--list")).toContain("colour");
  });
});
