import type { WritePlan } from "../prompts/file-change.ts";
import type { Git } from "./git.ts";
import type { WriteStore } from "./write-store.ts";

export interface Applied {
  /** The commit, where the plan asked for one. */
  readonly commit?: string;
}

/** Files, then commit, tags and push. Every step looks before it acts, so that applying a plan again changes nothing. */
export async function applyPlan(plan: WritePlan, store: WriteStore, git: Git): Promise<Applied> {
  store.write(plan);
  const commit = plan.git === undefined ? undefined : await applyGit(plan, plan.git, git);
  store.close(plan);
  return commit === undefined ? {} : { commit };
}

async function applyGit(plan: WritePlan, wanted: NonNullable<WritePlan["git"]>, git: Git): Promise<string> {
  const message = `${wanted.message}\n\nOperation: ${plan.operation}`;
  const paths = [...plan.changes.map((change) => change.path), ...(wanted.alsoCommit ?? [])];
  const commit = (await git.commitOf(plan.operation)) ?? (await git.commit(paths, message));
  for (const tag of wanted.tags) await git.tag(tag.name, tag.message, commit);
  if (wanted.push !== undefined)
    await git.push(
      wanted.push,
      wanted.tags.map((tag) => tag.name),
    );
  return commit;
}

/** Completes what a killed command began. Returns the summaries of what was completed. */
export async function completeUnfinished(store: WriteStore, git: Git): Promise<readonly string[]> {
  const plans = store.unfinished();
  for (const plan of plans) await applyPlan(plan, store, git);
  return plans.map((plan) => plan.summary);
}
