import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import type { WritePlan } from "../prompts/file-change.ts";
import { type Git, GitConflict, PushUncertain, RemoteMoved, RemoteRefused } from "./git.ts";
import { resumePlan } from "./plans/apply-plan.ts";
import type { WriteStore } from "./write-store.ts";

/** What became of a plan that a stopped command had left. */
export interface Completion {
  readonly kind: "completed" | "taken back" | "not pushed";
  /** What the plan does. */
  readonly summary: string;
  /** Why it could not be completed. */
  readonly why?: string;
}

/**
 * Completes what stopped commands began. What the remote does not accept any more is taken back; what cannot reach it stays
 * for the next command, and stops nobody.
 */
export async function completeUnfinished(store: WriteStore, git: Git): Promise<readonly Completion[]> {
  const completions: Completion[] = [];
  await git.restoreLogs();
  for (const plan of store.unfinished()) completions.push(await complete(plan, store, git));
  return completions;
}

/** A killed git leaves its lock, which nobody but a person can tell from a running one's. */
async function refuseLockedGit({ git: wanted, summary }: WritePlan, git: Git): Promise<void> {
  const unfinished = wanted === undefined ? undefined : await git.unfinished();
  if (unfinished === undefined) return;
  throw new Failure(`${unfinished}, and ${summary} is not complete; nothing more was done`, {
    exit: EXIT.usage,
    fix: "Finish it (or remove the lock when no git is running), then run the command again.",
  });
}

async function complete(plan: WritePlan, store: WriteStore, git: Git): Promise<Completion> {
  const { summary } = plan;
  await refuseLockedGit(plan, git);
  try {
    await resumePlan(plan, store, git);
    return { kind: "completed", summary };
  } catch (error) {
    const isRefused = error instanceof GitConflict || error instanceof RemoteRefused;
    if (!isRefused && !(error instanceof PushUncertain)) throw error;
    const why = error.message;
    const isOpen = store.unfinished().some(({ operation }) => operation === plan.operation);
    if (isOpen) return { kind: "not pushed", summary, why };
    if (error instanceof RemoteMoved && plan.git?.push !== undefined) await git.update(plan.git.push);
    return { kind: "taken back", summary, why };
  }
}
