import { afterEach, describe, expect, it } from "vitest";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite, closePromptSite, promoteByHand } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;
afterEach(() => closePromptSite(site));

const results = (run: WorkflowRun): object =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

const ECS = `main_branch: main
providers: { offline: { kind: offline, models: { reader-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 } } } }
services:
  - name: shop
    tasks: ["*"]
    environments:
      - name: production
        target: ecs
        url: https://prompts.example.org
        ecs: { account: "123456789012", region: eu-central-1, cluster: main, service: shop, repository: prompts }
      - name: staging
        target: local
`;

describe("a gate between jobs", () => {
  it("nothing is deployed where the image could not be made", async () => {
    site = await aPromptSite({ files: { "pipeline.config.yaml": ECS } });
    await promoteByHand(site);
    const before = site.tip();
    const run = await site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
    expect(results(run)).toEqual({ plan: "success", "image of shop": "failure", deploy: "skipped" });
    expect(run.result).toBe("failure");
    expect(site.tip()).toBe(before);
  });

  it("an image is built from the release, signed for, and handed over by its digest", async () => {
    const roles = { AWS_RELEASE_ROLE: "arn:aws:iam::123456789012:role/release" };
    site = await aPromptSite({
      files: { "pipeline.config.yaml": ECS },
      environments: { release: { variables: roles } },
    });
    await promoteByHand(site);
    const run = await site.start({ workflow: ".github/workflows/release.yml", event: "workflow_dispatch" });
    const image = run.jobs.find(({ name }) => name === "image of shop");
    expect(image?.result).toBe("success");
    expect(image?.permissions).toEqual({ attestations: "write", contents: "read", "id-token": "write" });
    const build = image?.steps.find(({ name }) => name.includes("build-push-action"));
    expect(build?.log).toMatch(
      /^pushed 123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/prompts:shop-release-1-[0-9a-f]{12} sha256:[0-9a-f]{64}$/,
    );
    expect(run.jobs.map(({ name }) => name)).toContain("deploy / deploy shop to production");
  });
});
