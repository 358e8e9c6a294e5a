import { afterEach, describe, expect, it } from "vitest";
import { requireIdentity } from "../../../src/deployment/adapters/ecs/sts-client.ts";
import type { EcsPlace } from "../../../src/deployment/ecs/ecs-ports.ts";
import { openSecrets } from "../../../src/deployment/ecs/open-secrets.ts";
import { preflight } from "../../../src/deployment/ecs/preflight.ts";
import { EXIT } from "../../../src/prompts/exit-code.ts";
import type { Json } from "../../../src/prompts/reading/json.ts";
import { ACCOUNT, REGION } from "../../fakes/aws/ecs-actions.ts";
import type { EcsOptions } from "../../fakes/aws/ecs-model.ts";
import { FIRST, SECOND } from "../targets/target-contract.ts";
import { anEcsTarget, type EcsUnderTest } from "./under-test.ts";

const opened: EcsUnderTest[] = [];

async function open(options: Partial<EcsOptions> = {}): Promise<EcsUnderTest> {
  const under = await anEcsTarget(options);
  opened.push(under);
  return under;
}

afterEach(async () => {
  for (const { dispose } of opened.splice(0)) await dispose();
});

const facts = { release: FIRST.release, environments: [], keys: [] };
const { number, image } = SECOND.release;
const recorded = { release: number, image, pins: {}, status: "verified", generation: 1 } as const;

const rolling = ({ place: { testUrl: _, ...place } }: EcsUnderTest): EcsPlace => place;

describe("before a deployment to ECS", () => {
  it("nothing is said of a service that goes back by itself", async () => {
    const under = await open();
    expect(await preflight(under.ports, rolling(under), facts)).toEqual([]);
  });

  it("a circuit breaker without rollback is said", async () => {
    const under = await open({ breaker: false });
    expect(await preflight(under.ports, rolling(under), facts)).toEqual([
      expect.stringContaining("deployment circuit breaker does not roll back"),
    ]);
  });

  it("a pause that nobody answers is refused", async () => {
    const under = await open({ pauses: true });
    await expect(preflight(under.ports, rolling(under), facts)).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining(
        "waits at POST_TEST_TRAFFIC_SHIFT, and pipeline.config.yaml names no test_url",
      ),
    });
  });

  it("a test listener without a pause is refused", async () => {
    const under = await open();
    await expect(preflight(under.ports, under.place, facts)).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining("has no PAUSE hook"),
    });
  });

  it("an image that the registry names and the repository lost is refused [A13]", async () => {
    const under = await open();
    const named = { ...facts, environments: [recorded] };
    expect(await preflight(under.ports, rolling(under), named)).toEqual([]);
    under.aws.images.pop();
    await expect(preflight(under.ports, rolling(under), named)).rejects.toMatchObject({
      exit: EXIT.unhealthy,
      message: expect.stringMatching(
        /has lost what a rollback needs: prompt-service-release-2-[0-9a-f]{12};/,
      ),
    });
  });

  it("credentials of another role than is named are refused [A15]", async () => {
    await open();
    const settings = { region: REGION, maxAttempts: 2 };
    await requireIdentity(settings, { account: ACCOUNT, role: "deploy" });
    await expect(requireIdentity(settings, { account: ACCOUNT, role: "deployer" })).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining("not of the role deployer"),
    });
  });
});

describe("a variable in the open [A20]", () => {
  const found = (name: string, value: string, keys: readonly string[] = []): readonly string[] => {
    const container: Json = { name: "prompt-service", environment: [{ name, value }] };
    return openSecrets("prompt-service:7", { containerDefinitions: [container] }, keys).map(
      (problem) => problem.found,
    );
  };

  it.each([
    ["OPENAI_API_KEY", "x"],
    ["DB_PASSWORD", "x"],
    ["GITHUB_TOKEN", "x"],
    ["MODEL_ACCESS", `sk-${"a1".repeat(15)}`],
  ])("%s holds a secret, and its value is not shown", (name, value) => {
    const [problem] = found(name, value);
    expect(problem).toBe(`container prompt-service has the variable ${name} in its environment, in the open`);
  });

  it("holds a secret where pipeline.config.yaml names it for a key", () => {
    expect(found("MODEL_ACCESS", "x", ["MODEL_ACCESS"])).toHaveLength(1);
  });

  it.each([
    ["NODE_ENV", "production"],
    ["KEYBOARD", "qwerty"],
    ["OPENAI_API_KEY", ""],
    ["PROMPT_PINS", '{"support_reply":"1.0.0"}'],
  ])("%s=%s holds none", (name, value) => {
    expect(found(name, value)).toEqual([]);
  });

  it("is not what comes by secrets[].valueFrom", () => {
    const container: Json = {
      name: "a",
      secrets: [{ name: "OPENAI_API_KEY", valueFrom: "arn:aws:ssm:::parameter/k" }],
    };
    expect(openSecrets("a:1", { containerDefinitions: [container] }, ["OPENAI_API_KEY"])).toEqual([]);
  });
});
