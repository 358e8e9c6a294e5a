import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite } from "../builders/workflow-run/prompt-site.ts";
import { checkPullRequest, openPullRequest } from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;

beforeAll(async () => {
  site = await aPromotedSite({ variables: { PIPELINE_ANSWERS_A_SHARD: "80" } });
});

afterAll(() => site.close());

const resultsOf = (run: WorkflowRun) =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

const reworded = (id: string) => ({
  [`prompts/00-templates/${id}.yaml`]: labelTemplate(id, "Say which colour."),
});

describe.sequential("the check of a pull request", () => {
  it("is not green where it was cancelled before all parts were there", async () => {
    const pull = openPullRequest(site, "broken", { ...reworded("colour"), ...reworded("tone") });
    const run = await checkPullRequest(site, pull, {
      onStep: (job, step) => (job.startsWith("examples 2/") && step.startsWith("Ask") ? "cancel" : undefined),
    });
    expect(resultsOf(run)).toMatchObject({
      "examples 1/2": "success",
      ok: expect.not.stringMatching("success"),
    });
  });

  it("evaluates the healthy tasks although another one's file is broken, says both, and is not green", async () => {
    const pull = openPullRequest(site, "half-broken", {
      ...reworded("colour"),
      "prompts/00-templates/tone.yaml": "id: tone\nmessages: none\n",
    });
    const run = await checkPullRequest(site, pull);
    expect(resultsOf(run)).toMatchObject({ plan: "failure", judge: "failure", ok: "failure" });
    const comment = site.github.state.comments.at(-1)?.body ?? "";
    expect(comment).toMatch(/Blocked: 1 problem[\s\S]*prompts\/00-templates\/tone\.yaml/);
    expect(comment).toMatch(/Good to go.*colour.* 1\.0\.1/);
  });

  it("is evaluated for a fork where no provider needs a key", async () => {
    const pull = openPullRequest(site, "fork-offline", reworded("tone"));
    pull.head.repository = "mallory/prompts";
    const run = await checkPullRequest(site, pull);
    expect(resultsOf(run)).toMatchObject({ judge: "success", ok: "success" });
  });

  it("that changes no prompt is green and says nothing", async () => {
    const pull = openPullRequest(site, "nothing", { "README.md": "Hello" });
    const before = site.github.state.comments.length;
    const run = await checkPullRequest(site, pull);
    expect(resultsOf(run)["ok"]).toBe("success");
    expect(site.github.state.comments).toHaveLength(before);
  });
});
