import { describe, expect, it } from "vitest";
import type { HostSettings } from "../../src/adoption/github/host-settings.ts";
import { awsSubjects, subjectForm, subjectsOf, trustPolicy } from "../../src/adoption/github/oidc-subject.ts";
import { wantedSettings } from "../../src/adoption/github/wanted-settings.ts";
import { awsAnswer } from "../../src/cli/on-github/aws-subjects.ts";
import { completeConfig } from "../../src/prompts/yaml-formats.ts";

const REPOSITORY = { repository: "acme/prompts", ownerId: 42, repositoryId: 4711 };
const HOST: HostSettings = {
  ...REPOSITORY,
  isOrganization: true,
  createdAt: "2024-01-01T00:00:00Z",
  defaultBranch: "main",
  ...{ environments: { kind: "unseen" }, rules: [], protectedChecks: [], labels: [], codeownersFaults: [] },
  ...{ actions: { kind: "unseen" }, token: { kind: "unseen" } },
  ...{ variables: { kind: "unseen" }, secrets: { kind: "unseen" } },
  subjectClaims: { kind: "seen", value: undefined },
};
const ECS = { account: "123456789012", region: "eu-central-1", cluster: "c", service: "s", repository: "r" };
const WANTED = wantedSettings({
  config: completeConfig({
    services: [{ name: "shop", tasks: ["*"], environments: [{ name: "staging", target: "ecs", ecs: ECS }] }],
  }),
  ...{ keys: [], check: "own" as const, appId: undefined, reviewers: [] },
});

describe("who a workflow's job says that it is", () => {
  it("is owner and name in repositories from before the change", () => {
    expect(subjectsOf(REPOSITORY, "shop-staging").old).toBe("repo:acme/prompts:environment:shop-staging");
  });

  it("has the ids of both in newer ones", () => {
    expect(subjectsOf(REPOSITORY, "shop-staging").new).toBe(
      "repo:acme@42/prompts@4711:environment:shop-staging",
    );
  });

  it.each([
    ["2026-07-14T23:59:59Z", "old"],
    ["2026-07-15T00:00:00Z", "new"],
  ])("of a repository from %s has the %s form", (createdAt, form) => {
    expect(subjectForm({ ...HOST, createdAt })).toBe(form);
  });

  it("is neither where the repository has a template of its own", () => {
    expect(subjectForm({ ...HOST, subjectClaims: { kind: "seen", value: ["repo", "context"] } })).toBe("own");
  });

  it("is told for every environment that assumes a role, and for no other", () => {
    expect(
      awsSubjects(HOST, WANTED).map(({ environment, roleVariable }) => [environment, roleVariable]),
    ).toEqual([
      ["release", "AWS_RELEASE_ROLE"],
      ["rollback", "AWS_ROLLBACK_ROLE"],
      ["observe", "AWS_OBSERVE_ROLE"],
      ["shop-staging", "AWS_DEPLOY_ROLE"],
    ]);
  });

  it("is told for each account in which a role is, where one environment serves several", () => {
    const inTwo = completeConfig({
      services: [
        {
          ...{ name: "shop", tasks: ["*"] },
          environments: [
            { name: "staging", target: "ecs", ecs: ECS },
            { name: "production", target: "ecs", ecs: { ...ECS, account: "210987654321" } },
          ],
        },
      ],
    });
    const wanted = wantedSettings({
      ...{ config: inTwo, keys: [], check: "own" as const, appId: undefined, reviewers: [] },
    });
    const { json } = awsAnswer(inTwo, HOST, wanted);
    const { roles } = json as unknown as { roles: { environment: string; account: string; trust: object }[] };
    expect(roles.map(({ environment, account }) => `${environment} ${account}`)).toEqual([
      ...["release 123456789012", "rollback 123456789012", "rollback 210987654321"],
      ...["observe 123456789012", "observe 210987654321"],
      ...["shop-staging 123456789012", "shop-production 210987654321"],
    ]);
    for (const { account, trust } of roles) expect(JSON.stringify(trust)).toContain(`::${account}:oidc`);
  });

  it("is trusted as one exact text", () => {
    const text = JSON.stringify(trustPolicy("123456789012", subjectsOf(REPOSITORY, "release").old));
    expect(text).toContain('"StringEquals"');
    expect(text).not.toContain("*");
    expect(text).toContain('"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"');
  });
});
