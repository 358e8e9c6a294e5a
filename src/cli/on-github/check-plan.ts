import { answersWanted } from "../../prompts/examples/example-exceptions.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { Repository } from "../../prompts/repository.ts";
import { launchedFixes } from "../../reporting/launched.ts";
import type { WaitingTask } from "../../reporting/on-github/check-outcome.ts";
import { validateRepository } from "../../validation/validate.ts";
import { type ReadyTask, readReadyTasks } from "../evaluation/ready-task.ts";
import { changedTasks, type SelectedTask } from "../evaluation/select-tasks.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { todayUtc } from "../frame/today.ts";
import type { Workspace } from "../frame/workspace.ts";

export interface PlannedTask {
  readonly ready: ReadyTask;
  /** Why it is evaluated, for people. */
  readonly reason: string;
}

/** What the check of a change does; the same files and the same event always give the same plan. */
export interface CheckPlan {
  /** Of all files, whether they changed or not. */
  readonly problems: readonly Problem[];
  /** Asked by several machines, `shards` parts of every task's examples. */
  readonly sharded: readonly PlannedTask[];
  readonly shards: number;
  /** Asked where the verdict is made: small ones, and personal data, whose answers leave no machine. */
  readonly whole: readonly PlannedTask[];
  /** They need a key that this run may not have. */
  readonly waiting: readonly WaitingTask[];
}

export interface CheckWish {
  /** Tasks that changed since the merge-base with this reference. */
  readonly since: string;
  /** A run for a fork has no secrets. */
  readonly isFork: boolean;
  /** A machine is worth its start from so many answers on. */
  readonly answersAShard: number;
  readonly mostShards: number;
}

/** Decides which tasks are evaluated, where, and why not. Throws `Failure` where history is missing. */
export async function planCheck({ root, repository, git }: Workspace, wish: CheckWish): Promise<CheckPlan> {
  const { problems: found } = validateRepository(repository, { today: todayUtc() });
  const problems = launchedFixes(found, scriptsHere(root));
  const selected = await changedTasks(repository, git, wish.since);
  const usable = selected.flatMap((one) => usableTask(repository, one));
  const isOpen = ({ ready }: PlannedTask): boolean => !wish.isFork || keyOf(repository, ready) === undefined;
  const open = usable.filter(isOpen);
  const waiting = usable.filter((one) => !isOpen(one)).map(({ ready }) => waitingTask(repository, ready));
  const sharable = open.filter(({ ready }) => ready.metadata.data !== "personal");
  const answers = sharable.reduce((sum, { ready }) => sum + answersOf(ready), 0);
  const shards = Math.min(wish.mostShards, Math.ceil(answers / wish.answersAShard));
  if (shards < 2) return { problems, sharded: [], shards: 0, whole: open, waiting };
  const whole = open.filter((one) => !sharable.includes(one));
  return { problems, sharded: sharable, shards, whole, waiting };
}

/** A task with a mistake is reported by its problem and evaluated by nobody; the others are. */
function usableTask(repository: Repository, { entry, reason }: SelectedTask): readonly PlannedTask[] {
  try {
    return readReadyTasks(repository, [entry]).map((ready) => ({ ready, reason }));
  } catch (failure) {
    if (failure instanceof Failure) return [];
    throw failure;
  }
}

/** Both arms' answers. */
function answersOf({ task, metadata, examples }: ReadyTask): number {
  const arms = task.production === undefined ? 1 : 2;
  return arms * answersWanted(examples, metadata.evaluation.repeats ?? 1);
}

/** The variable of the first provider that needs one. */
function keyOf({ config }: Repository, { candidate, task }: ReadyTask): string | undefined {
  const asked = [candidate, task.production?.value].flatMap((prompt) => prompt?.model.provider ?? []);
  return asked.flatMap((name) => config.providers[name]?.key_env ?? [])[0];
}

function waitingTask(repository: Repository, ready: ReadyTask): WaitingTask {
  const why = `a pull request from a fork gets no keys, and ${ready.candidate.model.provider} needs ${keyOf(repository, ready)}`;
  return { task: ready.metadata.task, why };
}
