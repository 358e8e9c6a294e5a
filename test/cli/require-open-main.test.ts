import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireOpenMain } from "../../src/cli/deployment/require-open-main.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";

let github: FakeGithub;
let said: string[];

beforeEach(async () => {
  said = [];
  github = await startFakeGithub();
  github.state.refs.set("refs/heads/main", "a".repeat(40));
  protect("pull_request");
});
afterEach(() => github.close());

const APP = { actor_id: 1, actor_type: "Integration", bypass_mode: "always" };

function protect(type: string, actors: readonly object[] = []): void {
  const { rulesets } = github.state.settings;
  rulesets.splice(0);
  rulesets.push({ name: "prompts", bypass_actors: JSON.parse(JSON.stringify(actors)), rules: [{ type }] });
}

function look(own: string, pushing = own, more: { readonly isOn?: boolean } = {}): Promise<void> {
  const { isOn = true } = more;
  const environment = {
    ...{ GITHUB_API_URL: github.url, GITHUB_REPOSITORY: github.repository },
    ...{ GITHUB_TOKEN: own, PIPELINE_GIT_TOKEN: pushing },
  };
  const terminal = { insist: (line: string) => void said.push(line) };
  return requireOpenMain({ environment, flags: { isOn: () => isOn }, isDryRun: false, terminal }, "main");
}

const job = (): string => github.issueToken({ contents: "write" });

describe("whether main takes what a deployment will record", () => {
  it("is refused before it begins where a rule stands against the workflow's own token", async () => {
    await expect(look(job())).rejects.toMatchObject({
      exit: 8,
      message:
        "main is protected (pull_request), and the token that pushes does not pass; nothing was deployed",
    });
  });

  it("is fine for a rule that leaves pushes alone, and where nothing is pushed or nothing is protected", async () => {
    await look(job(), undefined, { isOn: false });
    protect("non_fast_forward");
    await look(job());
    github.state.settings.rulesets.splice(0);
    await look(job());
    expect(said).toEqual([]);
  });

  it("is fine for the app that the rule lets pass", async () => {
    protect("pull_request", [APP]);
    await look(job(), github.issueToken({ contents: "write" }, "promoter[bot]"));
    expect(said).toEqual([]);
  });

  it("is only said of another token, whose way past the rule GitHub may not tell", async () => {
    await look(job(), github.issueToken({ contents: "write" }, "promoter[bot]"));
    expect(said).toEqual([expect.stringContaining("this deployment may not be recorded there")]);
  });

  it("is not known where GitHub refuses to say", async () => {
    github.failNext("GET", /rules/, 403);
    github.failNext("GET", /branches\/main$/, 403);
    await look(job());
    expect(said).toEqual([]);
  });
});

describe("whether the older branch protection takes it", () => {
  const older = (checks: readonly string[]): void => {
    github.state.settings.rulesets.splice(0);
    github.state.settings.olderProtection = { checks, level: "non_admins", asksReviews: true };
  };

  it("is refused before it begins where a check is required of the workflow's own token", async () => {
    older(["ok"]);
    await expect(look(job())).rejects.toMatchObject({
      exit: 8,
      message:
        "main is protected (required checks: ok), and the token that pushes does not pass; nothing was deployed",
    });
  });

  it("is only said of another token, which may be an administrator's", async () => {
    older(["ok"]);
    await look(job(), github.issueToken({ contents: "write" }, "ada"));
    expect(said).toEqual([expect.stringContaining("required checks: ok")]);
  });

  it("is only said where all that is shown is that there is one", async () => {
    older([]);
    await look(job());
    expect(said).toEqual([expect.stringContaining("shows to administrators alone")]);
  });

  it("is not taken for one where a ruleset is what protects main", async () => {
    protect("non_fast_forward");
    await look(job());
    expect(said).toEqual([]);
  });
});
