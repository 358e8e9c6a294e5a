import { createHash } from "node:crypto";
import { imageTag } from "../../src/deployment/ecs/release-image.ts";
import type { AssembledRelease } from "../../src/deployment/releases/assemble-release.ts";
import { createOfflineProvider } from "../../src/evaluation/offline/offline-provider.ts";
import { type RunningService, startService } from "../../src/service/adapters/start-service.ts";
import { parsePins } from "../../src/service/pins.ts";
import { releaseFolder } from "../builders/release.ts";
import { type AwsState, startAwsServer } from "./aws/aws-server.ts";
import { type Balancer, startBalancer } from "./aws/balancer.ts";
import { ACCOUNT } from "./aws/ecs-actions.ts";
import { EcsModel, type EcsOptions } from "./aws/ecs-model.ts";
import { memoryFiles } from "./memory-files.ts";

export interface FakeService {
  readonly ecs: EcsModel;
  /** Base URL that users reach, and that of the test listener. */
  readonly liveUrl: string;
  readonly testUrl: string;
}

export interface FakeAws extends AwsState, FakeService {
  /** What the SDK needs of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Pushes the image of a release, built anew and so with a digest of its own; returns that. Throws where the tag stands for another
   * image: tags are immutable.
   */
  push(
    release: AssembledRelease,
    tag?: string | undefined,
    annotations?: Readonly<Record<string, string>>,
  ): string;
  /** A service `prompts` in a cluster of its own, in the same account and region. */
  addService(options: Pick<EcsOptions, "cluster" | "family">): Promise<FakeService>;
  close(): Promise<void>;
}

const PLACEHOLDER = {
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  requiresCompatibilities: ["FARGATE"],
  taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/prompts-task`,
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/prompts-execution`,
  containerDefinitions: [
    {
      name: "prompt-service",
      image: "public.ecr.aws/docker/library/busybox:stable",
      essential: true,
      environment: [{ name: "NODE_ENV", value: "production" }],
      secrets: [
        { name: "OPENAI_API_KEY", valueFrom: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:k` },
      ],
    },
  ],
};

const OPTIONS: EcsOptions = {
  ...{ desiredCount: 2, pauses: false, breaker: true },
  ...{ cluster: "web", family: "prompt-service" },
};

/**
 * AWS on loopback: one cluster `web` with the service `prompts`, one repository. Tasks that run are the real prompt service,
 * behind a listener for users and one for tests.
 */
export async function startFakeAws(overrides: Partial<EcsOptions> = {}): Promise<FakeAws> {
  const releases = new Map<string, AssembledRelease>();
  const first = await startFakeService({ ...OPTIONS, ...overrides }, releases);
  const services = [first];
  const state: AwsState = {
    ...{ ecs: first.ecs, others: [], images: [], account: ACCOUNT, role: "deploy" },
    ...{ calls: [], callers: new Set(), violations: [] },
    fault: () => undefined,
  };
  const server = await startAwsServer(state);
  return Object.assign(state, {
    liveUrl: first.liveUrl,
    testUrl: first.testUrl,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    push: (
      release: AssembledRelease,
      tag: string | undefined = imageTag(release.release),
      annotations: Readonly<Record<string, string>> = {},
    ) => {
      if (state.images.some(({ tags }) => tags.includes(tag)))
        throw new Error(`tag ${tag} exists already, and cannot be overwritten because it is immutable`);
      const built = createHash("sha256").update(release.release.image).update(`layers ${releases.size}`);
      const digest = `sha256:${built.digest("hex")}`;
      state.images.push({ digest, tags: tag === "" ? [] : [tag], annotations });
      releases.set(digest, release);
      return digest;
    },
    addService: async (options: Pick<EcsOptions, "cluster" | "family">) => {
      const added = await startFakeService({ ...OPTIONS, ...options }, releases);
      services.push(added);
      state.others.push(added.ecs);
      return added;
    },
    close: async () => {
      await Promise.all([server.close(), ...services.map((service) => service.close())]);
    },
  });
}

async function startFakeService(
  options: EcsOptions,
  releases: ReadonlyMap<string, AssembledRelease>,
): Promise<FakeService & { close(): Promise<void> }> {
  const ecs = new EcsModel(options, { ...PLACEHOLDER, family: options.family });
  const tasks = createTasks(ecs, releases);
  const [live, testing] = [await startBalancer(), await startBalancer()];
  ecs.onTraffic = () => tasks.route(live, testing);
  return {
    ecs,
    liveUrl: live.url,
    testUrl: testing.url,
    close: async () => {
      await Promise.all([live.close(), testing.close(), tasks.stop()]);
    },
  };
}

type Containers = typeof PLACEHOLDER.containerDefinitions;

interface Tasks {
  route(live: Balancer, testing: Balancer): Promise<void>;
  stop(): Promise<void>;
}

/** One running service a task definition, for as long as traffic can reach it. */
function createTasks(ecs: EcsModel, releases: ReadonlyMap<string, AssembledRelease>): Tasks {
  const running = new Map<string, RunningService>();
  const urlOf = async (name: string | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    const service = running.get(name) ?? (await runTask(ecs, releases, name));
    if (service !== undefined) running.set(name, service);
    return service?.url;
  };
  const stopOthers = async (kept: readonly (string | undefined)[]): Promise<void> => {
    for (const [name, service] of running) {
      if (kept.includes(name)) continue;
      running.delete(name);
      service.abort();
      await service.stop();
    }
  };
  return {
    async route(live, testing) {
      live.route(await urlOf(ecs.live));
      testing.route(await urlOf(ecs.testing));
      await stopOthers([ecs.live, ecs.testing]);
    },
    stop: () => stopOthers([]),
  };
}

async function runTask(
  ecs: EcsModel,
  releases: ReadonlyMap<string, AssembledRelease>,
  name: string,
): Promise<RunningService | undefined> {
  const containers = (ecs.definition(name)?.fields["containerDefinitions"] ?? []) as Containers;
  const [container] = containers;
  if (container === undefined) return undefined;
  const release = releases.get(container.image.split("@")[1] ?? "");
  if (release === undefined) return undefined;
  const pins = container.environment.find((variable) => variable.name === "PROMPT_PINS")?.value;
  return startService({
    source: { kind: "release", files: memoryFiles(releaseFolder(release)) },
    host: "127.0.0.1",
    port: 0,
    pins: parsePins(pins),
    providers: new Map([["offline", createOfflineProvider(() => performance.now())]]),
    log: () => {},
  });
}
