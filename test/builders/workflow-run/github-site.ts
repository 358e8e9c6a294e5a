import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeGithub, startFakeGithub } from "../../fakes/fake-github.ts";
import { type GitHost, startGitHost } from "../../fakes/git-host.ts";
import type { TreeChanges } from "../a-repository.ts";
import { appToken } from "./app-token-action.ts";
import { downloadArtifact, uploadArtifact } from "./artifact-actions.ts";
import { AuthorClone, fileIn } from "./author-clone.ts";
import { checkoutAction } from "./checkout-action.ts";
import { awsCredentials, buildImage, ecrLogin } from "./image-actions.ts";
import { machineIn, nothingToDo } from "./local-site.ts";
import { APP_USER, protectMain } from "./protect-main.ts";
import { type RunOptions, runWorkflow } from "./run-workflow.ts";
import { runnerTools } from "./runner-tools.ts";
import type { Cloud, LocalAction, Site, SiteEnvironment, Texts, Trigger, WorkflowRun } from "./site.ts";

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
  /** Main takes pushes from the app alone, as where a ruleset names it. */
  readonly isProtected?: boolean;
  readonly cloud?: Cloud;
  /** Environments whose jobs share one machine; by default those that deploy and roll back, as the `local` target needs it. */
  readonly stays?: (environment: string) => boolean;
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
  "actions/create-github-app-token": appToken,
};

/**
 * GitHub on this machine: REST interface, git over HTTP with tokens that count, and runners. What a test puts below `repositories/` of
 * its folder is another repository that everybody may read, and no job's token write. Close it when the test is done.
 */
export async function aGithubSite({
  files,
  tell,
  isProtected,
  ...settings
}: GithubSiteParts): Promise<GithubSite> {
  const folder = mkdtempSync(join(tmpdir(), "github-site-"));
  const clone = new AuthorClone(folder, REPOSITORY);
  const github = await startFakeGithub(REPOSITORY);
  const follow = (): void => {
    for (const [name, commit] of clone.references()) github.state.refs.set(name, commit);
  };
  github.state.compare = (base, commit) =>
    clone.remoteGit("diff", "--name-only", `${base}...${commit}`).split("\n").filter(Boolean);
  const ofApp = new Set<string>();
  if (isProtected === true) protectMain(clone.bare, github.state);
  const host = await startGitHost({
    folder: join(folder, "repositories"),
    access: (token, name) => {
      const may = accessOf(github, token);
      return may === "write" && name !== REPOSITORY ? "read" : may;
    },
    userOf: (token) => (ofApp.has(token) ? APP_USER : "pusher"),
    onPush: follow,
  });
  const told: string[] = [];
  const site: Site = {
    stays: (environment) => environment === "rollback" || /^shop-/.test(environment),
    ...settings,
    ...{ repository: REPOSITORY, serverUrl: host.url, apiUrl: github.url, actions: ACTIONS, folder },
    readFile: (commit, path) => clone.read(commit, path),
    readForeignFile: (name, ref, path) => fileIn(join(folder, "repositories", name), ref, path),
    token: (permissions) => github.issueToken(permissions as Parameters<FakeGithub["issueToken"]>[0]),
    appToken: (permissions) => {
      const token = github.issueToken(
        permissions as Parameters<FakeGithub["issueToken"]>[0],
        "promoter[bot]",
      );
      ofApp.add(token);
      return token;
    },
    machine: { ...machineIn(folder, runnerTools(folder)), PIPELINE_STOP_WITH: String(process.pid) },
    tell: (line) => {
      told.push(line);
      tell?.(line);
    },
  };
  const author: GithubSite["author"] = (...change) => {
    const commit = clone.author(...change);
    follow();
    return commit;
  };
  author("main", files, "feat: the first prompts");
  return { ...site, ...{ github, host, told, author }, ...partsOf(site, clone, github, host) };
}

function partsOf(
  site: Site,
  clone: AuthorClone,
  github: FakeGithub,
  host: GitHost,
): Pick<GithubSite, "git" | "remoteGit" | "tip" | "start" | "ownMachine" | "close"> {
  const tip = (branch = "main"): string => clone.remoteGit("rev-parse", `refs/heads/${branch}`).trim();
  return {
    git: (...args) => clone.git(...args),
    remoteGit: (...args) => clone.remoteGit(...args),
    tip,
    start: (trigger, options) => {
      const { ref = "refs/heads/main" } = trigger;
      const commit = trigger.commit ?? clone.remoteGit("rev-parse", ref).trim();
      return runWorkflow(site, { ref, commit, ...trigger }, options);
    },
    ownMachine: join(site.folder, "own-machine", "workspace"),
    close: async () => {
      await Promise.all([github.close(), host.close()]);
      rmSync(site.folder, { recursive: true, force: true });
    },
  };
}

function accessOf(github: FakeGithub, token: string): "read" | "write" | undefined {
  const level = github.permissionsOf(token)?.["contents"];
  return level === "write" || level === "read" ? level : undefined;
}
