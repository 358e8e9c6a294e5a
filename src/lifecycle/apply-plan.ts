import type { GitPlan, WritePlan } from "../prompts/file-change.ts";
import { type Git, GitConflict, RemoteRefused } from "./git.ts";
import type { WriteStore } from "./write-store.ts";

export interface Applied {
  /** The commit, where the plan asked for one. */
  readonly commit?: string;
}

/**
 * Files, then commit, tags and push. Every step looks before it acts, so that applying a plan again changes nothing. What
 * the remote did not accept is taken back whole: throws `RemoteMoved`, `GitConflict` or `RemoteRefused` with everything as
 * before. After any other error the plan stays in the journal, and the next command completes it.
 */
export async function applyPlan(plan: WritePlan, store: WriteStore, git: Git): Promise<Applied> {
  store.write(plan);
  const commit = plan.git === undefined ? undefined : await applyGit(plan, plan.git, store, git);
  store.close(plan);
  return commit === undefined ? {} : { commit };
}

async function applyGit(plan: WritePlan, wanted: GitPlan, store: WriteStore, git: Git): Promise<string> {
  const message = `${wanted.message}\n\nOperation: ${plan.operation}`;
  const commit = (await git.commitOf(plan.operation)) ?? (await git.commit(pathsOf(plan, wanted), message));
  try {
    await publish(wanted, commit, git);
  } catch (error) {
    if (!(error instanceof GitConflict || error instanceof RemoteRefused)) throw error;
    const tags = wanted.tags.map(({ name }) => name);
    if (!(await git.takeBack(commit, pathsOf(plan, wanted), tags))) throw error;
    store.undo(plan);
    store.close(plan);
    throw error;
  }
  return commit;
}

const pathsOf = (plan: WritePlan, { alsoCommit = [] }: GitPlan): readonly string[] => [
  ...new Set([...plan.changes.map(({ path }) => path), ...alsoCommit]),
];

async function publish(wanted: GitPlan, commit: string, git: Git): Promise<void> {
  for (const tag of wanted.tags) await git.tag(tag.name, tag.message, commit);
  if (wanted.push === undefined) return;
  await git.push(
    wanted.push,
    wanted.tags.map(({ name }) => name),
  );
}
