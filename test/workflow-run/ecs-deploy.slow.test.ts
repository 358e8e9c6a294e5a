import { afterAll, beforeAll, expect, it } from "vitest";
import { answeringVersions } from "../builders/answering-versions.ts";
import { pushRelease } from "../builders/ecs-ground.ts";
import { worseTemplate } from "../builders/label-task.ts";
import { aCloudSite, type CloudSite } from "../builders/workflow-run/cloud-site.ts";
import { promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const DEPLOY = {
  workflow: ".github/workflows/deploy.yml",
  event: "workflow_dispatch",
  inputs: { environment: "staging" },
} as const;

let cloud: CloudSite;

beforeAll(async () => {
  cloud = await aCloudSite();
  await promoteByHand(cloud.site);
});

afterAll(async () => {
  await cloud.close();
  expect(cloud.aws.violations).toEqual([]);
});

const jobs = (run: WorkflowRun) => run.jobs.map(({ name, result }) => [name, result]);

const answering = () => answeringVersions(cloud.staging.liveUrl);

/** The shortest way over ECS; ecs-chain walks it from the pull request on. */
it("deploy.yml verifies a release on ECS, and takes back the one task of the next that is worse there", async () => {
  const { site } = cloud;
  await pushRelease(`${site.folder}/author`, cloud.aws);
  expect(jobs(await site.start(DEPLOY))).toEqual([
    ["plan", "success"],
    ["deploy shop to staging", "success"],
    ["rollback", "skipped"],
  ]);
  expect(await answering()).toEqual({ colour: "1.0.0", tone: "1.0.0" });

  site.author(
    "main",
    { "prompts/00-templates/colour.yaml": worseTemplate("colour") },
    "feat: a closing message",
  );
  await promoteByHand(site, ["colour"], "a drill");
  await pushRelease(`${site.folder}/author`, cloud.aws);
  const worse = await site.start(DEPLOY, {
    onStep: (job) => (job.startsWith("after ") ? "cancel" : undefined),
  });
  expect(jobs(worse)).toContainEqual(["deploy shop to staging", "failure"]);
  expect(await answering()).toEqual({ colour: "1.0.0", tone: "1.0.0" });
  expect(site.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
  expect(site.remoteGit("show", "main:prompt_registry.yaml")).toContain('status: "quarantined"');
});
