import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FakeGithub, startFakeGithub } from "../../fakes/fake-github.ts";
import { type GitHost, startGitHost } from "../../fakes/git-host.ts";
import type { TreeChanges } from "../a-repository.ts";
import { LAUNCHER } from "../command-process.ts";
import { downloadArtifact, uploadArtifact } from "./artifact-actions.ts";
import { checkoutAction } from "./checkout-action.ts";
import { awsCredentials, buildImage, ecrLogin } from "./image-actions.ts";
import type { LocalAction } from "./local-action.ts";
import { machineIn, nothingToDo } from "./local-site.ts";
import { type RunOptions, runWorkflow } from "./run-workflow.ts";
import type { Site, SiteEnvironment, Texts, Trigger, WorkflowRun } from "./site.ts";

export interface GithubSite extends Site {
  /** The REST interface and what it holds. */
  readonly github: FakeGithub;
  readonly host: GitHost;
  /** All that the runs have told, in order. */
  readonly told: readonly string[];
  /** Git in an author's own clone. */
  git(...args: readonly string[]): string;
  /** Git in the bare repository itself. */
  remoteGit(...args: readonly string[]): string;
  /** Files into the author's clone, committed and pushed to a branch; returns the commit. */
  author(branch: string, changes: TreeChanges, message: string): string;
  /** The newest commit of a branch. */
  tip(branch?: string): string;
  /** Starts a workflow at the tip of main, unless the trigger says otherwise. */
  start(
    trigger: Partial<Trigger> & Pick<Trigger, "workflow" | "event">,
    options?: RunOptions,
  ): Promise<WorkflowRun>;
  /** The folder in which deployments and rollbacks work. */
  readonly ownMachine: string;
  close(): Promise<void>;
}

export interface GithubSiteParts {
  /** What main holds first. */
  readonly files: TreeChanges;
  readonly secrets?: Texts;
  readonly variables?: Texts;
  readonly environments?: Readonly<Record<string, SiteEnvironment>>;
  readonly tell?: (line: string) => void;
}

const REPOSITORY = "acme/prompts";

const ACTIONS: Readonly<Record<string, LocalAction>> = {
  "actions/checkout": checkoutAction,
  "actions/setup-node": nothingToDo,
  "actions/upload-artifact": uploadArtifact,
  "actions/download-artifact": downloadArtifact,
  "aws-actions/configure-aws-credentials": awsCredentials,
  "aws-actions/amazon-ecr-login": ecrLogin,
  "docker/setup-buildx-action": nothingToDo,
  "docker/build-push-action": buildImage,
  "actions/attest": nothingToDo,
};

/** GitHub on this machine: REST interface, git over HTTP with tokens that count, and runners. Close it when the test is done. */
export async function aGithubSite({ files, tell, ...settings }: GithubSiteParts): Promise<GithubSite> {
  const folder = mkdtempSync(join(tmpdir(), "github-site-"));
  const bare = join(folder, "repositories", REPOSITORY);
  const clone = join(folder, "author");
  mkdirSync(bare, { recursive: true });
  runGit(bare, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  runGit(folder, ["clone", "--quiet", bare, clone]);
  const github = await startFakeGithub(REPOSITORY);
  const remoteGit = (...args: readonly string[]): string => runGit(bare, args);
  const host = await startGitHost({
    folder: join(folder, "repositories"),
    access: (token) => accessOf(github, token),
    onPush: () => followBranches(github, remoteGit),
  });
  const told: string[] = [];
  const git = (...args: readonly string[]): string => runGit(clone, args);
  const author: GithubSite["author"] = (branch, changes, message) => {
    git("fetch", "--quiet", "origin");
    const isNew = remoteGit("branch", "--list", branch).trim() === "";
    const base = isNew
      ? remoteGit("branch", "--list", "main").trim() === ""
        ? []
        : ["origin/main"]
      : [`origin/${branch}`];
    git("checkout", "--quiet", "-B", branch, ...base);
    writeFiles(clone, changes);
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
    git("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
    followBranches(github, remoteGit);
    return git("rev-parse", "HEAD").trim();
  };
  const tip = (branch = "main"): string => remoteGit("rev-parse", `refs/heads/${branch}`).trim();
  const site: Site = {
    ...settings,
    repository: REPOSITORY,
    serverUrl: host.url,
    apiUrl: github.url,
    readFile: (commit, path) => fileOf(bare, commit, path),
    token: (permissions) => github.issueToken(permissions as Parameters<FakeGithub["issueToken"]>[0]),
    actions: ACTIONS,
    stays: (environment) => environment === "rollback" || /^shop-/.test(environment),
    folder,
    machine: { ...machineIn(folder, tools(folder)), PIPELINE_STOP_WITH: String(process.pid) },
    tell: (line) => {
      told.push(line);
      tell?.(line);
    },
  };
  author("main", files, "feat: the first prompts");
  return {
    ...site,
    ...{ github, host, told, git, remoteGit, author, tip },
    start: (trigger, options) => {
      const { ref = "refs/heads/main" } = trigger;
      const commit = trigger.commit ?? remoteGit("rev-parse", ref).trim();
      return runWorkflow(site, { ref, commit, ...trigger }, options);
    },
    ownMachine: join(folder, "own-machine", "workspace"),
    close: async () => {
      await Promise.all([github.close(), host.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accessOf(github: FakeGithub, token: string): "read" | "write" | undefined {
  const level = github.permissionsOf(token)?.["contents"];
  return level === "write" || level === "read" ? level : undefined;
}

/** The REST interface knows the branches that git has. */
function followBranches({ state }: FakeGithub, git: (...args: readonly string[]) => string): void {
  const listed = git("for-each-ref", "--format=%(refname) %(objectname)").trim().split("\n");
  for (const [name = "", commit = ""] of listed.map((line) => line.split(" "))) state.refs.set(name, commit);
}

function fileOf(bare: string, commit: string, path: string): string | undefined {
  try {
    return runGit(bare, ["show", `${commit}:${path}`]);
  } catch {
    return undefined;
  }
}

function writeFiles(root: string, changes: TreeChanges): void {
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) rmSync(join(root, path));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
}

/** A machine on which the package is installed already: `npm ci` has nothing to do, `npm run NAME` starts the project's own command. */
function tools(folder: string): string {
  const place = join(folder, "tools");
  mkdirSync(place, { recursive: true });
  const lines = [
    "#!/bin/bash",
    'case "$1" in',
    "  ci) exit 0 ;;",
    `  run) shift; [ "$1" = --silent ] && shift; name=$1; shift; [ "\${1:-}" = -- ] && shift; exec ${process.execPath} ${LAUNCHER} "$name" "$@" ;;`,
    '  *) echo "this npm knows no $1" >&2; exit 1 ;;',
    "esac",
    "",
  ];
  writeFileSync(join(place, "npm"), lines.join("\n"));
  chmodSync(join(place, "npm"), 0o755);
  return place;
}

function runGit(folder: string, args: readonly string[]): string {
  const who = ["-c", "user.name=Ada Author", "-c", "user.email=ada@example.org"];
  return execFileSync("git", ["-c", "gc.auto=0", "-c", "core.hooksPath=/dev/null", ...who, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
