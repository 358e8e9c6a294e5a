import { describe, expect, it } from "vitest";
import type { HostSettings } from "../../src/adoption/github/host-settings.ts";
import { repositoryNeeds } from "../../src/adoption/github/repository-needs.ts";
import { wantedSettings } from "../../src/adoption/github/wanted-settings.ts";
import type { EnvironmentConfig } from "../../src/prompts/config.ts";
import { completeConfig } from "../../src/prompts/yaml-formats.ts";

const ECS = { account: "123456789012", region: "eu-central-1", cluster: "c", service: "s", repository: "r" };
const unseen = { kind: "unseen" } as const;

const hostWith = (...variables: readonly string[]): HostSettings => ({
  ...{ repository: "acme/prompts", repositoryId: 1, ownerId: 2, isOrganization: true },
  ...{ createdAt: "2026-11-20T00:00:00Z", defaultBranch: "main", environments: unseen, rules: [] },
  ...{ protectedChecks: [], actions: unseen, token: unseen, secrets: unseen, labels: [] },
  ...{ codeownersFaults: [], subjectClaims: unseen, variables: { kind: "seen", value: variables } },
});

function baseImageNeeds(target: Pick<EnvironmentConfig, "target" | "ecs">, ...variables: readonly string[]) {
  const config = completeConfig({
    services: [{ name: "shop", tasks: ["*"], environments: [{ name: "live", ...target }] }],
  });
  const wish = { config, keys: [], check: "own" as const, appId: undefined, reviewers: [] };
  return repositoryNeeds(hostWith(...variables), wantedSettings(wish)).filter(({ name }) =>
    name.startsWith("NODE_IMAGE"),
  );
}

describe("the base image of releases", () => {
  it("is asked for where an environment runs on ECS, with the command that finds and sets it", () => {
    expect(baseImageNeeds({ target: "ecs", ecs: ECS })).toMatchObject([
      {
        name: "NODE_IMAGE in release",
        status: "fail",
        fix: `gh variable set NODE_IMAGE --env release --repo acme/prompts --body "node:26-alpine@$(docker buildx imagetools inspect node:26-alpine --format '{{.Manifest.Digest}}')"`,
      },
    ]);
  });

  it("is found where it is set", () => {
    expect(baseImageNeeds({ target: "ecs", ecs: ECS }, "NODE_IMAGE")).toMatchObject([{ status: "ok" }]);
  });

  it("is nobody's concern where no image is made", () => {
    expect(baseImageNeeds({ target: "local" })).toEqual([]);
  });
});
