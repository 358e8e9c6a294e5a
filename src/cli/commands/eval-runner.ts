import { exitCodeOf, worstVerdict } from "../../gate/exit-code.ts";
import { EXIT, type ExitCode, worstExit } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/json.ts";
import { renderTextReport } from "../../reporting/text-report.ts";
import type { Command, CommandContext, CommandResult } from "../command.ts";
import { type EvaluatedTask, evaluateTasks } from "../evaluate-tasks.ts";
import { usage } from "../parse-flags.ts";
import { readReadyTasks } from "../ready-task.ts";
import { REPORT_FORMATS } from "../run-reports.ts";
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
    provider: { kind: "text", value: "NAME", help: "ask this provider instead of the task's" },
    model: { kind: "text", value: "NAME", help: "ask this model instead of the task's" },
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
    "max-cost": { kind: "number", value: "USD", help: "stop before more is spent", least: 0 },
    "no-cache": { kind: "switch", help: "ask again even where the answer is known" },
    out: { kind: "text", value: "DIR", help: "where reports go (default .pipeline/reports)" },
    report: { kind: "many", value: "FORMAT", help: "write reports", choices: REPORT_FORMATS },
    "no-log": { kind: "switch", help: "keep no record in prompts/04-evals" },
  },
  examples: [
    "npm run eval-runner -- --task feature_determination",
    "npm run eval-runner -- --changed-since origin/main --report markdown,html",
    "npm run eval-runner -- --task product_attributes --outputs answers.jsonl --json",
  ],
  run: async (context) => {
    const workspace = openWorkspace(context);
    const selected = await select(context, workspace);
    if (selected.length === 0) return nothingToDo(context);
    const ready = readReadyTasks(
      workspace.repository,
      selected.map(({ entry }) => entry),
    );
    for (const { entry, reason } of selected) {
      if (context.flags.text("changed-since") !== undefined)
        context.terminal.say(`${entry.address.id}: ${reason}`);
    }
    return resultOf(context, await evaluateTasks(context, workspace, ready));
  },
};

async function select(
  { flags }: CommandContext,
  { repository, git }: Workspace,
): Promise<readonly SelectedTask[]> {
  const named = flags.many("task");
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

function resultOf(context: CommandContext, evaluated: readonly EvaluatedTask[]): CommandResult {
  const reports = evaluated.map(({ run }) => run.report);
  const codes = reports.map(({ verdict }): ExitCode => exitCodeOf(verdict));
  const stopped = evaluated.some(({ run }) => run.end.kind === "budget" || run.end.kind === "stopped");
  const text = renderTextReport(
    evaluated.map(({ reported }) => reported),
    context.terminal.outPalette,
  );
  const files = evaluated.flatMap(({ files }) => files).map((path) => `report: ${path}`);
  return {
    exit: worstExit(stopped ? [...codes, EXIT.unclear] : codes),
    json: {
      schema_version: 1,
      runs: reports,
      verdict: worstVerdict(reports.map(({ verdict }) => verdict)),
    } as unknown as Json,
    text: [text, ...new Set(files)].join("\n"),
  };
}
