import { driftNotice } from "../../deployment/notices/drift-notice.ts";
import type { EvalReport } from "../../evaluation/report.ts";
import { readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { gitStep } from "../../lifecycle/git-step.ts";
import { applyOnNewest } from "../../lifecycle/plans/apply-on-newest.ts";
import {
  isTurnOf,
  spentInMonth,
  type WatchState,
  wasMoved,
  watchState,
} from "../../lifecycle/records/drift-watch.ts";
import type { NotifyConfig } from "../../prompts/config.ts";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { historyPath } from "../../prompts/layout.ts";
import type { Repository } from "../../prompts/repository.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { logHistory } from "../evaluation/log-run.ts";
import { isReady, namedTasks } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes, requireCleanGit } from "../frame/git-wishes.ts";
import { openWorkspace, type Workspace, withWriting } from "../frame/workspace.ts";
import { keepNotices, tellKept } from "../notice/tell-people.ts";
import { askProduction } from "./ask-production.ts";

interface DriftFinding {
  readonly report: EvalReport;
  /** Path of the task's history. */
  readonly history: string;
  readonly state: WatchState;
  /** Whether an alarm was open before. */
  readonly wasMoved: boolean;
}

const WORDS: Readonly<Record<WatchState, string>> = {
  well: "as good as it has to be",
  suspected: "worse once: the next run decides",
  moved: "worse in two runs in a row",
  unknown: "could not be tested, nothing changes",
};

/** Evaluates what is in production again and says which task is no longer what it was. Throws `Failure`. */
export async function watchDrift(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  await requireCleanGit(context, workspace);
  const { repository } = workspace;
  const { drift } = repository.config;
  const now = new Date().toISOString();
  const tasks = watchedTasks(context, workspace, now);
  const budget = monthBudget(repository, now);
  if (context.isDryRun || tasks.length === 0) return nothingAsked(context, tasks, budget);
  if (budget !== undefined && budget.leftUsd <= 0) return nothingLeft(context, tasks, budget);
  if (budget !== undefined) context.terminal.say(budgetSentence(budget));
  context.terminal.say(`evaluating ${tasks.length} ${tasks.length === 1 ? "task" : "tasks"} in production`);
  const limitUsd = lowest(context.flags.number("max-cost"), budget?.leftUsd);
  const question = { repository, tasks, drift, limitUsd, seed: now.slice(0, 10) };
  const asked = await askProduction(context, question);
  await logAll(workspace, asked.all);
  const findings = asked.counting.map((report) => findingOf(workspace, report));
  const told = await tellFindings(context, workspace, findings);
  const commit = await recordRuns(context, workspace, findings);
  return resultOf(findings, told, commit);
}

function resultOf(
  findings: readonly DriftFinding[],
  told: readonly string[],
  commit: string | undefined,
): CommandResult {
  const lines = findings.map(({ report, state }) => `${report.task} ${report.version}: ${WORDS[state]}`);
  return {
    exit: exitOf(findings),
    json: {
      tasks: findings.map(({ report, state }) => ({ task: report.task, run_id: report.run_id, state })),
      commit: commit ?? null,
      told,
      dry_run: false,
    },
    text: [...lines, ...told.map((one) => `  ${one}`)].join("\n"),
  };
}

/** A run that money ended is on record too: the month's budget counts it. */
async function logAll(workspace: Workspace, reports: readonly EvalReport[]): Promise<void> {
  for (const report of reports) {
    const known = workspace.repository.index.tasks.find(({ address }) => address.id === report.task);
    await logHistory(workspace, known?.address ?? { id: report.task }, report);
  }
}

const lowest = (...limits: readonly (number | undefined)[]): number | undefined => {
  const given = limits.flatMap((limit) => limit ?? []);
  return given.length === 0 ? undefined : Math.min(...given);
};

interface MonthBudget {
  readonly budgetUsd: number;
  readonly leftUsd: number;
}

/** Undefined where pipeline.config.yaml sets none. */
function monthBudget({ config, files, index }: Repository, now: string): MonthBudget | undefined {
  const budgetUsd = config.drift.budget_usd;
  if (budgetUsd === undefined) return undefined;
  const runs = index.tasks.flatMap(({ address }) =>
    readPastRuns(files, address).map(({ figures }) => figures),
  );
  return { budgetUsd, leftUsd: budgetUsd - spentInMonth(runs, now) };
}

const budgetSentence = ({ budgetUsd, leftUsd }: MonthBudget): string =>
  `$${Math.max(0, leftUsd).toFixed(4)} of this month's $${budgetUsd} are left`;

function nothingLeft(
  { terminal }: CommandContext,
  tasks: readonly string[],
  budget: MonthBudget,
): CommandResult {
  const text = `${budgetSentence(budget)}: nothing was evaluated, ${tasks.join(", ")} left out`;
  terminal.insist(text);
  return { exit: EXIT.done, json: { tasks: [], left_out: [...tasks], dry_run: false }, text };
}

const ISSUES: NotifyConfig = { on: ["drift"], to: "issue" };

/** An end is told wherever its beginning was; for an issue that is open whoever told it, it costs nothing to look. */
async function tellFindings(
  context: CommandContext,
  workspace: Workspace,
  findings: readonly DriftFinding[],
): Promise<readonly string[]> {
  const also = context.flags.isOn("issues") ? [ISSUES] : [];
  for (const { report, state, wasMoved: wasOpen } of findings) {
    if (state === "moved") await keepNotices(context, workspace, [driftNotice(report, "alarm")], { also });
    if (state === "well") {
      const only = wasOpen ? {} : { only: "issue" as const };
      await keepNotices(context, workspace, [driftNotice(report, "ended")], { also, ...only });
    }
  }
  const told = await tellKept(context, workspace.root, also);
  return told.filter(({ kind }) => kind === "told").map(({ said }) => said);
}

function watchedTasks({ flags }: CommandContext, { repository }: Workspace, now: string): readonly string[] {
  const named = namedTasks(repository, flags.many("task")).map(({ entry }) => entry.address.id);
  if (named.length > 0) return named;
  const { every_days: everyDays } = repository.config.drift;
  return repository.index.tasks
    .filter(
      (entry) => isReady(entry) && repository.registry.tasks[entry.address.id]?.production !== undefined,
    )
    .map(({ address }) => address.id)
    .filter((task) => !flags.isOn("tonight") || isTurnOf(task, now, everyDays));
}

function nothingAsked(
  { isDryRun }: CommandContext,
  tasks: readonly string[],
  budget: MonthBudget | undefined,
): CommandResult {
  const money = budget === undefined ? "" : `; ${budgetSentence(budget)}`;
  const text =
    tasks.length === 0 ? "no task in production has its turn" : `would evaluate ${tasks.join(", ")}${money}`;
  return { exit: EXIT.done, json: { tasks: [...tasks], dry_run: isDryRun }, text };
}

function findingOf({ repository }: Workspace, report: EvalReport): DriftFinding {
  const address = repository.index.tasks.find((entry) => entry.address.id === report.task)?.address ?? {
    id: report.task,
  };
  const history = historyPath(address);
  const earlier = readPastRuns(repository.files, address).map(({ figures }) => figures);
  return { report, history, state: watchState(report, earlier), wasMoved: wasMoved(report, earlier) };
}

/** Tonight's lines of the histories, as one commit. */
async function recordRuns(
  context: CommandContext,
  workspace: Workspace,
  findings: readonly DriftFinding[],
): Promise<string | undefined> {
  const wishes = gitWishes(context, workspace);
  if (!wishes.commit) return undefined;
  return withWriting(context, workspace, async ({ store, git }) => {
    const ids = findings.map(({ report }) => report.run_id);
    const operation = sha256(`drift ${ids.join(" ")}`);
    const states = findings.map(({ report, state }) => `${report.task} ${report.version}: ${WORDS[state]}`);
    const write = {
      operation,
      summary: `recording ${ids.length} evaluations of what is in production`,
      changes: [],
      ...gitStep(wishes, {
        message: `drift: ${ids.length} evaluated again\n\n${states.join("\n")}`,
        alsoCommit: findings.map(({ history }) => history),
      }),
    };
    const { applied } = await applyOnNewest(async () => ({ write }), store, git);
    return applied.commit;
  });
}

const exitOf = (findings: readonly DriftFinding[]): ExitCode =>
  findings.some(({ state }) => state === "moved") ? EXIT.unclear : EXIT.done;
