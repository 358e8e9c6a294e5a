import { join, resolve } from "node:path";
import type { EvalReport } from "../evaluation/report.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../prompts/layout.ts";
import type { ReportedRun } from "../reporting/reported-run.ts";
import { type PlannedArms, planArms } from "./arm-plan.ts";
import type { CommandContext } from "./command.ts";
import { evaluateTask, type TaskEvaluation } from "./evaluate-task.ts";
import { externalArms } from "./external-arms.ts";
import { logRun } from "./log-run.ts";
import { usage } from "./parse-flags.ts";
import { watchProgress } from "./progress.ts";
import { createProviders } from "./providers.ts";
import type { ReadyTask } from "./ready-task.ts";
import { armsByName, openMemory, spendingOf } from "./run-economy.ts";
import { type ReportFormat, reportedRun, writeReports } from "./run-reports.ts";
import type { Workspace } from "./workspace.ts";

export interface EvaluatedTask {
  readonly run: TaskEvaluation;
  readonly reported: ReportedRun;
  /** Paths of written reports. */
  readonly files: readonly string[];
}

const DEFAULT_CONCURRENCY = 16;

/** Evaluates tasks one after the other as the flags say, logs them and writes reports. Throws `Failure` for a refused key. */
export async function evaluateTasks(
  context: CommandContext,
  workspace: Workspace,
  tasks: readonly ReadyTask[],
): Promise<readonly EvaluatedTask[]> {
  const evaluated: Omit<EvaluatedTask, "files">[] = [];
  for (const ready of tasks) {
    const plan = await planTask(context, workspace, ready, tasks.length);
    if (context.isDryRun) context.terminal.say(dryRunLine(ready, plan.arms));
    else evaluated.push(await evaluateOne(context, workspace, ready, plan));
  }
  const files = writeAsked(
    context,
    workspace,
    evaluated.map(({ reported }) => reported),
  );
  return evaluated.map((each) => ({ ...each, files }));
}

interface TaskPlan {
  readonly arms: PlannedArms;
  readonly evidence: EvalReport["evidence"];
}

async function planTask(
  context: CommandContext,
  workspace: Workspace,
  ready: ReadyTask,
  tasks: number,
): Promise<TaskPlan> {
  const { flags, environment } = context;
  const outputs = flags.text("outputs");
  if (outputs !== undefined) {
    if (tasks !== 1)
      throw usage({ name: "eval-runner" }, "--outputs goes with exactly one --task", "Name one task.");
    const baseline = flags.text("baseline-outputs");
    return {
      arms: externalArms(workspace.repository, ready, {
        outputs,
        repeats: repeatsOf(context, ready),
        ...(baseline === undefined ? {} : { baseline }),
      }),
      evidence: "external",
    };
  }
  if (flags.text("baseline-outputs") !== undefined) {
    throw usage({ name: "eval-runner" }, "--baseline-outputs without --outputs", "Give both.");
  }
  const baseUrl = allowedBaseUrl(context, workspace);
  const providerOf = createProviders({
    config: workspace.repository.config,
    environment,
    concurrency: flags.number("concurrency") ?? DEFAULT_CONCURRENCY,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  const [provider, name] = [flags.text("provider"), flags.text("model")];
  const choice = {
    stage: flags.text("stage") ?? "candidate",
    baseline: flags.text("baseline") ?? "production",
    model: { ...(provider === undefined ? {} : { provider }), ...(name === undefined ? {} : { name }) },
  };
  return { arms: await planArms(workspace.repository, ready, choice, providerOf), evidence: "live" };
}

const repeatsOf = ({ flags }: CommandContext, { metadata }: ReadyTask): number =>
  flags.number("repeat") ?? metadata.evaluation.repeats ?? 1;

/** A pull request must not send keys elsewhere: only addresses that the configuration lists. */
function allowedBaseUrl({ flags }: CommandContext, { repository }: Workspace): string | undefined {
  const wanted = flags.text("base-url");
  const known = Object.values(repository.config.providers).flatMap(({ base_url }) => base_url ?? []);
  if (wanted === undefined || known.includes(wanted)) return wanted;
  throw usage(
    { name: "eval-runner" },
    `--base-url ${wanted} is not in pipeline.config.yaml`,
    `Known: ${known.join(", ") || "none"}.`,
  );
}

async function evaluateOne(
  context: CommandContext,
  workspace: Workspace,
  ready: ReadyTask,
  { arms, evidence }: TaskPlan,
): Promise<Omit<EvaluatedTask, "files">> {
  const { flags } = context;
  const { config } = workspace.repository;
  const budgetUsd = flags.number("max-cost") ?? ready.metadata.evaluation.budget_usd;
  const repeats = repeatsOf(context, ready);
  const named = armsByName(arms);
  const memory = openMemory(
    workspace.root,
    flags.isOn("no-cache") ? new Map() : named,
    flags.text("base-url") ?? "",
    () => new Date(),
  );
  const progress = watchProgress(context, ready, named.size * repeats);
  try {
    const run = await evaluateTask(workspace, ready, arms, {
      phase: "before",
      stage: flags.text("stage") ?? "candidate",
      concurrency: flags.number("concurrency") ?? DEFAULT_CONCURRENCY,
      repeats,
      evidence,
      signal: context.signal,
      ...(evidence === "external" ? {} : { spending: spendingOf(named, config, budgetUsd) }),
      ...(memory.memory === undefined ? {} : { memory: memory.memory }),
      onResult: progress.onResult,
    });
    refuseIfKeyRefused(run);
    if (!flags.isOn("no-log")) await logRun(workspace, ready.task.entry.address, ready.metadata, run);
    return { run, reported: reportedRun(workspace, ready, run, budgetUsd) };
  } finally {
    progress.end();
    memory.close();
  }
}

function refuseIfKeyRefused({ end }: TaskEvaluation): void {
  if (end.kind !== "refused") return;
  throw new Failure(
    `the provider refused the key (${end.error.status}): ${end.error.message}; nothing was scored or logged`,
    {
      exit: EXIT.usage,
      fix: "Check the key in the environment variable that pipeline.config.yaml names.",
    },
  );
}

function dryRunLine({ metadata, examples }: ReadyTask, { candidate, baseline }: PlannedArms): string {
  const against = baseline === undefined ? "without a baseline" : `against ${baseline.version}`;
  const { provider, name } = candidate.prompt.model;
  return `would evaluate ${metadata.task} ${candidate.version} ${against} on ${examples.length} examples with ${provider}/${name}`;
}

function writeAsked(
  { flags, isDryRun }: CommandContext,
  workspace: Workspace,
  runs: readonly ReportedRun[],
): readonly string[] {
  const formats = flags.many("report").flatMap((each) => each.split(",")) as readonly ReportFormat[];
  const out = flags.text("out");
  const folder = out === undefined ? join(workspace.root, SCRATCH_FOLDER, "reports") : resolve(out);
  return isDryRun || runs.length === 0 ? [] : writeReports(folder, [...new Set(formats)], runs);
}
