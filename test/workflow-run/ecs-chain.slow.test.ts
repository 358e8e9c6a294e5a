import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../builders/answering-versions.ts";
import { actionsOf } from "../builders/infra-template.ts";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import { aCloudSite, type CloudSite } from "../builders/workflow-run/cloud-site.ts";
import { promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import {
  checkPullRequest,
  openPullRequest,
  promoteAfter,
  squash,
} from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import type { FakeService } from "../fakes/fake-aws.ts";

const TEMPLATE = "prompts/00-templates/colour.yaml";
const OVERRIDE = { workflow: ".github/workflows/override.yml", event: "workflow_dispatch" } as const;
const RELEASE = { workflow: ".github/workflows/release.yml", event: "workflow_dispatch" } as const;
const ROLLBACK = { workflow: ".github/workflows/rollback.yml", event: "workflow_dispatch" } as const;

let cloud: CloudSite;

beforeAll(async () => {
  cloud = await aCloudSite();
  await promoteByHand(cloud.site);
  const run = await cloud.site.start(RELEASE);
  expect(run.result).toBe("success");
});

afterAll(async () => {
  console.log(cloud.site.told.join("\n"));
  await cloud.close();
  expect(cloud.aws.violations).toEqual([]);
});

const resultOf = (run: WorkflowRun, name: string): string | undefined =>
  run.jobs.find((job) => job.name === name || job.name.endsWith(` / ${name}`))?.result;

const onMain = (path: string): string => cloud.site.remoteGit("show", `main:${path}`);

interface Container {
  readonly image: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

function containerOf({ ecs }: FakeService): Container {
  const [container] = (ecs.definition(ecs.live)?.fields["containerDefinitions"] ?? []) as Container[];
  if (container === undefined) throw new Error("nothing runs");
  return container;
}

const imageOf = (service: FakeService): string | undefined => containerOf(service).image.split("@")[1];
const pinsOf = (service: FakeService): string | undefined =>
  containerOf(service).environment.find(({ name }) => name === "PROMPT_PINS")?.value;

/** As a policy names it. */
function permissionOf(call: string): string {
  const [action = ""] = call.split(" ");
  const services: Readonly<Record<string, string>> = { DescribeImages: "ecr", GetCallerIdentity: "sts" };
  return `${services[action] ?? "ecs"}:${action}`;
}

async function answering({ liveUrl }: FakeService, task = "colour"): Promise<string | undefined> {
  return (await answeringVersions(liveUrl))[task];
}

describe.sequential("from a pull request to Amazon ECS, and back", () => {
  it("what a pull request proved is verified on staging, then in production, by one image that is built once", async () => {
    const { site, aws, staging, production } = cloud;
    const text = labelTemplate("colour", "Say which colour it is.");
    const pull = openPullRequest(site, "reworded", { [TEMPLATE]: text });
    expect(resultOf(await checkPullRequest(site, pull), "ok")).toBe("success");
    const run = await promoteAfter(site, squash(site, pull));
    expect(run.result).toBe("success");
    expect(aws.images).toHaveLength(2);
    const { digest } = aws.images[1] ?? {};
    expect([imageOf(staging), imageOf(production)]).toEqual([digest, digest]);
    expect([await answering(staging), await answering(production)]).toEqual(["1.0.1", "1.0.1"]);
    for (const place of ["staging", "production"])
      expect(onMain("prompt_registry.yaml")).toMatch(
        new RegExp(`shop/${place}:\\n(.*\\n)*? +status: "verified"`),
      );
  });

  it("every job works with the role of its own environment", () => {
    const callers = [...cloud.aws.callers];
    const updates = callers.filter((call) => call.startsWith("UpdateService"));
    expect(updates).toEqual(["UpdateService shop-staging-deploy", "UpdateService shop-production-deploy"]);
    expect(callers.filter((call) => call.endsWith("shop-push"))).toEqual(["DescribeImages shop-push"]);
  });

  it("what is worse on staging goes back there by a pin, never reaches production, and its owners get a pull request", async () => {
    const { site, staging, production } = cloud;
    const good = onMain(TEMPLATE);
    site.author("main", { [TEMPLATE]: worseTemplate("colour") }, "feat: a closing message");
    const inputs = { action: "promote", task: "colour", reason: "a drill" };
    const run = await site.start({ ...OVERRIDE, inputs });
    expect(resultOf(run, "deploy shop to staging")).toBe("failure");
    expect(resultOf(run, "deploy shop to production")).not.toBe("success");
    expect(resultOf(run, "restore")).toBe("success");
    expect([await answering(staging), await answering(production)]).toEqual(["1.0.1", "1.0.1"]);
    expect([pinsOf(staging), pinsOf(production)]).toEqual(['{"colour":"1.0.1"}', "{}"]);
    expect(onMain("prompts/02-production/colour.yaml")).toContain('version: "1.0.1"');
    const restore = "restore/colour-v1.0.1";
    expect(site.github.state.pulls.map(({ head }) => head.ref)).toContain(restore);
    expect(site.remoteGit("show", `${restore}:${TEMPLATE}`)).toBe(good);
  });

  it("at night git, registry, image and service are found to agree in both, by a role that may do no more than it does", async () => {
    const { site, aws } = cloud;
    aws.callers.clear();
    const run = await site.start({ workflow: ".github/workflows/reconcile.yml", event: "schedule" });
    expect(run.result).toBe("success");
    const logs = run.jobs.flatMap(({ steps }) => steps.map(({ log }) => log)).join("\n");
    expect(logs.match(/images and services agree/g)).toHaveLength(2);
    expect(logs).not.toContain("not looked at");
    const allowed = Object.values(actionsOf("ObserveRole")).flat();
    for (const role of ["shop-staging-observe", "shop-production-observe"]) {
      const asked = [...aws.callers].filter((call) => call.endsWith(` ${role}`));
      expect(asked.length).toBeGreaterThanOrEqual(allowed.length);
      for (const call of asked) expect(["sts:GetCallerIdentity", ...allowed]).toContain(permissionOf(call));
    }
    expect([...aws.callers].filter((call) => !call.endsWith("-observe"))).toEqual([]);
  });

  it("an image that was lost is found that night: the job is red, and nothing is changed", async () => {
    const { site, aws } = cloud;
    const kept = aws.images.splice(0);
    const run = await site.start({ workflow: ".github/workflows/reconcile.yml", event: "schedule" });
    aws.images.push(...kept);
    expect(run.jobs.map(({ result }) => result)).toEqual(["success", "failure", "failure"]);
  });

  it("a rollback by hand in production is a task definition alone: no image, no evaluation, a role of its own", async () => {
    const { site, aws, production } = cloud;
    const [images, calls] = [aws.images.length, aws.calls.length];
    const inputs = { service: "shop", environment: "production", task: "colour", reason: "complaints" };
    const run = await site.start({ ...ROLLBACK, inputs });
    expect(run.result).toBe("success");
    expect(await answering(production)).toBe("1.0.0");
    expect(await answering(production, "tone")).toBe("1.0.0");
    expect(aws.images).toHaveLength(images);
    const made = aws.calls.slice(calls).filter((call) => /^(Register|Update)/.test(call));
    expect(made).toEqual(["RegisterTaskDefinition", "UpdateService"]);
    expect([...aws.callers]).toContain("UpdateService shop-production-rollback");
  });
});
