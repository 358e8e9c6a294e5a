import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const RELEASE = { workflow: ".github/workflows/release.yml", event: "workflow_dispatch" } as const;
const OVERRIDE = { workflow: ".github/workflows/override.yml", event: "workflow_dispatch" } as const;

let site: GithubSite;
let first: WorkflowRun;
let regressed: WorkflowRun;

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
const onMain = (path: string): string => site.remoteGit("show", `main:${path}`);

describe.sequential("from a promotion to a deployment, and back", () => {
  it("what was promoted is deployed, evaluated where it runs, and verified", async () => {
    first = await site.start(RELEASE);
    expect(first.result).toBe("success");
    expect(onMain("prompt_registry.yaml")).toMatch(/shop\/local:\n(.*\n)*? +status: "verified"/);
    const deploy = first.jobs.find(({ name }) => name.endsWith("deploy shop to local"));
    expect(deploy?.summary).toContain("### ✔ Release 1 verified on shop/local");
    expect(deploy?.environment).toBe("shop-local");
    expect(deploy?.environmentUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(deploy?.groups).toEqual([{ name: "deploy-shop-local", queue: "max", cancels: false }]);
    expect(resultOf(first, "rollback")).toBe("skipped");
  });

  it("what is worse there goes back by itself, and its owners get one pull request that restores the template", async () => {
    site.author(
      "main",
      { "prompts/00-templates/colour.yaml": worseTemplate("colour") },
      "feat: a closing message",
    );
    regressed = await site.start({
      ...OVERRIDE,
      inputs: { action: "promote", task: "colour", reason: "a drill" },
    });
    expect(resultOf(regressed, "deploy shop to local")).toBe("failure");
    expect(resultOf(regressed, "restore")).toBe("success");
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    const [pull, ...others] = site.github.state.pulls;
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Restore colour to 1.0.0", head: { ref: "restore/colour-v1.0.0" } });
    expect(pull?.body).toContain("Owners: @acme/parts");
    const changed = site.remoteGit("diff", "--name-only", "main", "restore/colour-v1.0.0").trim();
    expect(changed).toBe("prompts/00-templates/colour.yaml");
    expect(site.remoteGit("diff", "main~3", "restore/colour-v1.0.0", "--", changed)).toBe("");
  });

  it("the page of the environment says what answers there", () => {
    const [deployment] = site.github.state.deployments;
    expect(deployment?.environment).toBe("shop-local");
    expect(deployment?.statuses[0]).toMatchObject({
      state: "success",
      description: "Release 2 rolled back on shop/local: colour 1.0.1 → 1.0.0",
    });
  });

  it("failed jobs that are run again deploy what main says by then, and open no second pull request", async () => {
    const inputs = { action: "promote", task: "colour", reason: "a drill" };
    const again = await site.start({ ...OVERRIDE, inputs }, { keep: regressed });
    expect([again.runId, again.attempt, again.result]).toEqual([regressed.runId, 2, "success"]);
    expect(again.jobs.find(({ name }) => name === "promote")).toBe(regressed.jobs[0]);
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    expect(site.github.state.pulls).toHaveLength(1);
  });

  it("an old run that is run again deploys nothing old", async () => {
    const before = site.tip();
    const again = await site.start({
      ...RELEASE,
      runId: first.runId,
      attempt: 2,
      commit: site.remoteGit("rev-list", "--max-parents=0", "main").trim(),
    });
    expect(again.result).toBe("success");
    expect(again.jobs.find(({ name }) => name.endsWith("deploy shop to local"))?.summary).toContain(
      "Nothing to do",
    );
    expect(site.tip()).toBe(before);
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
