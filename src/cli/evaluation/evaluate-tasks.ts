import { join, resolve } from "node:path";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { type EvaluatedRun, evaluateRun } from "./evaluate-run.ts";
import { planOfRun, type RunPlan } from "./planning/evaluation-plan.ts";
import { type PlannedRun, planRun } from "./planning/plan-run.ts";
import type { ReadyTask } from "./ready-task.ts";
import type { ReportFormat } from "./report-formats.ts";
import { writeReports } from "./run-reports.ts";
import { findShards, type ShardSet, takeShards } from "./runs/merge-shards.ts";
import { choicesOf, type RunChoice } from "./runs/run-choice.ts";
import {
  createRunFolder,
  type RunFolder,
  type RunRecord,
  readRunRecord,
  resumeRunFolder,
} from "./runs/run-folder.ts";

/** What is evaluated besides what flags choose: a run that goes on, or one whose rows other machines have. */
export interface RunSource {
  readonly choice: RunChoice;
  readonly resumed?: RunRecord;
  readonly shards?: ShardSet;
}

/** The runs that `--resume` or `--merge` name; none where the flags choose themselves. */
export function recordedSources({ flags }: CommandContext, { root }: Workspace): readonly RunSource[] {
  const resumed = flags.text("resume");
  if (resumed !== undefined) {
    const record = readRunRecord(root, resumed);
    return [{ choice: record.choice, resumed: record }];
  }
  const folders = flags.many("merge");
  return folders.length === 0 ? [] : findShards(folders).map((shards) => ({ choice: shards.choice, shards }));
}

export interface EvaluatedTasks {
  readonly runs: readonly EvaluatedRun[];
  /** Paths of written reports. */
  readonly files: readonly string[];
}

/**
 * Evaluates tasks one after the other, logs them and writes reports; a signal ends it after the run that it stopped. Throws
 * `Failure` for a refused key.
 */
export async function evaluateTasks(
  context: CommandContext,
  workspace: Workspace,
  tasks: readonly ReadyTask[],
  recorded: readonly RunSource[],
): Promise<EvaluatedTasks> {
  const runs: EvaluatedRun[] = [];
  for (const ready of tasks) {
    for (const source of sourcesOf(context, ready, recorded)) {
      if (context.signal.aborted) break;
      const plan = await planRun(context, workspace, ready, source.choice);
      if (plan.examples.length === 0 && source.choice.shard === undefined)
        context.terminal.say(nothingLine(plan));
      else {
        const folder = openFolder(workspace, plan, source);
        const limitUsd = limitOf(context, plan, spentBy(runs));
        runs.push(await evaluateRun(context, workspace, plan, { folder, limitUsd }));
      }
    }
  }
  const files = writeAsked(context, workspace, runs);
  return { runs, files };
}

/** The runs that would be made, and the most that they can cost. `why`: by task. Throws `Failure` as evaluating would. */
export async function planTasks(
  context: CommandContext,
  workspace: Workspace,
  tasks: readonly ReadyTask[],
  recorded: readonly RunSource[],
  why: ReadonlyMap<string, string>,
): Promise<readonly RunPlan[]> {
  const plans: RunPlan[] = [];
  for (const ready of tasks) {
    for (const { choice } of sourcesOf(context, ready, recorded)) {
      const plan = await planRun(context, workspace, ready, choice);
      const limitUsd = limitOf(context, plan, 0);
      plans.push(planOfRun(workspace, plan, { why: why.get(choice.task) ?? "named", limitUsd }));
    }
  }
  return plans;
}

function sourcesOf(
  { flags }: CommandContext,
  { metadata }: ReadyTask,
  recorded: readonly RunSource[],
): readonly RunSource[] {
  if (recorded.length > 0) return recorded.filter(({ choice }) => choice.task === metadata.task);
  return choicesOf(flags, metadata).map((choice) => ({ choice }));
}

function openFolder({ root }: Workspace, { choice, parts }: PlannedRun, source: RunSource): RunFolder {
  if (source.resumed !== undefined) return resumeRunFolder(root, source.resumed, parts);
  const folder = createRunFolder(root, choice, parts);
  if (source.shards !== undefined) takeShards(folder, source.shards, parts);
  return folder;
}

const spentBy = (runs: readonly EvaluatedRun[]): number =>
  runs.reduce((sum, { spentUsd }) => sum + spentUsd, 0);

/** `--max-cost` holds for the whole command; a shard has its share of a task's own budget. */
function limitOf(
  { flags }: CommandContext,
  { ready, choice }: PlannedRun,
  spentUsd: number,
): number | undefined {
  const most = flags.number("max-cost");
  if (most !== undefined) return Math.max(0, most - spentUsd);
  const budget = ready.metadata.evaluation.budget_usd;
  return budget === undefined ? undefined : budget / (choice.shard?.of ?? 1);
}

function nothingLine({ ready, choice }: PlannedRun): string {
  return `${ready.metadata.task}: no example of ${choice.only_failed} failed; there is nothing to ask again`;
}

function writeAsked(
  { flags }: CommandContext,
  workspace: Workspace,
  runs: readonly EvaluatedRun[],
): readonly string[] {
  const formats = new Set(flags.many("report").flatMap((each) => each.split(",")) as readonly ReportFormat[]);
  const whole = runs.filter(({ plan }) => plan.choice.shard === undefined);
  const out = flags.text("out");
  const folder = out === undefined ? join(workspace.root, SCRATCH_FOLDER, "reports") : resolve(out);
  return whole.length === 0 ? [] : writeReports(workspace, folder, [...formats], whole);
}
