import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { imageTag } from "../../../src/deployment/ecs/release-image.ts";
import type { AssembledRelease } from "../../../src/deployment/releases/assemble-release.ts";
import { createOfflineProvider } from "../../../src/evaluation/offline/offline-provider.ts";
import { type RunningService, startService } from "../../../src/service/adapters/start-service.ts";
import { parsePins } from "../../../src/service/pins.ts";
import { releaseFolder } from "../../builders/release.ts";
import { memoryFiles } from "../memory-files.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { REGION } from "./ecs-actions.ts";

const ECS = "AmazonEC2ContainerServiceV20141113";
const ECR = "AmazonEC2ContainerRegistry_V20150921";

interface Variable {
  readonly name: string;
  readonly value: string;
}

interface Definition {
  readonly containerDefinitions: readonly {
    readonly image: string;
    readonly environment: readonly Variable[];
  }[];
}

/**
 * moto_server, by other people, with what it lacks before it: a rollout is over as soon as the service was updated, its tasks are the
 * real prompt service, and a call that moto does not know is answered as AWS's protocol answers one.
 */
export class MotoSite {
  readonly #releases = new Map<string, AssembledRelease>();
  readonly #live: Balancer;
  readonly #moto: ChildProcess;
  readonly #motoUrl: string;
  #running: RunningService | undefined;
  #url = "";
  #close = (): void => {};

  private constructor(moto: ChildProcess, motoUrl: string, live: Balancer) {
    this.#moto = moto;
    this.#motoUrl = motoUrl;
    this.#live = live;
  }

  static async start(): Promise<MotoSite> {
    const port = await freePort();
    const environment = { ...process.env, MOTO_ECS_SERVICE_RUNNING: "1" };
    const options = { stdio: "ignore", env: environment } as const;
    const moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], options);
    const site = new MotoSite(moto, `http://127.0.0.1:${port}`, await startBalancer());
    await site.#answering(60_000);
    await site.#listen();
    await site.#furnish();
    return site;
  }

  get liveUrl(): string {
    return this.#live.url;
  }

  get environment(): Readonly<Record<string, string>> {
    const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const files = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
    return { AWS_ENDPOINT_URL: this.#url, AWS_EC2_METADATA_DISABLED: "true", ...credentials, ...files };
  }

  /** Pushes the image of a release to moto's registry; returns the digest that moto gives it. */
  async push(release: AssembledRelease): Promise<string> {
    const { image } = await this.#call(ECR, "PutImage", {
      repositoryName: "prompt-service",
      imageTag: imageTag(release.release),
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { digest: release.release.image, size: 1 },
        layers: [],
      }),
    });
    const digest = (image as { readonly imageId: { readonly imageDigest: string } }).imageId.imageDigest;
    this.#releases.set(digest, release);
    return digest;
  }

  /** `family:revision` that the service has. */
  async definition(): Promise<string> {
    const { services } = await this.#call(ECS, "DescribeServices", { cluster: "web", services: ["prompts"] });
    return (
      (services as readonly [{ readonly taskDefinition: string }])[0].taskDefinition.split("/").at(-1) ?? ""
    );
  }

  async pins(): Promise<string | undefined> {
    return variable(await this.#described(await this.definition()), "PROMPT_PINS");
  }

  async close(): Promise<void> {
    this.#close();
    await this.#stopTask();
    await this.#live.close();
    this.#moto.kill();
  }

  async #answering(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (!(await fetch(this.#motoUrl).then(Boolean, () => false))) {
      if (performance.now() > end) throw new Error("moto_server does not answer");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #furnish(): Promise<void> {
    const container = { name: "prompt-service", image: "busybox", essential: true, memory: 128 };
    await this.#call(ECS, "CreateCluster", { clusterName: "web" });
    await this.#call(ECS, "RegisterTaskDefinition", {
      family: "prompt-service",
      containerDefinitions: [container],
    });
    await this.#call(ECS, "CreateService", {
      ...{ cluster: "web", serviceName: "prompts", taskDefinition: "prompt-service:1", desiredCount: 1 },
    });
    await this.#call(ECR, "CreateRepository", { repositoryName: "prompt-service" });
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => void this.#forward(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#close = () => {
      server.close();
      server.closeAllConnections();
    };
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const method = request.method ?? "POST";
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${this.#motoUrl}${request.url}`, {
      ...{ method, headers: headers as Record<string, string> },
      ...(body.length === 0 ? {} : { body }),
    });
    const action = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    const text = await answer.text();
    const type = answer.headers.get("content-type") ?? "application/json";
    if (answer.status === 500) {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify({ __type: "UnknownOperationException", message: `${action} is not known` }),
      );
      return;
    }
    if (action === "UpdateService" && answer.ok) await this.#startTask();
    response.writeHead(answer.status, { "content-type": type });
    response.end(action === "DescribeServices" && answer.ok ? completed(text) : text);
  }

  async #startTask(): Promise<void> {
    const definition = await this.#described(await this.definition());
    const release = this.#releases.get(definition.containerDefinitions[0]?.image.split("@")[1] ?? "");
    await this.#stopTask();
    if (release === undefined) return;
    this.#running = await startService({
      source: { kind: "release", files: memoryFiles(releaseFolder(release)) },
      ...{ host: "127.0.0.1", port: 0, pins: parsePins(variable(definition, "PROMPT_PINS")) },
      providers: new Map([["offline", createOfflineProvider(() => performance.now())]]),
      log: () => {},
    });
    this.#live.route(this.#running.url);
  }

  async #stopTask(): Promise<void> {
    this.#live.route(undefined);
    this.#running?.abort();
    await this.#running?.stop();
    this.#running = undefined;
  }

  async #described(taskDefinition: string): Promise<Definition> {
    const answer = await this.#call(ECS, "DescribeTaskDefinition", { taskDefinition });
    return answer["taskDefinition"] as Definition;
  }

  async #call(service: string, action: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const name = service === ECR ? "ecr" : "ecs";
    const response = await fetch(this.#motoUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${service}.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${name}/aws4_request`,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  }
}

const variable = ({ containerDefinitions: [container] }: Definition, wanted: string): string | undefined =>
  container?.environment.find(({ name }) => name === wanted)?.value;

/** moto's list of deployments keeps the task definition that the service was created with. */
function completed(text: string): string {
  const answer = JSON.parse(text) as { services: { taskDefinition: string; deployments: object[] }[] };
  const services = answer.services.map((service) => ({
    ...service,
    deployments: service.deployments.map((each) => ({ ...each, taskDefinition: service.taskDefinition })),
  }));
  return JSON.stringify({ ...answer, services });
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
