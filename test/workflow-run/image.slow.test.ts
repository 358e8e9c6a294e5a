import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushRelease } from "../builders/ecs-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";
import { aCloudSite, type CloudSite } from "../builders/workflow-run/cloud-site.ts";
import { promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import type { StepRun, WorkflowRun } from "../builders/workflow-run/site.ts";
import type { DockerFault } from "../fakes/docker-stub.ts";

const RELEASE = { workflow: ".github/workflows/release.yml", event: "workflow_dispatch" } as const;
const IMAGE = "image of shop";

let cloud: CloudSite;
/** What git and the cloud hold while nothing has been released. */
let untouched: object;
let interrupted: WorkflowRun;

beforeAll(async () => {
  cloud = await aCloudSite();
  await promoteByHand(cloud.site);
  untouched = state();
});

afterAll(async () => {
  console.log(cloud.site.told.join("\n"));
  await cloud.close();
  expect(cloud.aws.violations).toEqual([]);
});

const state = (): object => ({
  references: cloud.site.remoteGit("for-each-ref"),
  images: [...cloud.aws.images],
  definitions: [cloud.staging, cloud.production].map(({ ecs }) => ecs.definitions.length),
});

const results = (run: WorkflowRun): object =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

function stepOf(run: WorkflowRun, part: string): StepRun {
  const steps = run.jobs.find(({ name }) => name === IMAGE)?.steps ?? [];
  const step = steps.find(({ name }) => name.includes(part));
  if (step === undefined) throw new Error(`no step ${part}`);
  return step;
}
const outcomes = (run: WorkflowRun): readonly string[] =>
  ["build-push-action", "attest"].map((name) => stepOf(run, name).outcome);

const registry = (): string => cloud.site.remoteGit("show", "main:prompt_registry.yaml");

describe.sequential("the image of a release", () => {
  it("is not built on a base image that is named by a tag, and the log says what to set", async () => {
    const variables = cloud.site.environments?.["release"]?.variables ?? {};
    const { NODE_IMAGE = "" } = variables;
    Object.assign(variables, { NODE_IMAGE: "" });
    const run = await cloud.site.start(RELEASE);
    Object.assign(variables, { NODE_IMAGE });
    expect(results(run)).toEqual({ plan: "success", [IMAGE]: "failure", deploy: "skipped" });
    expect(outcomes(run)).toEqual(["skipped", "skipped"]);
    const { log } = stepOf(run, "The folder of the release");
    expect(log).toContain("the base image node:26-alpine names no digest");
    expect(log).toContain("gh variable set NODE_IMAGE --env release");
    expect(state()).toEqual(untouched);
  });

  it.each<readonly [DockerFault, string]>([
    ["not installed", "Unable to locate executable file: docker"],
    ["build fails", "ERROR: failed to solve"],
    ["killed before the push", "SIGKILL"],
  ])(
    "that cannot be made (docker: %s) leaves git, registry and services as they were [A14]",
    async (fault, said) => {
      cloud.docker.failNext(fault);
      const run = await cloud.site.start(RELEASE);
      expect(results(run)).toEqual({ plan: "success", [IMAGE]: "failure", deploy: "skipped" });
      expect(stepOf(run, "build-push-action").log).toContain(said);
      expect(state()).toEqual(untouched);
    },
  );

  it("whose push was cut off after its tag arrived is neither signed nor deployed by that attempt [A14]", async () => {
    cloud.docker.failNext("killed after the push");
    interrupted = await cloud.site.start(RELEASE);
    expect(results(interrupted)).toEqual({ plan: "success", [IMAGE]: "failure", deploy: "skipped" });
    expect(cloud.aws.images).toHaveLength(1);
    expect(state()).toEqual({ ...untouched, images: [...cloud.aws.images] });
  });

  it("is taken as it stands when the failed jobs are run again: signed, verified, and built once [A12]", async () => {
    const { site, aws } = cloud;
    const [image] = aws.images;
    const again = await site.start(RELEASE, { keep: interrupted });
    expect(results(again)).toMatchObject({
      [IMAGE]: "success",
      "deploy / deploy shop to staging": "success",
      "deploy / deploy shop to production": "success",
    });
    expect(outcomes(again)).toEqual(["skipped", "success"]);
    expect(stepOf(again, "The folder of the release").log).toContain(
      `stands already as 123456789012.dkr.ecr`,
    );
    expect(stepOf(again, "The folder of the release").outputs["digest"]).toBe(image?.digest);
    expect(aws.images).toEqual([image]);
    for (const place of ["staging", "production"])
      expect(registry()).toMatch(new RegExp(`shop/${place}:\\n(.*\\n)*? +status: "verified"`));
  });

  it("is neither built nor deployed anew when the whole run is run again [A12]", async () => {
    const before = state();
    const again = await cloud.site.start({ ...RELEASE, runId: interrupted.runId, attempt: 3 });
    expect(again.result).toBe("success");
    expect(outcomes(again)).toEqual(["skipped", "success"]);
    expect(state()).toEqual(before);
  });

  it("that is new is built, says what it carries, is signed, and is handed over by its digest", async () => {
    const { site, aws } = cloud;
    const text = labelTemplate("colour", "Say which colour it is.");
    site.author("main", { "prompts/00-templates/colour.yaml": text }, "feat: a wording");
    await promoteByHand(site, ["colour"]);
    const run = await site.start(RELEASE);
    const job = run.jobs.find(({ name }) => name === IMAGE);
    expect([job?.result, run.result]).toEqual(["success", "success"]);
    expect(job?.permissions).toEqual({ attestations: "write", contents: "read", "id-token": "write" });
    expect(job?.groups).toEqual([{ name: "image-shop", queue: "max", cancels: false }]);
    expect(outcomes(run)).toEqual(["success", "success"]);
    expect(stepOf(run, "build-push-action").log).toMatch(
      /pushed 123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/prompt-service:shop-release-2-[0-9a-f]{12} sha256:[0-9a-f]{64}/,
    );
    const { content } = stepOf(run, "The folder of the release").outputs;
    expect(aws.images[1]?.annotations).toEqual({ "gpt-pipeline-hub.content": content });
  });

  it("that somebody pushed by hand is deployed, and not signed for", async () => {
    const { site, aws } = cloud;
    const text = labelTemplate("tone", "Say which colour it is.");
    site.author("main", { "prompts/00-templates/tone.yaml": text }, "feat: a wording");
    await promoteByHand(site, ["tone"]);
    await pushRelease(`${cloud.site.folder}/author`, cloud.aws);
    const run = await site.start(RELEASE);
    expect(run.result).toBe("success");
    expect(outcomes(run)).toEqual(["skipped", "skipped"]);
    expect(aws.images).toHaveLength(3);
    expect(registry()).toMatch(/shop\/production:\n(.*\n)*? +release: 3/);
  });

  it("is not deployed where its tag stands for an image of another release [A12]", async () => {
    const { site, aws } = cloud;
    const before = site.tip();
    const last = aws.images.at(-1);
    Object.assign(last ?? {}, { annotations: { "gpt-pipeline-hub.content": `sha256:${"0".repeat(64)}` } });
    const run = await site.start(RELEASE);
    expect(results(run)).toEqual({ plan: "success", [IMAGE]: "failure", deploy: "skipped" });
    expect(stepOf(run, "The folder of the release").log).toMatch(
      /stands for .* which carries sha256:0+ and not/,
    );
    expect(stepOf(run, "The folder of the release").log).toContain("exit code 7");
    expect(site.tip()).toBe(before);
  });

  it("is not made where nobody says by which role", async () => {
    const { environments } = cloud.site;
    Object.assign(environments?.["release"]?.variables ?? {}, { AWS_RELEASE_ROLE: "" });
    const run = await cloud.site.start(RELEASE);
    expect(results(run)).toEqual({ plan: "success", [IMAGE]: "failure", deploy: "skipped" });
  });
});
