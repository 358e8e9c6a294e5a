import type { Result } from "../../evaluation/result.ts";
import type { RunEnd } from "../../evaluation/running/run.ts";
import { isPart } from "../../evaluation/sample-examples.ts";
import { exitCodeOf } from "../../gate/exit-code.ts";
import { answersWanted } from "../../prompts/examples/example-exceptions.ts";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { launched } from "../../reporting/launched.ts";
import type { CommandContext } from "../frame/command.ts";
import { watchProgress } from "../frame/progress.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import type { Workspace } from "../frame/workspace.ts";
import { evaluateShard } from "./evaluate-shard.ts";
import {
  type EvaluationSubject,
  type EvaluationWish,
  evaluateTask,
  type TaskEvaluation,
} from "./evaluate-task.ts";
import { logRun } from "./log-run.ts";
import { judgedBound } from "./planning/judge-bound.ts";
import { DEFAULT_CONCURRENCY, type PlannedRun } from "./planning/plan-run.ts";
import { armsByName, openMemory, type RunSpending, spendingOf } from "./planning/run-economy.ts";
import type { RunFolder } from "./runs/run-folder.ts";
import { isUnfinished } from "./runs/run-rows.ts";

/** One run that came to an end, good or bad. */
export interface EvaluatedRun {
  readonly plan: PlannedRun;
  readonly run: TaskEvaluation;
  readonly exit: ExitCode;
  readonly spentUsd: number;
  readonly budgetUsd?: number;
  /** Takes the rows away, unless something is left to ask; they can be read until then. */
  release(): void;
}

/** Evaluates, logs and says how to go on. Throws `Failure` with exit 2 for a refused key. */
export async function evaluateRun(
  context: CommandContext,
  workspace: Workspace,
  plan: PlannedRun,
  place: { readonly folder: RunFolder; readonly limitUsd: number | undefined },
): Promise<EvaluatedRun> {
  const { folder, limitUsd } = place;
  const { shard } = plan.choice;
  const spending = openSpending(workspace, plan, place);
  sayBound(context, plan, spending, limitUsd);
  const subject: EvaluationSubject = { ...plan, repeats: plan.choice.repeats, folder };
  const measured = await withMemory(context, workspace, plan, folder, (wish) => {
    const isExternal = plan.evidence === "external";
    const asked = { ...wish, budget: spending.budget, ...(isExternal ? {} : { spending }) };
    return shard === undefined
      ? evaluateTask(workspace, subject, asked)
      : evaluateShard(context, workspace, subject, asked, shard);
  });
  const run = markSample(plan, measured);
  refuseIfKeyRefused(run.end, folder);
  await logIfEvidence(context, workspace, plan, run);
  const isOpen = isUnfinished(run.end, run.candidate, run.baseline ?? []);
  if (isOpen && plan.evidence !== "external") sayHowToResume(context, folder, run);
  return {
    plan,
    run,
    exit: exitOf(plan, run),
    spentUsd: spending.budget.spentUsd,
    ...(limitUsd === undefined ? {} : { budgetUsd: limitUsd }),
    release: () => {
      if (!isOpen) folder.remove();
    },
  };
}

/** Who reads the record later has to know that not all examples were asked. */
function markSample({ choice: { sample }, ready }: PlannedRun, run: TaskEvaluation): TaskEvaluation {
  if (!isPart(sample, ready.examples.length)) return run;
  return { ...run, report: { ...run.report, sample: { of: ready.examples.length, seed: sample.seed } } };
}

function openSpending(
  { repository }: Workspace,
  { arms, evidence }: PlannedRun,
  { folder, limitUsd }: { readonly folder: RunFolder; readonly limitUsd: number | undefined },
): RunSpending {
  const asked = evidence === "external" ? new Map() : armsByName(arms);
  return spendingOf(asked, repository.config, { limitUsd, spentUsd: folder.spentUsd() });
}

/** What calls may cost, said before the first one. */
function sayBound(
  { terminal }: CommandContext,
  plan: PlannedRun,
  spending: RunSpending,
  limitUsd: number | undefined,
): void {
  const { arms, choice, examples, ready, evidence } = plan;
  const asked = armsByName(arms);
  const isFree = evidence === "external" || [...asked.values()].every(({ asker }) => asker.deterministic);
  if (isFree && plan.judges === undefined) return;
  const judged = judgedBound(plan, arms.baseline === undefined ? 1 : 2);
  const judgements = judged.calls === 0 ? "" : ` and ${judged.calls} judgements`;
  const calls = asked.size * answersWanted(examples, choice.repeats);
  const most = (spending.mostUsd(examples, choice.repeats) + judged.usd).toFixed(4);
  const limit = limitUsd === undefined ? "no limit" : `limit $${limitUsd}`;
  const confirmation =
    arms.baseline === undefined ? "" : ", as much again if the first run must be confirmed";
  terminal.say(
    `${ready.metadata.task}: at most ${calls} answers${judgements} for at most $${most}${confirmation} (${limit})`,
  );
}

async function withMemory<T>(
  context: CommandContext,
  workspace: Workspace,
  plan: PlannedRun,
  folder: RunFolder,
  work: (wish: EvaluationWish) => Promise<T>,
): Promise<T> {
  const { flags } = context;
  const { choice, arms, ready, examples } = plan;
  const asked = armsByName(arms);
  const { providers } = workspace.repository.config;
  const memory = openMemory(flags.isOn("no-cache") ? new Map() : asked, {
    root: workspace.root,
    address: choice.base_url ?? providers[arms.candidate.prompt.model.provider]?.base_url ?? "",
    before: new Date(folder.record.at),
    now: () => new Date(),
  });
  const progress = watchProgress(
    context,
    ready.metadata.task,
    asked.size * answersWanted(examples, choice.repeats),
  );
  try {
    return await work({
      phase: "before",
      stage: choice.stage,
      concurrency: flags.number("concurrency") ?? DEFAULT_CONCURRENCY,
      evidence: plan.evidence,
      signal: context.signal,
      ...(memory.memory === undefined ? {} : { memory: memory.memory }),
      remembersJudgements: !flags.isOn("no-cache"),
      ...(choice.only_failed === undefined ? {} : { onlyFailedOf: choice.only_failed }),
      onResult: (_: string, result: Result) => progress.onResult(result),
    });
  } finally {
    progress.end();
    memory.close();
  }
}

function refuseIfKeyRefused(end: RunEnd, folder: RunFolder): void {
  if (end.kind !== "refused") return;
  folder.remove();
  throw new Failure(
    `the provider refused the key (${end.error.status}): ${end.error.message}; nothing was scored or logged`,
    {
      exit: EXIT.usage,
      fix: "Check the key in the environment variable that pipeline.config.yaml names.",
    },
  );
}

/** A part of a run, or one that was cut short, is no evidence of anything. */
async function logIfEvidence(
  { flags, terminal }: CommandContext,
  workspace: Workspace,
  { choice, ready }: PlannedRun,
  run: TaskEvaluation,
): Promise<void> {
  const isPart = choice.shard !== undefined || choice.only_failed !== undefined;
  if (flags.isOn("no-log") || isPart) return;
  if (run.end.kind === "complete") await logRun(workspace, ready.task.entry.address, ready.metadata, run);
  else terminal.say(`${run.report.run_id} did not come to its end and is not logged`);
}

function sayHowToResume(
  { terminal, root }: CommandContext,
  { record }: RunFolder,
  run: TaskEvaluation,
): void {
  const wanted = answersWanted(run.examples, record.choice.repeats);
  const kept = run.candidate.filter(({ error }) => error === undefined).length;
  const command = launched(`npm run eval-runner -- --resume ${record.run_id}`, scriptsHere(root));
  terminal.insist(
    `${kept} of ${wanted} answers of the candidate are kept; ask for the missing ones with: ${command}`,
  );
}

/** A whole shard is done, whatever it measured: the joined run has the verdict. */
function exitOf({ choice }: PlannedRun, { report, end }: TaskEvaluation): ExitCode {
  if (choice.shard !== undefined) return end.kind === "complete" ? EXIT.done : EXIT.unclear;
  return exitCodeOf(report.verdict);
}
