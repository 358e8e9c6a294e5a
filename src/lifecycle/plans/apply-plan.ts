import type { GitPlan, WritePlan } from "../../prompts/file-change.ts";
import { type Git, GitConflict, type PublishingGit, RemoteRefused } from "../git.ts";
import type { WriteStore } from "../write-store.ts";

export interface Applied {
  /** The commit, where the plan asked for one. */
  readonly commit?: string;
}

/**
 * Files, then commit, tags and push. What the remote did not accept is taken back whole: throws `RemoteMoved`,
 * `GitConflict` or `RemoteRefused` with everything as before. After any other error the plan stays in the journal, and the
 * next command completes it.
 */
export async function applyPlan(plan: WritePlan, store: WriteStore, git: PublishingGit): Promise<Applied> {
  store.write(plan);
  const commit = plan.git === undefined ? undefined : await commitPlan(plan, plan.git, git);
  return publishAndClose(plan, commit, store, git);
}

/**
 * Goes on with a plan from the journal. One that is committed already is only published: later commands may have changed
 * its files since.
 */
export async function resumePlan(plan: WritePlan, store: WriteStore, git: Git): Promise<Applied> {
  const commit = plan.git === undefined ? undefined : await git.commitOf(plan.operation);
  return commit === undefined ? applyPlan(plan, store, git) : publishAndClose(plan, commit, store, git);
}

const commitPlan = (plan: WritePlan, wanted: GitPlan, git: PublishingGit): Promise<string> =>
  git.commit(pathsOf(plan, wanted), `${wanted.message}\n\nOperation: ${plan.operation}`);

async function publishAndClose(
  plan: WritePlan,
  commit: string | undefined,
  store: WriteStore,
  git: PublishingGit,
): Promise<Applied> {
  if (plan.git !== undefined && commit !== undefined)
    await publishOrTakeBack(plan, plan.git, commit, { store, git });
  store.close(plan);
  return commit === undefined ? {} : { commit };
}

async function publishOrTakeBack(
  plan: WritePlan,
  wanted: GitPlan,
  commit: string,
  { store, git }: { readonly store: WriteStore; readonly git: PublishingGit },
): Promise<void> {
  try {
    await publish(wanted, commit, git);
  } catch (error) {
    if (!(error instanceof GitConflict || error instanceof RemoteRefused)) throw error;
    const tags = wanted.tags.map(({ name }) => name);
    const isTakenBack = store.isWritten(plan) && (await git.takeBack(commit, pathsOf(plan, wanted), tags));
    if (!isTakenBack) throw error;
    store.undo(plan);
    store.close(plan);
    throw error;
  }
}

const pathsOf = (plan: WritePlan, { alsoCommit = [] }: GitPlan): readonly string[] => [
  ...new Set([...plan.changes.map(({ path }) => path), ...alsoCommit]),
];

async function publish(wanted: GitPlan, commit: string, git: PublishingGit): Promise<void> {
  for (const tag of wanted.tags) await git.tag(tag.name, tag.message, commit);
  if (wanted.push === undefined) return;
  await git.push(
    wanted.push,
    wanted.tags.map(({ name }) => name),
  );
}
