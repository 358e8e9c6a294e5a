import { createEcrRegistry } from "../../../src/deployment/adapters/ecs/ecr-client.ts";
import { createEcsApi, type EcsNames } from "../../../src/deployment/adapters/ecs/ecs-client.ts";
import { probeIdentity, probeReadiness } from "../../../src/deployment/adapters/probe-service.ts";
import type { EcsApi } from "../../../src/deployment/ecs/ecs-api.ts";
import type { EcsPlace, EcsPorts, StoredDefinition } from "../../../src/deployment/ecs/ecs-ports.ts";
import { createEcsTarget } from "../../../src/deployment/ecs/ecs-target.ts";
import type { Target } from "../../../src/deployment/targets/target.ts";
import { ACCOUNT, REGION } from "../../fakes/aws/ecs-actions.ts";
import type { EcsOptions } from "../../fakes/aws/ecs-model.ts";
import { type FakeAws, startFakeAws } from "../../fakes/fake-aws.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";
import { FIRST, SECOND } from "../targets/target-contract.ts";

export interface EcsUnderTest {
  readonly aws: FakeAws;
  readonly ports: EcsPorts;
  readonly place: EcsPlace;
  readonly target: Target;
  /** What was said about progress. */
  readonly said: string[];
  dispose(): Promise<void>;
}

export const SETTINGS = { region: REGION, maxAttempts: 2 };

export const apiOf = (names: EcsNames): EcsApi => createEcsApi(SETTINGS, names);

/** The real SDK against AWS on loopback, with both releases pushed. */
export async function anEcsTarget(options: Partial<EcsOptions> = {}): Promise<EcsUnderTest> {
  const aws = await startFakeAws(options);
  Object.assign(process.env, aws.environment);
  for (const release of [FIRST, SECOND]) aws.push(release);
  const said: string[] = [];
  const stored = new Map<string, StoredDefinition>();
  const ports: EcsPorts = {
    api: apiOf({ cluster: "web", service: "prompts" }),
    images: createEcrRegistry(SETTINGS, { account: ACCOUNT, repository: "prompt-service" }),
    definitions: { read: (name) => stored.get(name), write: (name, one) => void stored.set(name, one) },
    identify: probeIdentity,
    isReady: async (url) => (await probeReadiness(url)).kind === "ready",
    pace: createVirtualPace(),
    progress: (line) => void said.push(line),
    isStopped: () => false,
  };
  const place: EcsPlace = {
    key: "prompt-service/production",
    container: "prompt-service",
    url: aws.liveUrl,
    testUrl: aws.testUrl,
  };
  const target = createEcsTarget(ports, place, aws.ecs.options.pauses ? "on_finish" : "on_start");
  return { aws, ports, place, target, said, dispose: () => aws.close() };
}

/** Another command on another machine: it remembers nothing, and nothing was kept there. */
export function anotherTarget({ aws, ports, place }: EcsUnderTest, changed: Partial<EcsPlace> = {}): Target {
  const api = apiOf({ cluster: "web", service: "prompts" });
  const definitions = { read: () => undefined, write: () => {} };
  return createEcsTarget(
    { ...ports, api, definitions },
    { ...place, ...changed },
    aws.ecs.options.pauses ? "on_finish" : "on_start",
  );
}
