import type { Digests } from "../../evaluation/report.ts";
import { fittingRun } from "../../lifecycle/evidence/select-evidence.ts";
import { Failure } from "../../prompts/failure.ts";
import { promotionCandidate, type ReadyTask, readReadyTasks } from "../evaluation/ready-task.ts";
import { changedTasks, readyTasks, type SelectedTask } from "../evaluation/select-tasks.ts";
import type { Workspace } from "../frame/workspace.ts";

/** A candidate that is not in production and has no recorded run. */
export interface PendingTask {
  readonly ready: ReadyTask;
  readonly digests: Digests;
}

/** All of them, or those of what changed since a reference; a task with a mistake is left out. Throws `Failure` where history is missing. */
export async function pendingTasks(
  { repository, git }: Workspace,
  since: string | undefined,
): Promise<readonly PendingTask[]> {
  const selected = since ? await changedTasks(repository, git, since) : readyTasks(repository);
  return selected.flatMap((one) => {
    const ready = usable(one, (entries) => readReadyTasks(repository, entries));
    if (ready === undefined) return [];
    const candidate = promotionCandidate(repository, ready);
    const isIn = candidate.registered?.production?.prompt_digest === candidate.digests.prompt;
    return isIn || fittingRun(candidate) !== undefined ? [] : [{ ready, digests: candidate.digests }];
  });
}

function usable(
  { entry }: SelectedTask,
  read: (entries: readonly SelectedTask["entry"][]) => readonly ReadyTask[],
): ReadyTask | undefined {
  try {
    return read([entry])[0];
  } catch (failure) {
    if (failure instanceof Failure) return undefined;
    throw failure;
  }
}
