import { worstVerdict } from "../../gate/exit-code.ts";
import { EXIT, worstExit } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/json.ts";
import { renderTextReport } from "../../reporting/text-report.ts";
import type { Command, CommandContext, CommandResult } from "../command.ts";
import type { EvaluatedRun } from "../evaluate-run.ts";
import { type EvaluatedTasks, evaluateTasks, type RunSource, recordedSources } from "../evaluate-tasks.ts";
import { usage } from "../parse-flags.ts";
import { readReadyTasks } from "../ready-task.ts";
import { requireKeys } from "../required-keys.ts";
import { checkChoiceFlags } from "../run-choice.ts";
import { REPORT_FORMATS, reportedRun } from "../run-reports.ts";
import { changedTasks, namedTasks, readyTasks, type SelectedTask } from "../select-tasks.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

export const evalRunnerCommand: Command = {
  name: "eval-runner",
  summary: "Runs a task's examples, scores the answers, judges the gate and logs the run.",
  writes: true,
  flags: {
    task: { kind: "many", value: "TASK", help: "evaluate this task" },
    all: { kind: "switch", help: "evaluate every ready task" },
    "changed-since": {
      kind: "text",
      value: "REF",
      help: "evaluate ready tasks that changed since the merge-base with REF",
    },
    stage: { kind: "text", value: "STAGE", help: "candidate (default), production, or a version" },
    baseline: {
      kind: "text",
      value: "VERSION",
      help: "compare with production (default), a version, or none",
    },
    outputs: {
      kind: "text",
      value: "FILE.jsonl",
      help: "score answers made elsewhere; one --task, never evidence for promotion",
    },
    "baseline-outputs": {
      kind: "text",
      value: "FILE.jsonl",
      help: "with --outputs: answers to compare with",
    },
    provider: {
      kind: "many",
      value: "NAME",
      help: "ask this provider instead of the task's; a run for each, paired with --model",
    },
    model: { kind: "many", value: "NAME", help: "ask this model instead of the task's; a run for each" },
    "base-url": {
      kind: "text",
      value: "URL",
      help: "another address of the provider, if pipeline.config.yaml lists it",
    },
    concurrency: { kind: "number", value: "N", help: "calls at once (default 16)", least: 1, most: 512 },
    repeat: {
      kind: "number",
      value: "N",
      help: "answers for each example (default: the task's)",
      least: 1,
      most: 100,
    },
    "max-cost": {
      kind: "number",
      value: "USD",
      help: "stop before more is spent, what a resumed run had spent included",
      least: 0,
    },
    resume: {
      kind: "text",
      value: "RUN",
      help: "go on with an unfinished run: only what is missing is asked",
    },
    "only-failed": {
      kind: "text",
      value: "RUN",
      help: "ask only the examples again that failed in that run; no evidence, not logged",
    },
    shard: {
      kind: "text",
      value: "I/N",
      help: "ask only this part of the examples and write it into --out for --merge",
    },
    merge: { kind: "many", value: "DIR", help: "judge the shards below this folder as one run" },
    "no-cache": { kind: "switch", help: "ask again even where the answer is known" },
    out: { kind: "text", value: "DIR", help: "where reports go (default .pipeline/reports)" },
    report: { kind: "many", value: "FORMAT", help: "write reports", choices: REPORT_FORMATS },
    "no-log": { kind: "switch", help: "keep no record in prompts/04-evals" },
  },
  examples: [
    "npm run eval-runner -- --task feature_determination",
    "npm run eval-runner -- --changed-since origin/main --report markdown,html",
    "npm run eval-runner -- --task product_attributes --outputs answers.jsonl --json",
    "npm run eval-runner -- --resume run-20261121T020629Z-3f9a1c",
    "npm run eval-runner -- --merge shards --report html",
  ],
  run: async (context) => {
    checkChoiceFlags(context.flags);
    const workspace = openWorkspace(context);
    const recorded = recordedSources(context, workspace);
    const selected = await select(context, workspace, recorded);
    if (selected.length === 0) return nothingToDo(context);
    await requireKeys(context, workspace, selected);
    const ready = readReadyTasks(
      workspace.repository,
      selected.map(({ entry }) => entry),
    );
    for (const { entry, reason } of selected) {
      if (context.flags.isGiven("changed-since")) context.terminal.say(`${entry.address.id}: ${reason}`);
    }
    return resultOf(context, workspace, await evaluateTasks(context, workspace, ready, recorded));
  },
};

async function select(
  { flags }: CommandContext,
  { repository, git }: Workspace,
  recorded: readonly RunSource[],
): Promise<readonly SelectedTask[]> {
  const named = flags.many("task");
  const tasks = [...new Set(recorded.map(({ choice }) => choice.task))];
  const foreign = tasks.length === 0 ? undefined : named.find((task) => !tasks.includes(task));
  if (foreign !== undefined)
    throw usage(
      evalRunnerCommand,
      `--task ${foreign} with a run of ${tasks.join(", ")}`,
      "Leave --task out.",
    );
  if (tasks.length > 0) return namedTasks(repository, named.length > 0 ? named : tasks);
  const since = flags.text("changed-since");
  if (named.length > 0) return namedTasks(repository, named);
  if (since !== undefined) return changedTasks(repository, git, since);
  if (flags.isOn("all")) return readyTasks(repository);
  throw usage(evalRunnerCommand, "no task is named", "Give --task TASK, --all or --changed-since REF.");
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
  const text = renderTextReport(
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
