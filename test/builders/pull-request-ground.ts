import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { templatePath } from "../../src/prompts/layout.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";
import type { FakePull } from "../fakes/github/github-state.ts";
import type { TreeChanges } from "./a-repository.ts";
import type { EndedCommand } from "./command-process.ts";
import { aGitGround, type GitGround } from "./git-ground.ts";
import { labelTemplate, worseTemplate } from "./label-task.ts";

/** What a job may do in the workflow `check`. */
const RIGHTS = { contents: "read", checks: "write", "pull-requests": "write", actions: "read" } as const;

export interface PullWish {
  readonly isDraft?: boolean;
  /** `owner/name` of another repository. */
  readonly fork?: string;
}

/** A repository with a task in production, the fake of GitHub beside it, and one open pull request on a branch of its own. */
export class PullRequestGround {
  readonly ground: GitGround;
  readonly github: FakeGithub;
  readonly pull: FakePull;
  /** The head that the runner was started for. */
  evaluated = "";

  constructor(ground: GitGround, github: FakeGithub, pull: FakePull) {
    this.ground = ground;
    this.github = github;
    this.pull = pull;
  }

  /** Where evidence goes. */
  get check(): string {
    return join(this.ground.base, "check");
  }

  /** Another commit on the branch, as a push would bring it. */
  push(changes: TreeChanges): void {
    this.ground.write(changes);
    this.ground.git("add", "--all");
    this.ground.git("commit", "--quiet", "--allow-empty", "-m", "feat(prompts): a change");
    this.evaluated = this.ground.git("rev-parse", "HEAD").trim();
    this.pull.head.sha = this.evaluated;
  }

  /** One of the check's steps, as the runner starts it. */
  step(
    name: string,
    flags: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<EndedCommand> {
    return this.ground.runWith({ environment: { ...this.variables(), ...more } }, name, ...flags);
  }

  publish(more: Readonly<Record<string, string>> = {}): Promise<EndedCommand> {
    return this.step("publish-check", ["--evidence", this.check, "--changed-since", "origin/main"], more);
  }

  evaluate(): Promise<EndedCommand> {
    const flags = [
      "--changed-since",
      "origin/main",
      "--report",
      "evidence,markdown,html",
      "--out",
      this.check,
      "--no-log",
    ];
    return this.step("eval-runner", flags);
  }

  async close(): Promise<void> {
    await this.github.close();
    this.ground.remove();
  }

  private variables(): Readonly<Record<string, string>> {
    const folder = join(this.ground.base, "runner");
    mkdirSync(folder, { recursive: true });
    const event = join(folder, "event.json");
    const { number, draft, head } = this.pull;
    const body = { number, draft, head: { sha: this.evaluated, repo: { full_name: head.repository } } };
    writeFileSync(event, JSON.stringify({ pull_request: body }));
    for (const name of ["output", "summary"]) writeFileSync(join(folder, name), "");
    const isFork = head.repository !== this.github.repository;
    return {
      ...{ GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: this.github.repository, GITHUB_EVENT_PATH: event },
      ...{ GITHUB_SHA: this.evaluated, GITHUB_RUN_ID: "71", GITHUB_RUN_ATTEMPT: "1" },
      ...{ GITHUB_API_URL: this.github.url, GITHUB_SERVER_URL: "https://github.invalid" },
      GITHUB_TOKEN: this.github.issueToken(isFork ? { contents: "read", "pull-requests": "read" } : RIGHTS),
      ...{ GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") },
    };
  }
}

export const RUNNER_FILES = { output: "runner/output", summary: "runner/summary" } as const;

/** The pull request changes `colour` so that it is worse, or only words it anew. */
export async function aPullRequestGround(
  change: "worse" | "reworded",
  { isDraft = false, fork }: PullWish = {},
  more: TreeChanges = {},
): Promise<PullRequestGround> {
  const ground = aGitGround(["colour"], more);
  await ground.must("eval-runner", "--all");
  await ground.must("promote", "--all-ready", "--push");
  const github = await startFakeGithub();
  const pull: FakePull = {
    ...{ number: 7, title: "A change", body: "", state: "open" as const, draft: isDraft },
    head: { ref: "change", sha: "", repository: fork ?? github.repository },
    base: { ref: "main", sha: ground.git("rev-parse", "HEAD").trim() },
    ...{ files: [templatePath({ id: "colour" })], login: "ada" },
  };
  github.state.pulls.push(pull);
  ground.git("checkout", "--quiet", "-b", "change");
  const opened = new PullRequestGround(ground, github, pull);
  const text =
    change === "worse" ? worseTemplate("colour") : labelTemplate("colour", "Say which colour it is.");
  opened.push({ [templatePath({ id: "colour" })]: text });
  return opened;
}
