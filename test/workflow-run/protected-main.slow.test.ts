import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { OFFLINE_CONFIG, worseTemplate } from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromotedSite, closePromptSite } from "../builders/workflow-run/prompt-site.ts";

let site: GithubSite;
afterEach(() => closePromptSite(site));

const RELEASE = { workflow: ".github/workflows/release.yml", event: "workflow_dispatch" } as const;
const OVERRIDE = { workflow: ".github/workflows/override.yml", event: "workflow_dispatch" } as const;
const DRILL = { action: "promote", task: "colour", reason: "a drill" };
const TEMPLATE = "prompts/00-templates/colour.yaml";

describe("where only the app may push to main", () => {
  it("the workflow's own token is refused before anything is started or agreed on, and main stays as it was", async () => {
    site = await aPromotedSite({ isProtected: true });
    const before = site.remoteGit("for-each-ref");
    const run = await site.start(RELEASE);
    expect(run.result).toBe("failure");
    const steps = run.jobs.flatMap((job) => job.steps);
    const deploy = steps.find(({ name }) => name === "Deploy and evaluate what is live");
    expect(deploy?.log).toContain("Process completed with exit code 8.");
    expect(deploy?.log).toContain(
      "main is protected (pull_request), and the token that pushes does not pass",
    );
    expect(deploy?.log).not.toContain("deploying release");
    expect(existsSync(join(site.ownMachine, ".pipeline/deployments"))).toBe(false);
    expect(site.remoteGit("for-each-ref")).toBe(before);
  });

  it("an override by the workflow's own token becomes a pull request, and nothing is promoted", async () => {
    site = await aPromotedSite({ isProtected: true });
    site.author("main", { [TEMPLATE]: worseTemplate("colour") }, "feat: a closing message");
    const run = await site.start({ ...OVERRIDE, inputs: DRILL });
    expect(run.jobs.find(({ name }) => name === "promote")?.result).toBe("success");
    expect(site.github.state.pulls).toMatchObject([
      { title: "Promote colour 1.0.1 without passing evidence", login: "github-actions[bot]" },
    ]);
    expect(site.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
  });

  it("the app's token deploys, rolls back, opens the pull request that restores, and what a person decided is told", async () => {
    site = await aPromotedSite({
      isProtected: true,
      files: { "pipeline.config.yaml": `${OFFLINE_CONFIG}notify:\n  - { on: [override], to: issue }\n` },
      variables: { PROMOTION_APP_ID: "1" },
      secrets: { PROMOTION_APP_KEY: "the key" },
    });
    expect((await site.start(RELEASE)).result).toBe("success");
    site.author("main", { [TEMPLATE]: worseTemplate("colour") }, "feat: a closing message");
    await site.start({ ...OVERRIDE, inputs: DRILL });
    expect(site.github.state.issues).toMatchObject([
      { title: "colour: promoted without passing evidence", labels: ["override"] },
    ]);
    expect(site.remoteGit("log", "-1", "--format=%s", "main").trim()).toBe(
      "rollback(shop/local): colour v1.0.1 -> v1.0.0",
    );
    expect(site.github.state.pulls).toMatchObject([
      { title: "Restore colour to 1.0.0", login: "promoter[bot]" },
    ]);
  });
});
