import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import { documentOf, type EndedCommand } from "../builders/command-process.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";

const ADMIN = {
  administration: "write",
  actions: "read",
  contents: "read",
  metadata: "read",
  issues: "write",
};
const ALL = ["--reviewer", "acme/releases", "--app-id", "12345"];

const ENVIRONMENTS = [
  "evaluation",
  "promotion",
  "rollback",
  "observe",
  "override",
  "drift",
  "shop-local",
].map((name) => `environment ${name}`);

let host: FakeGithub;
let ground: GitGround;

beforeEach(async () => {
  host = await startFakeGithub();
  ground = aGitGround(["colour"], { ".github/workflows/check.yml": "name: check\n" });
});

afterEach(async () => {
  ground.remove();
  await host.close();
});

function setUp(...flags: readonly string[]): Promise<EndedCommand> {
  return setUpWith(host.issueToken(ADMIN), ...flags);
}

function setUpWith(token: string, ...flags: readonly string[]): Promise<EndedCommand> {
  const environment = { GITHUB_API_URL: host.url, GITHUB_REPOSITORY: host.repository, GITHUB_TOKEN: token };
  return ground.runWith({ environment }, "setup-github", ...flags);
}

const needsOf = (ended: EndedCommand): readonly JsonObject[] =>
  documentOf(ended)["needs"] as unknown as readonly JsonObject[];
const missing = (ended: EndedCommand): readonly unknown[] =>
  needsOf(ended)
    .filter(({ status }) => status === "fail")
    .map(({ name }) => name);
const writes = (): readonly string[] =>
  host.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

describe("setup-github", () => {
  it("--check says all that a new repository lacks, each with a command, changes nothing and ends with 2", async () => {
    const ended = await setUp("--check", "--json", ...ALL);
    expect(ended.exit).toBe(2);
    expect(missing(ended)).toEqual([
      "workflow token",
      "label drift",
      "label inconclusive",
      "variable PROMOTION_APP_ID",
      "who pushes",
      ...ENVIRONMENTS,
      "main branch",
    ]);
    expect(needsOf(ended).filter(({ status, fix }) => status !== "ok" && fix === undefined)).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("asks for the workflows before it lets main require a check that nothing runs", async () => {
    ground.write({ ".github/workflows/check.yml": null });
    const needs = needsOf(await setUp("--json", ...ALL));
    const fixOf = (name: string): unknown => needs.find((need) => need["name"] === name)?.["fix"];
    expect(fixOf("check workflow")).toContain("npx gpt-pipeline-hub init --workflows OWNER/REPO@COMMIT");
    expect(fixOf("main branch")).toBe("add the check workflow first");
    expect(writes().join()).not.toContain("rulesets");
  });

  it("does what can be done, and the second time finds it done", async () => {
    const first = await setUp("--json", ...ALL);
    expect(missing(first)).toEqual(["who pushes"]);
    const done = writes().length;
    expect(done).toBeGreaterThan(10);
    expect(missing(await setUp("--json", ...ALL))).toEqual(["who pushes"]);
    expect(writes()).toHaveLength(done);
    expect(host.state.settings.environments.get("override")).toMatchObject({
      branches: ["main"],
      preventsSelfReview: true,
      reviewers: [{ type: "Team", id: 77 }],
    });
    expect(host.state.settings.environments.get("rollback")?.reviewers).toEqual([]);
    expect(host.state.settings.rulesets).toMatchObject([
      { bypass_actors: [{ actor_id: 12345, actor_type: "Integration" }], enforcement: "active" },
    ]);
  });

  it("is content once the app's key is stored in every environment that pushes", async () => {
    await setUp("--quiet", ...ALL);
    const { environments } = host.state.settings;
    environments.get("promotion")?.secrets.push("PROMOTION_APP_KEY");
    const half = await setUp("--check");
    expect(half.exit).toBe(2);
    expect(half.stdout).toMatch(/PROMOTION_APP_KEY is missing in .*rollback.*, whose jobs push as well/);
    for (const one of environments.values()) one.secrets.push("PROMOTION_APP_KEY");
    const { exit, stdout } = await setUp("--check");
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringContaining("PROMOTION_APP_KEY") });
  });

  it("--dry-run shows the same commands and sends none", async () => {
    const { exit, stdout } = await setUp("--dry-run", ...ALL);
    expect(exit).toBe(0);
    expect(stdout).toContain("gh api --method PUT repos/acme/prompts/environments/override --input -");
    expect(writes()).toEqual([]);
  });

  it("leaves to a person what only a person knows", async () => {
    const ended = await setUp("--json");
    expect(missing(ended)).toEqual([
      ...["variable PROMOTION_APP_ID", "who pushes", "environment override", "main branch"],
    ]);
    const fixes = needsOf(ended).map(({ name, fix }) => `${name}: ${fix}`);
    expect(fixes).toContain("environment override: npx gpt-pipeline-hub setup-github --reviewer ORG/TEAM");
  });

  it("keeps the reviewers that an environment has", async () => {
    host.state.settings.environments.set("promotion", {
      ...{ waitTimer: 5, preventsSelfReview: true, reviewers: [{ type: "User", id: 9 }], policy: "all" },
      ...{ branches: [], secrets: [], variables: [] },
    });
    await setUp("--quiet", ...ALL);
    expect(host.state.settings.environments.get("promotion")).toMatchObject({
      ...{ waitTimer: 5, preventsSelfReview: true, reviewers: [{ type: "User", id: 9 }], branches: ["main"] },
    });
  });

  it("with a token that may not look says so, and calls nothing missing that it did not see", async () => {
    const token = host.issueToken({ metadata: "read", contents: "read" });
    const ended = await setUpWith(token, "--check", "--json");
    const unseen = needsOf(ended).filter(({ status }) => status === "skip");
    expect(unseen.map(({ name }) => name)).toEqual([
      ...["actions", "workflow token", "variable PROMOTION_APP_ID", "who pushes"],
      ...ENVIRONMENTS,
    ]);
    expect(missing(ended)).toEqual(["label drift", "label inconclusive", "main branch"]);
  });

  it("sees checks of the older protection with any token, and that they keep the app's pushes out", async () => {
    host.state.refs.set("refs/heads/main", "a".repeat(40));
    host.state.settings.olderProtection = { checks: ["ok"], level: "everyone", asksReviews: false };
    const olderIn = (ended: EndedCommand): JsonObject | undefined =>
      needsOf(ended).find(({ name }) => name === "older branch protection");
    const token = host.issueToken({ metadata: "read", contents: "read" });
    const seen = olderIn(await setUpWith(token, "--check", "--json"));
    expect(seen).toMatchObject({
      status: "warn",
      found: expect.stringMatching(/^requires ok of every push/),
    });
    expect(JSON.stringify(seen)).toContain("--method DELETE repos/acme/prompts/branches/main/protection");
  });

  it("--aws says how every subject begins, before any environment is on AWS", async () => {
    const { exit, stdout } = await setUp("--aws");
    expect({ exit, lines: stdout.split("\n").slice(2, 8) }).toEqual({
      exit: 0,
      lines: [
        ...["Every subject begins with", "  sub  repo:acme/prompts", "  new  repo:acme@42/prompts@4711", ""],
        ...["For the stack of infra/prompt-service.yaml", "  SubjectPrefix=repo:acme/prompts"],
      ],
    });
  });

  it("without a token says how to get one", async () => {
    const { exit, stderr } = await ground.runWith(
      {},
      "setup-github",
      "--check",
      "--repository",
      "acme/prompts",
    );
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringContaining("GITHUB_TOKEN=$(gh auth token)"),
    });
  });
});
