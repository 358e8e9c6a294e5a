import type { Digests } from "../../evaluation/report.ts";
import { fittingRun } from "../../lifecycle/evidence/select-evidence.ts";
import { keptOutRule } from "../../lifecycle/records/kept-out.ts";
import { Failure } from "../../prompts/failure.ts";
import { promotionCandidate, type ReadyTask, readReadyTasks } from "../evaluation/ready-task.ts";
import { changedTasks, readyTasks, type SelectedTask } from "../evaluation/select-tasks.ts";
import type { Workspace } from "../frame/workspace.ts";

/** A candidate that is not in production, that nobody took out of it, and that has no recorded run. */
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
  const keptOut = keptOutRule(repository.files);
  return selected.flatMap((one) => {
    const ready = usable(one, (entries) => readReadyTasks(repository, entries));
    if (ready === undefined) return [];
    const candidate = promotionCandidate(repository, ready);
    const { registered, digests } = candidate;
    const isIn = registered?.production?.prompt_digest === digests.prompt;
    if (isIn || fittingRun(candidate) !== undefined) return [];
    const kept = keptOut({ task: ready.metadata.task, registered, promptDigest: digests.prompt });
    return kept === undefined ? [{ ready, digests }] : [];
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
