import { describe, expect, it } from "vitest";
import { environmentsInRepository } from "../../../src/deployment/ecs/same-repository.ts";
import type { EcsConfig, EnvironmentConfig, ServiceConfig } from "../../../src/prompts/config.ts";
import { aRegistry, aRegistryEnvironment } from "../../builders/registry.ts";

const HERE: EcsConfig = {
  account: "123456789012",
  region: "eu-central-1",
  cluster: "shop-production",
  service: "shop",
  repository: "shop",
};
const production: EnvironmentConfig = { name: "production", target: "ecs", url: "https://a", ecs: HERE };
const service = (...environments: readonly EnvironmentConfig[]): ServiceConfig => ({
  name: "shop",
  tasks: ["*"],
  environments: [production, ...environments],
});
const registry = aRegistry({
  environments: {
    "shop/production": aRegistryEnvironment({ release: 1 }),
    "shop/other": aRegistryEnvironment({ release: 2 }),
    "shop/gone": aRegistryEnvironment({ release: 3 }),
  },
});
const releases = (other: EnvironmentConfig): readonly number[] =>
  environmentsInRepository(registry, service(other), HERE).map(({ release }) => release);

describe("the images that a rollback needs in a repository", () => {
  it("are those of the environments that share it, and none of one that was removed", () => {
    const staging = { ...production, name: "other", ecs: { ...HERE, cluster: "shop-staging" } };
    expect(releases(staging)).toEqual([1, 2]);
  });

  it("are not those of a service that runs on somebody's machine", () => {
    expect(releases({ name: "other", target: "local" })).toEqual([1]);
  });

  it.each([{ account: "999999999999" }, { region: "us-east-1" }, { repository: "other" }])(
    "are not those of an environment with %j",
    (elsewhere) => {
      expect(releases({ ...production, name: "other", ecs: { ...HERE, ...elsewhere } })).toEqual([1]);
    },
  );
});
