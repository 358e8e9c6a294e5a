import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const RELEASE = { workflow: ".github/workflows/release.yml", event: "workflow_dispatch" } as const;
const OVERRIDE = { workflow: ".github/workflows/override.yml", event: "workflow_dispatch" } as const;

let site: GithubSite;
let first: WorkflowRun;
let regressed: WorkflowRun;

beforeAll(async () => {
  site = await aPromotedSite();
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await closePromptSite(site);
});

const TEMPLATE = "prompts/00-templates/colour.yaml";
const RESTORE = "restore/colour-v1.0.1";
const DRILL = { action: "promote", task: "colour", reason: "a drill" };

const restorePulls = () => site.github.state.pulls.filter(({ head }) => head.ref === RESTORE);
const resultOf = (run: WorkflowRun, name: string): string | undefined =>
  run.jobs.find((job) => job.name === name || job.name.endsWith(` / ${name}`))?.result;
const onMain = (path: string): string => site.remoteGit("show", `main:${path}`);

describe.sequential("from a pull request to a verified deployment, and back", () => {
  it("a change that is worse is blocked: one comment, a failed check run, and the required job is red", async () => {
    const pull = openPullRequest(site, "worse", { "prompts/00-templates/tone.yaml": worseTemplate("tone") });
    const run = await checkPullRequest(site, pull);
    const jobs = ["plan", "shard", "judge", "ok"].map((name) => resultOf(run, name));
    expect(jobs).toEqual(["success", "skipped", "failure", "failure"]);
    expect(site.github.state.comments).toMatchObject([{ issue: pull.number, login: "github-actions[bot]" }]);
    expect(site.github.state.checkRuns.at(-1)).toMatchObject({ conclusion: "failure" });
  });

  it("what a pull request proved is promoted on its evidence, deployed, evaluated where it runs, and verified", async () => {
    const text = labelTemplate("colour", "Say which colour it is.");
    const pull = openPullRequest(site, "reworded", { "prompts/00-templates/colour.yaml": text });
    expect(resultOf(await checkPullRequest(site, pull), "ok")).toBe("success");
    first = await promoteAfter(site, squash(site, pull));
    expect(first.result).toBe("success");
    const evaluatedAgain = first.jobs[0]?.steps.find(({ name }) => name === "Evaluate what has none");
    expect(evaluatedAgain?.outcome).toBe("skipped");
    const take = first.jobs[0]?.steps.find(({ name }) => name === "Take the evidence of the pull request");
    expect(take?.log).toMatch(/^colour: taken from the pull request's check, run-/);
    expect(site.remoteGit("tag", "--list")).toContain("prompt/colour/v1.0.1");
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    expect(onMain("prompt_registry.yaml")).toMatch(/shop\/local:\n(.*\n)*? +status: "verified"/);
  });

  it("a deployment stands in its environment's queue and says where it can be seen", () => {
    const deploy = first.jobs.find(({ name }) => name.endsWith("deploy shop to local"));
    expect(deploy?.environment).toBe("shop-local");
    expect(deploy?.environmentUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(deploy?.groups).toEqual([{ name: "deploy-shop-local", queue: "max", cancels: false }]);
    expect(deploy?.summary).toContain("### ✔ Release 1 verified on shop/local");
    expect(resultOf(first, "rollback")).toBe("skipped");
  });

  it("a release at the end of its way has a page on GitHub: what changed, and on which evidence", () => {
    const { releases } = site.github.state;
    expect(releases).toMatchObject([{ tag: "release/shop/1", title: "shop release 1" }]);
    expect(releases[0]?.body).toMatch(/colour.*1\.0\.1.*new.*run-/);
  });

  it("what is worse there goes back by itself, and its owners get one pull request that restores the template", async () => {
    const good = onMain(TEMPLATE);
    site.author("main", { [TEMPLATE]: worseTemplate("colour") }, "feat: a closing message");
    regressed = await site.start({ ...OVERRIDE, inputs: DRILL });
    expect(resultOf(regressed, "deploy shop to local")).toBe("failure");
    expect(resultOf(regressed, "restore")).toBe("success");
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    const restore = restorePulls();
    expect(restore).toMatchObject([{ title: "Restore colour to 1.0.1", head: { ref: RESTORE } }]);
    expect(restore[0]?.body).toContain("Owners: @acme/parts");
    expect(site.remoteGit("diff", "--name-only", "main", RESTORE).trim()).toBe(TEMPLATE);
    expect(site.remoteGit("show", `${RESTORE}:${TEMPLATE}`)).toBe(good);
  });

  it("the page of the environment says what answers there", () => {
    const [deployment] = site.github.state.deployments;
    expect(deployment?.environment).toBe("shop-local");
    expect(deployment?.statuses[0]).toMatchObject({
      state: "success",
      description: "Release 2 rolled back in part on shop/local: colour 1.0.2 → 1.0.1",
    });
  });

  it("failed jobs that are run again deploy what main says by then, and open no second pull request", async () => {
    const again = await site.start({ ...OVERRIDE, inputs: DRILL }, { keep: regressed });
    expect([again.runId, again.attempt, again.result]).toEqual([regressed.runId, 2, "success"]);
    expect(again.jobs.find(({ name }) => name === "promote")).toBe(regressed.jobs[0]);
    const { releases } = site.github.state;
    expect(releases.map(({ tag }) => tag)).toEqual(["release/shop/1", "release/shop/3"]);
    expect(releases[1]?.body).toContain("rollback --service shop --environment local --reason");
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    expect(restorePulls()).toHaveLength(1);
  });

  it("an old run that is run again deploys nothing old", async () => {
    const before = site.tip();
    const again = await site.start({
      ...RELEASE,
      attempt: 2,
      commit: site.remoteGit("rev-list", "--max-parents=0", "main").trim(),
    });
    expect(again.result).toBe("success");
    expect(again.jobs.find(({ name }) => name.endsWith("deploy shop to local"))?.summary).toContain(
      "Nothing to do",
    );
    expect(site.tip()).toBe(before);
  });

  it("the pull request that restores passes its check, and merging it changes nothing in production", async () => {
    const [pull] = restorePulls();
    if (pull === undefined) throw new Error("there is none");
    pull.files = [TEMPLATE];
    expect(resultOf(await checkPullRequest(site, pull), "ok")).toBe("success");
    const run = await promoteAfter(site, squash(site, pull));
    expect([run.result, resultOf(run, "release")]).toEqual(["success", "skipped"]);
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
  });

  it("a run that is cancelled before it deploys changes nothing, and rolls nothing back", async () => {
    site.author(
      "main",
      { "prompts/00-templates/tone.yaml": labelTemplate("tone", "Say the colour.") },
      "feat: a wording",
    );
    await promoteByHand(site, ["tone"]);
    const before = site.tip();
    const run = await site.start(RELEASE, {
      onStep: (_, step) => (step.startsWith("Deploy and evaluate") ? "cancel" : undefined),
    });
    expect(run.result).toBe("cancelled");
    expect(resultOf(run, "rollback")).toBe("cancelled");
    expect(site.tip()).toBe(before);
  });
});
