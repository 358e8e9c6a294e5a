import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEcrRegistry } from "../../../src/deployment/adapters/ecs/ecr-client.ts";
import { requireIdentity } from "../../../src/deployment/adapters/ecs/sts-client.ts";
import { createEcsTarget } from "../../../src/deployment/ecs/ecs-target.ts";
import { imageTag } from "../../../src/deployment/ecs/release-image.ts";
import type { Target } from "../../../src/deployment/targets/target.ts";
import { ACCOUNT, REGION } from "../../fakes/aws/ecs-actions.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";
import { aDesiredState, FIRST } from "../targets/target-contract.ts";
import { apiOf } from "./under-test.ts";

const isInstalled = spawnSync("moto_server", ["--help"]).status === 0;
const first = aDesiredState(FIRST, { operation: "1".repeat(64) });
const settings = { region: REGION, maxAttempts: 2 };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** Another fake of AWS, by other people, which completes no rollout and knows no service deployments. */
describe.skipIf(!isInstalled)("the plain path on moto_server, where that is installed", () => {
  let moto: ChildProcess;
  let url = "";
  let target: Target;

  const call = async (service: string, action: string, body: object): Promise<Record<string, never>> => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${service}.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service.includes("Registry") ? "ecr" : "ecs"}/aws4_request`,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
    return (await response.json()) as Record<string, never>;
  };
  const ecs = (action: string, body: object) => call("AmazonEC2ContainerServiceV20141113", action, body);
  const ecr = (action: string, body: object) => call("AmazonEC2ContainerRegistry_V20150921", action, body);

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    await vi.waitUntil(() => fetch(url).then(Boolean, () => false), { timeout: 60_000, interval: 200 });
    const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, { AWS_ENDPOINT_URL: url, ...credentials });
    await ecs("CreateCluster", { clusterName: "web" });
    const container = { name: "prompt-service", image: "busybox", essential: true, memory: 128 };
    await ecs("RegisterTaskDefinition", { family: "prompt-service", containerDefinitions: [container] });
    const service = {
      cluster: "web",
      serviceName: "prompts",
      taskDefinition: "prompt-service:1",
      desiredCount: 1,
    };
    await ecs("CreateService", service);
    await ecr("CreateRepository", { repositoryName: "prompt-service" });
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { digest: "sha256:1", size: 1 },
      layers: [],
    });
    await ecr("PutImage", {
      repositoryName: "prompt-service",
      imageManifest,
      imageTag: imageTag(FIRST.release),
    });
    target = createEcsTarget(
      {
        api: apiOf({ cluster: "web", service: "prompts" }),
        images: createEcrRegistry(settings, { account: ACCOUNT, repository: "prompt-service" }),
        definitions: { read: () => undefined, write: () => {} },
        identify: async () => undefined,
        isReady: async () => false,
        pace: createVirtualPace(),
        progress: () => {},
        isStopped: () => false,
      },
      { key: "prompt-service/production", container: "prompt-service", url: "http://127.0.0.1:1" },
      "on_start",
    );
  });

  afterAll(() => {
    moto.kill();
  });

  it("asks whose account it is", async () => {
    await requireIdentity(settings, { account: ACCOUNT });
    await expect(requireIdentity(settings, { account: "999999999999" })).rejects.toThrow(
      /of account 123456789012/,
    );
  });

  it("registers the task definition once, by digest and with the operation's tag, and updates the service", async () => {
    const { id } = await target.start(first);
    expect((await target.start(first)).id).toBe(id);
    expect(id).toBe("prompt-service:2");
    const { taskDefinition, tags } = (await ecs("DescribeTaskDefinition", {
      taskDefinition: id,
      include: ["TAGS"],
    })) as {
      taskDefinition?: { containerDefinitions: readonly { image: string }[] };
      tags?: readonly { key: string; value: string }[];
    };
    expect(taskDefinition?.containerDefinitions[0]?.image).toMatch(/\/prompt-service@sha256:[0-9a-f]{64}$/);
    expect(tags).toContainEqual({ key: "gpt-pipeline-hub:operation", value: first.operation });
    const { services } = (await ecs("DescribeServices", { cluster: "web", services: ["prompts"] })) as {
      services?: readonly { taskDefinition: string }[];
    };
    expect(services?.[0]?.taskDefinition).toMatch(/prompt-service:2$/);
  });

  it("does not take a stable service for a finished deployment", async () => {
    expect((await target.status("prompt-service:2")).kind).not.toBe("running");
  });
});
