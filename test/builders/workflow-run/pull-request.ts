import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { FakePull } from "../../fakes/github/github-state.ts";
import type { TreeChanges } from "../a-repository.ts";
import { artifactFolder } from "./artifact-actions.ts";
import type { GithubSite } from "./github-site.ts";
import type { RunOptions } from "./run-workflow.ts";
import type { WorkflowRun } from "./site.ts";

/** The file of a workflow as the repository has it at a commit: one that calls ours, or ours itself. */
export function workflowFile(
  { readFile }: Pick<GithubSite, "readFile">,
  commit: string,
  name: string,
): string {
  const caller = `.github/workflows/prompts-${name}.yml`;
  return readFile(commit, caller) === undefined ? `.github/workflows/${name}.yml` : caller;
}

/** Opens a pull request with these changes, and what lies in the clone uncommitted, on a branch of its own. */
export function openPullRequest(site: GithubSite, branch: string, changes: TreeChanges): FakePull {
  const base = site.tip();
  const sha = site.author(branch, changes, "feat(prompts): a change");
  const pull: FakePull = {
    ...{ number: site.github.state.nextId(), title: "A change", body: "", state: "open", draft: false },
    head: { ref: branch, sha, repository: site.repository },
    base: { ref: "main", sha: base },
    files: site.remoteGit("diff", "--name-only", base, sha).trim().split("\n"),
    login: "ada",
  };
  site.github.state.pulls.push(pull);
  return pull;
}

/** Another commit on a pull request's branch. */
export function pushTo(site: GithubSite, pull: FakePull, changes: TreeChanges): void {
  const sha = site.author(pull.head.ref, changes, "docs: more");
  const files = site.remoteGit("diff", "--name-only", pull.base.sha, sha).trim().split("\n");
  Object.assign(pull, { head: { ...pull.head, sha }, files });
}

/** Runs `check` for a pull request's head, and lets the REST interface know of run and artifacts. */
export async function checkPullRequest(
  site: GithubSite,
  pull: FakePull,
  options?: RunOptions,
): Promise<WorkflowRun> {
  const { number, draft, head, base } = pull;
  const isFork = head.repository !== site.repository;
  const repo = { full_name: head.repository };
  const payload = { pull_request: { number, draft, head: { sha: head.sha, repo }, base: { sha: base.sha } } };
  const run = await site.start(
    {
      ...{ workflow: workflowFile(site, head.sha, "check"), event: "pull_request", commit: head.sha },
      ...{ ref: `refs/heads/${head.ref}`, headRef: head.ref, baseRef: base.ref, payload, isFork },
    },
    options,
  );
  const { sha: commit, ref: branch, repository } = head;
  recordRun(site, run, { event: "pull_request", commit, branch, repository });
  return run;
}

/** Runs `check` for the commit that the merge queue makes of a pull request: here its head, on a branch of the queue's. */
export function checkInQueue(site: GithubSite, { number, head, base }: FakePull): Promise<WorkflowRun> {
  const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${base.sha}`;
  site.remoteGit("update-ref", ref, head.sha);
  return site.start({
    ...{ workflow: workflowFile(site, head.sha, "check"), event: "merge_group", commit: head.sha, ref },
    payload: { merge_group: { head_sha: head.sha, head_ref: ref, base_sha: base.sha } },
  });
}

/** Somebody approves its head; runs what such a review starts. */
export function reviewPull(
  site: GithubSite,
  { number, draft, head, base }: FakePull,
  { login, body }: { readonly login: string; readonly body: string },
): Promise<WorkflowRun> {
  site.github.state.reviews.push({ pull: number, login, state: "APPROVED", body, commit: head.sha });
  const pull = { number, draft, head: { sha: head.sha, repo: { full_name: head.repository } } };
  return site.start({
    ...{ workflow: workflowFile(site, head.sha, "accept"), event: "pull_request_review", commit: head.sha },
    ...{ ref: `refs/heads/${head.ref}`, headRef: head.ref, baseRef: base.ref, actor: login },
    payload: { action: "submitted", review: { state: "approved", body }, pull_request: pull },
  });
}

/** Runs the failed jobs of a pull request's check again, where somebody asked GitHub for it and nobody else did. */
export async function startedAgain(
  site: GithubSite,
  pull: FakePull,
  before: WorkflowRun,
): Promise<WorkflowRun> {
  const asked = site.github.state.startedAgain.splice(0);
  if (asked.length !== 1 || asked[0] !== before.runId)
    throw new Error(`asked for the failed jobs of ${asked.join(", ") || "no run"}, not of ${before.runId}`);
  return checkPullRequest(site, pull, { keep: before });
}

export function recordRun(
  { github, folder }: GithubSite,
  run: WorkflowRun,
  about: {
    readonly event: string;
    readonly commit: string;
    readonly branch?: string;
    readonly repository: string;
  },
): void {
  const { state } = github;
  const known = state.runs.findIndex(({ id }) => id === run.runId);
  if (known >= 0) state.runs.splice(known, 1);
  state.runs.push({
    ...{ id: run.runId, path: run.workflow, event: about.event, head_sha: about.commit },
    head_branch: about.branch ?? "",
    ...{ head_repository: about.repository, status: "completed", conclusion: run.result },
    ...{ run_attempt: run.attempt, pull_requests: [] },
  });
  const ofOthers = state.artifacts.filter((artifact) => artifact.run !== run.runId);
  state.artifacts.splice(0, state.artifacts.length, ...ofOthers);
  const place = artifactFolder(folder, String(run.runId));
  for (const name of existsSync(place) ? readdirSync(place) : []) {
    const zip = zipSync(filesBelow(join(place, name)));
    state.artifacts.push({ id: state.nextId(), run: run.runId, name, zip, expired: false });
  }
}

export function filesBelow(folder: string): Readonly<Record<string, Uint8Array>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
    }),
  );
}

/** Merges it by squashing, under the message that GitHub proposes, so that main gets a commit of its own; returns the push's event. */
export function squash(
  site: GithubSite,
  pull: FakePull,
): { readonly before: string; readonly commit: string } {
  const before = site.tip();
  site.git("fetch", "--quiet", "origin");
  site.git("checkout", "--quiet", "-B", "main", "origin/main");
  site.git("merge", "--quiet", "--squash", `origin/${pull.head.ref}`);
  site.git("commit", "--quiet", "-m", proposedMessage(site, pull));
  site.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
  const commit = site.tip();
  Object.assign(pull, { state: "closed", merged: commit });
  return { before, commit };
}

/** Of the one commit, its own text; of several, the title with all of their texts as a list. */
function proposedMessage(site: GithubSite, { title, number, head, base }: FakePull): string {
  const range = `${base.sha}..${head.sha}`;
  const log = (format: string): readonly string[] =>
    site.remoteGit("log", "--reverse", `--format=${format}%x00`, range).split("\0\n").filter(Boolean);
  const texts = log("%B").map((text) => text.trim());
  const [subject = title, ...others] = log("%s");
  if (others.length > 0) return [`${title} (#${number})`, ...texts.map((text) => `* ${text}`)].join("\n\n");
  return [`${subject} (#${number})`, ...log("%b").map((text) => text.trim())].join("\n\n");
}

/** What a merge starts. */
export function promoteAfter(
  site: GithubSite,
  { before, commit }: { readonly before: string; readonly commit: string },
  options?: RunOptions,
): Promise<WorkflowRun> {
  const message = site.remoteGit("log", "-1", "--format=%B", commit);
  return site.start(
    {
      ...{ workflow: workflowFile(site, commit, "promote"), event: "push", commit },
      payload: { before, after: commit, head_commit: { message } },
    },
    options,
  );
}
