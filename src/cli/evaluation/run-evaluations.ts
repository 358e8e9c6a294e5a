import { worstVerdict } from "../../gate/exit-code.ts";
import { EXIT, worstExit } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { renderTextReport } from "../../reporting/terminal/text-report.ts";
import { tightenHeap } from "../adapters/tight-heap.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import type { EvaluatedRun } from "./evaluate-run.ts";
import {
  type EvaluatedTasks,
  evaluateTasks,
  planTasks,
  type RunSource,
  recordedSources,
} from "./evaluate-tasks.ts";
import { evaluationPlan, type RunPlan, renderEvaluationPlan } from "./planning/evaluation-plan.ts";
import { readLeanTasks } from "./ready-task.ts";
import { requireKeys } from "./required-keys.ts";
import { reportedRun } from "./run-reports.ts";
import { checkChoiceFlags } from "./runs/run-choice.ts";
import { changedTasks, namedTasks, readyTasks, type SelectedTask } from "./select-tasks.ts";

const COMMAND = { name: "eval-runner" };

/** Evaluates what the flags name and shows what came out. Throws `Failure` where nothing could be evaluated. */
export async function runEvaluations(context: CommandContext): Promise<CommandResult> {
  tightenHeap();
  checkChoiceFlags(context.flags);
  const workspace = openWorkspace(context);
  const recorded = recordedSources(context, workspace);
  const selected = await select(context, workspace, recorded);
  if (selected.length === 0) return nothingToDo(context);
  await requireKeys(context, workspace, selected, recorded);
  const entries = selected.map(({ entry }) => entry);
  const ready = readLeanTasks(workspace.repository, entries);
  for (const { entry, reason } of selected) {
    if (context.flags.isGiven("changed-since")) context.terminal.say(`${entry.address.id}: ${reason}`);
  }
  if (context.isDryRun) {
    const why = new Map(selected.map(({ entry, reason }) => [entry.address.id, reason]));
    return planned(await planTasks(context, workspace, ready, recorded, why));
  }
  return resultOf(context, workspace, await evaluateTasks(context, workspace, ready, recorded));
}

const planned = (plan: readonly RunPlan[]): CommandResult => ({
  exit: EXIT.done,
  json: evaluationPlan(plan) as unknown as Json,
  text: renderEvaluationPlan(plan),
});

async function select(
  { flags }: CommandContext,
  { repository, git }: Workspace,
  recorded: readonly RunSource[],
): Promise<readonly SelectedTask[]> {
  const named = flags.many("task").flatMap((each) => each.split(","));
  const tasks = [...new Set(recorded.map(({ choice }) => choice.task))];
  const foreign = tasks.length === 0 ? undefined : named.find((task) => !tasks.includes(task));
  if (foreign !== undefined)
    throw usage(COMMAND, `--task ${foreign} with a run of ${tasks.join(", ")}`, "Leave --task out.");
  if (tasks.length > 0) return namedTasks(repository, named.length > 0 ? named : tasks);
  const since = flags.text("changed-since");
  if (named.length > 0) return namedTasks(repository, named);
  if (since !== undefined) return changedTasks(repository, git, since);
  if (flags.isOn("all")) return readyTasks(repository);
  throw usage(COMMAND, "no task is named", "Give --task TASK, --all or --changed-since REF.");
}

function nothingToDo({ flags }: CommandContext): CommandResult {
  const since = flags.text("changed-since");
  const text =
    since === undefined
      ? "nothing to evaluate: no task is ready"
      : `nothing to evaluate: no ready task changed since ${since}`;
  return { exit: EXIT.done, json: { schema_version: 1, runs: [], verdict: "pass" }, text };
}

function resultOf(
  context: CommandContext,
  workspace: Workspace,
  { runs, files }: EvaluatedTasks,
): CommandResult {
  const reports = runs.map(({ run }) => run.report);
  const whole = runs.filter(({ plan }) => plan.choice.shard === undefined);
  const parts = runs.filter(({ plan }) => plan.choice.shard !== undefined);
  const text = context.flags.isOn("json")
    ? ""
    : renderTextReport(
        whole.map((run) => reportedRun(workspace, run, "notable")),
        context.terminal.outPalette,
      );
  for (const { release } of runs) release();
  const lines = [...parts.map(shardLine), ...files.map((path) => `report: ${path}`)];
  return {
    exit: worstExit(runs.map(({ exit }) => exit)),
    json: {
      schema_version: 1,
      runs: reports,
      verdict: worstVerdict(reports.map(({ verdict }) => verdict)),
    } as unknown as Json,
    text: [...(text === "" ? [] : [text]), ...lines].join("\n"),
  };
}

function shardLine({ plan, run }: EvaluatedRun): string {
  const { shard, task } = plan.choice;
  const { counts } = run.report;
  return `${task}: shard ${shard?.index}/${shard?.of}, ${counts.scored} of ${counts.examples} examples scored`;
}
