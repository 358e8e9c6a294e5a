import type { EvalReport } from "../evaluation/report.ts";
import { applyOnNewest } from "../lifecycle/apply-on-newest.ts";
import { isTurnOf, type WatchState, watchState } from "../lifecycle/drift-watch.ts";
import { EXIT, type ExitCode } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import { isJsonObject } from "../prompts/json.ts";
import { historyPath } from "../prompts/layout.ts";
import { sha256 } from "../prompts/sha256.ts";
import type { CommandContext, CommandResult } from "./command.ts";
import { type DriftFinding, settleDriftIssues } from "./drift-issues.ts";
import { gitWishes, requireCleanGit } from "./git-wishes.ts";
import { readHistory } from "./run-reports.ts";
import { isReady, namedTasks } from "./select-tasks.ts";
import { runCommandProcess } from "./tour/run-command-process.ts";
import { openWorkspace, type Workspace, withWriting } from "./workspace.ts";

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
  const tasks = watchedTasks(context, workspace);
  if (context.isDryRun || tasks.length === 0) return nothingAsked(context, tasks);
  const reports = await evaluate(context, tasks);
  const findings = reports.map((report) => findingOf(workspace, report));
  const commit = await recordRuns(context, workspace, findings);
  const issues = context.flags.isOn("issues") ? await settleDriftIssues(context.environment, findings) : [];
  const lines = findings.map(({ report, state }) => `${report.task} ${report.version}: ${WORDS[state]}`);
  return {
    exit: exitOf(findings),
    json: {
      tasks: findings.map(({ report, state }) => ({ task: report.task, run_id: report.run_id, state })),
      commit: commit ?? null,
      issues,
      dry_run: false,
    },
    text: [...lines, ...issues.map((issue) => `  ${issue}`)].join("\n"),
  };
}

function watchedTasks({ flags }: CommandContext, { repository }: Workspace): readonly string[] {
  const named = namedTasks(repository, flags.many("task")).map(({ entry }) => entry.address.id);
  if (named.length > 0) return named;
  const now = new Date().toISOString();
  return repository.index.tasks
    .filter(
      (entry) => isReady(entry) && repository.registry.tasks[entry.address.id]?.production !== undefined,
    )
    .map(({ address }) => address.id)
    .filter((task) => !flags.isOn("tonight") || isTurnOf(task, now));
}

function nothingAsked({ isDryRun }: CommandContext, tasks: readonly string[]): CommandResult {
  const text =
    tasks.length === 0 ? "no task in production has its turn" : `would evaluate ${tasks.join(", ")}`;
  return { exit: EXIT.done, json: { tasks: [...tasks], dry_run: isDryRun }, text };
}

/** By a process of its own, so that a run of tonight is what anybody's run is. */
async function evaluate(context: CommandContext, tasks: readonly string[]): Promise<readonly EvalReport[]> {
  const { root, environment, signal, flags } = context;
  const cost = flags.number("max-cost");
  const named = tasks.flatMap((task) => ["--task", task]);
  const how = ["--stage", "production", "--baseline", "none", "--no-cache"];
  const limit = cost === undefined ? [] : ["--max-cost", String(cost)];
  context.terminal.say(`evaluating ${tasks.length} ${tasks.length === 1 ? "task" : "tasks"} in production`);
  const { document, exit } = await runCommandProcess("eval-runner", [...named, ...how, ...limit], {
    root,
    environment,
    signal,
  });
  const { runs, error } = document;
  if (Array.isArray(runs)) return runs as unknown as readonly EvalReport[];
  const message = isJsonObject(error) ? String(error["message"]) : `eval-runner ended with ${exit}`;
  throw new Failure(message, {
    exit: exit as ExitCode,
    fix: "Run `npm run eval-runner -- --stage production` to see more.",
  });
}

function findingOf({ repository }: Workspace, report: EvalReport): DriftFinding {
  const address = repository.index.tasks.find((entry) => entry.address.id === report.task)?.address ?? {
    id: report.task,
  };
  const history = historyPath(address);
  return { report, history, state: watchState(report, readHistory(repository.files, history)) };
}

/** Tonight's lines of the histories, as one commit. */
async function recordRuns(
  context: CommandContext,
  workspace: Workspace,
  findings: readonly DriftFinding[],
): Promise<string | undefined> {
  const { commit, pushTo } = gitWishes(context, workspace);
  if (!commit) return undefined;
  return withWriting(context, workspace, async ({ store, git }) => {
    const ids = findings.map(({ report }) => report.run_id);
    const operation = sha256(`drift ${ids.join(" ")}`);
    const states = findings.map(({ report, state }) => `${report.task} ${report.version}: ${WORDS[state]}`);
    const write = {
      operation,
      summary: `recording ${ids.length} evaluations of what is in production`,
      changes: [],
      git: {
        message: `drift: ${ids.length} evaluated again\n\n${states.join("\n")}`,
        alsoCommit: findings.map(({ history }) => history),
        tags: [],
        ...(pushTo === undefined ? {} : { push: pushTo }),
      },
    };
    const { applied } = await applyOnNewest(async () => ({ write }), store, git);
    return applied.commit;
  });
}

const exitOf = (findings: readonly DriftFinding[]): ExitCode =>
  findings.some(({ state }) => state === "moved") ? EXIT.unclear : EXIT.done;
