import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;

beforeAll(async () => {
  site = await aPromotedSite();
  await site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
  const text = labelTemplate("colour", "Say which colour it is.");
  site.author("main", { "prompts/00-templates/colour.yaml": text }, "feat: a wording");
  await promoteByHand(site, ["colour"]);
  await site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
});

afterAll(() => closePromptSite(site));

const override = (inputs: Readonly<Record<string, string>>): Promise<WorkflowRun> =>
  site.start({ workflow: ".github/workflows/override.yml", event: "workflow_dispatch", inputs });
const ranIn = (run: WorkflowRun): readonly string[] =>
  run.jobs
    .filter(({ result }) => result !== "skipped")
    .map(({ name, environment = "" }) => `${name} ${environment}`.trim());
const lastSubject = (): string => site.remoteGit("log", "-1", "--format=%s", "main").trim();
const registry = (): string => site.remoteGit("show", "main:prompt_registry.yaml");
const AT = { service: "shop", environment: "local" };

describe.sequential("what people decide by hand", () => {
  it("a reason is needed", async () => {
    await expect(override({ action: "rollback", ...AT, task: "colour" })).rejects.toThrow(
      "input reason is required",
    );
  });

  it("a rollback runs at once: no reviewer, no queue, and git says so", async () => {
    const run = await override({ action: "rollback", ...AT, task: "colour", reason: "customers complain" });
    expect(run.result).toBe("success");
    expect(ranIn(run)).toEqual(["rollback / rollback rollback", "rollback / restore rollback"]);
    expect(run.jobs.flatMap(({ groups }) => groups)).toEqual([]);
    expect(lastSubject()).toBe("rollback(shop/local): colour v1.0.1 -> v1.0.0");
    expect(site.github.state.deployments.at(-1)).toMatchObject({ environment: "shop-local" });
    expect(site.github.state.pulls.map(({ title }) => title)).toEqual(["Restore colour to 1.0.0"]);
  });

  it("the same rollback again finds nothing to do, and opens no second pull request", async () => {
    const before = site.tip();
    const run = await override({
      action: "rollback",
      ...AT,
      task: "colour",
      version: "1.0.0",
      reason: "once more",
    });
    expect(run.result).toBe("success");
    expect(site.tip()).toBe(before);
    expect(site.github.state.pulls).toHaveLength(1);
  });

  it("a retirement waits for the second person, and for no promotion", async () => {
    const run = await override({ action: "archive", task: "tone", reason: "nobody asks for it" });
    expect(run.result).toBe("success");
    expect(ranIn(run)).toEqual([
      ...["archive override", "release / plan", "release / deploy / plan"],
      "release / deploy / deploy shop to local shop-local",
    ]);
    expect(run.jobs.find(({ name }) => name === "archive")?.groups).toEqual([]);
    expect(registry()).toMatch(/\n {2}tone:\n( {4}.*\n)*? {8}status: "archived"/);
  });

  it("a freeze needs no reviewer, and a deployment waits for its end", async () => {
    const run = await override({ action: "freeze", ...AT, until: "2099-12-31T08:00Z", reason: "a holiday" });
    expect(run.result).toBe("success");
    expect(ranIn(run)).toEqual(["freeze rollback"]);
    const before = registry();
    await site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
    expect(registry()).toBe(before);
  });
});
