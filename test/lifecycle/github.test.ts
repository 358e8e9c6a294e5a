import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGithub } from "../../src/lifecycle/adapters/github/github.ts";
import type { CodeHost } from "../../src/lifecycle/code-host.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";

let github: FakeGithub;

beforeEach(async () => {
  github = await startFakeGithub();
});

afterEach(() => github.close());

const hostWith = (permissions: Readonly<Record<string, string>>, login?: string): CodeHost =>
  createGithub({
    repository: github.repository,
    token: github.issueToken(permissions, login),
    apiUrl: github.url,
  });

const COMMIT = "a".repeat(40);

describe("GitHub as the code host", () => {
  it("finds a comment behind the first hundred", async () => {
    const host = hostWith({ issues: "write" });
    for (let at = 0; at < 130; at += 1)
      github.state.comments.push({ id: 1000 + at, issue: 7, body: `${at}`, login: "ada", edits: 0 });
    await host.addComment(7, "ours");
    const all = await host.comments(7);
    expect(all).toHaveLength(131);
    expect(all.at(-1)).toMatchObject({ body: "ours", isByBot: true });
    expect(all[0]).toMatchObject({ isByBot: false });
  });

  it("sends 120 annotations in three requests of one check run", async () => {
    const annotations = Array.from({ length: 120 }, (_, at) => ({
      path: "prompts/a.yaml",
      line: at + 1,
      level: "failure" as const,
      title: "t",
      message: "m",
    }));
    await hostWith({ checks: "write" }).addCheckRun({
      name: "prompts",
      commit: COMMIT,
      conclusion: "failure",
      title: "Blocked: worse",
      summary: "s",
      annotations,
    });
    expect(github.state.checkRuns).toHaveLength(1);
    expect(github.state.checkRuns[0]?.annotations.map(({ start_line }) => start_line)).toEqual(
      annotations.map(({ line }) => line),
    );
    expect(github.requests.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH"]);
  });

  it("names what a commit changes, and does not where the list may be cut off", async () => {
    const host = hostWith({ contents: "read" });
    github.state.compare = () => ["README.md", "prompts/a.yaml"];
    expect(await host.changesSince(COMMIT, "b".repeat(40))).toEqual(["README.md", "prompts/a.yaml"]);
    github.state.compare = () => Array.from({ length: 400 }, (_, at) => `prompts/${at}.yaml`);
    expect(await host.changesSince(COMMIT, "b".repeat(40))).toBeUndefined();
  });

  it("lists the runs that pull requests from a branch started, and no others", async () => {
    const run = { path: ".github/workflows/check.yml", head_sha: COMMIT, head_branch: "change" };
    const ended = { head_repository: "acme/prompts", status: "completed", conclusion: "failure" };
    const common = { ...run, ...ended, event: "pull_request", run_attempt: 1, pull_requests: [] };
    github.state.runs.push({ ...common, id: 1 }, { ...common, id: 2, event: "push" });
    github.state.runs.push({ ...common, id: 3, head_branch: "other" }, { ...common, id: 4 });
    const runs = await hostWith({ actions: "read" }).pullRuns("change", "check.yml");
    expect(runs.map(({ id, isFailure }) => [id, isFailure])).toEqual([
      [4, true],
      [1, true],
    ]);
  });

  it("knows the bases of closed pull requests from a branch too, and whether one was turned", async () => {
    const part = { title: "t", body: "", draft: false, files: [], login: "ada" } as const;
    const from = (ref: string) => ({ ref, sha: COMMIT, repository: github.repository });
    const to = (ref: string) => ({ ref, sha: COMMIT });
    const host = hostWith({ "pull-requests": "read" });
    const { pulls } = github.state;
    pulls.push({ ...part, number: 71, state: "closed", head: from("change"), base: to("other") });
    pulls.push({ ...part, number: 72, state: "open", head: from("change"), base: to("main") });
    expect(await host.basesOf("change")).toEqual(["other", "main"]);
    pulls.push({ ...part, number: 73, state: "open", head: from("turned"), base: to("main"), turned: true });
    expect(await host.basesOf("turned")).toBeUndefined();
  });

  it("says what a token may not do, and what to change", async () => {
    const refused = hostWith({ issues: "read" }).addComment(7, "x");
    await expect(refused).rejects.toMatchObject({
      name: "HostRefused",
      status: 403,
      message: expect.stringMatching(/^writing a comment failed: 403, Resource not accessible/),
      fix: expect.stringMatching(/permission/),
    });
    expect(github.state.comments).toEqual([]);
  });

  it("names a service that is not there", async () => {
    const { repository, url: apiUrl } = github;
    await github.close();
    const host = createGithub({ repository, token: "t", apiUrl, wait: async () => {} });
    await expect(host.comments(7)).rejects.toMatchObject({ name: "HostRefused", exit: 8 });
    github = await startFakeGithub();
  });

  it("downloads an artifact as it was kept", async () => {
    const zip = new Uint8Array([80, 75, 5, 6, ...new Array<number>(18).fill(0)]);
    github.state.artifacts.push({ id: 5, run: 3, name: "evidence", zip, expired: false });
    const host = hostWith({ actions: "read" });
    expect(await host.artifactsOf(3)).toEqual([{ id: 5, name: "evidence", bytes: 22, isExpired: false }]);
    expect(await host.downloadArtifact(5)).toEqual(zip);
  });

  it("opens a pull request once a branch", async () => {
    const host = hostWith({ "pull-requests": "write" });
    const pull = { title: "t", body: "b", branch: "override/a-1.0.1", base: "main" };
    const opened = await host.openPull(pull);
    expect(await host.pullsFrom("override/a-1.0.1")).toEqual([opened]);
    await expect(host.openPull(pull)).rejects.toMatchObject({ status: 422 });
  });

  it("records a deployment and how it ended", async () => {
    const host = hostWith({ deployments: "write" });
    const id = await host.openDeployment({
      commit: COMMIT,
      environment: "staging",
      description: "release 4",
    });
    await host.setDeploymentStatus(id, { state: "success", description: "verified", url: "https://a.test/" });
    expect(github.state.deployments).toMatchObject([
      { environment: "staging", statuses: [{ state: "success", environment_url: "https://a.test/" }] },
    ]);
  });

  it("knows an owner's team only where the token may look into the organization", async () => {
    github.state.teams.set("acme/writers", ["grace"]);
    const host = hostWith({ members: "read" });
    expect(await host.isInTeam("acme", "writers", "grace")).toBe(true);
    expect(await host.isInTeam("acme", "writers", "mallory")).toBe(false);
    expect(await hostWith({ contents: "read" }).isInTeam("acme", "writers", "grace")).toBe(false);
  });

  it("lists open issues of a label, and closes one", async () => {
    const host = hostWith({ issues: "write" });
    const issue = await host.openIssue({ title: "t", body: "b", labels: ["drift"] });
    expect(await host.issuesWith("drift")).toEqual([issue]);
    await host.closeIssue(issue.number);
    expect(await host.issuesWith("drift")).toEqual([]);
  });
});
