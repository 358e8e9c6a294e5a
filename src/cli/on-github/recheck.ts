import type { CodeHost, HostWorkflowRun } from "../../lifecycle/code-host.ts";
import { reviewedLines } from "../../lifecycle/evidence/acceptance.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { readTask } from "../../prompts/task-files.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { isOwner } from "./accepted-drops.ts";
import { openCodeHost } from "./open-code-host.ts";
import { readWorkflowEvent } from "./workflow-event.ts";

const CHECK_WORKFLOW = "check.yml";

/**
 * Starts the failed jobs of the newest head's check again where a review of that head accepts a drop and its writer owns the task
 * on this branch, which is not the pull request's. What is accepted decides the check itself. Throws `Failure`.
 */
export async function recheck(context: CommandContext): Promise<CommandResult> {
  const pull = readWorkflowEvent(context.environment)?.pull;
  if (pull === undefined)
    throw usage(
      { name: "recheck" },
      "this is no pull request's event",
      "Run it in a workflow that reviews start.",
    );
  const host = await openCodeHost(context.environment);
  const tasks = await ownedTasks(openWorkspace(context), host, pull.number);
  if (tasks.length === 0) return ended([], undefined, "no owner accepts a drop of this head");
  const run = await failedRun(host, pull.headCommit, context.flags.text("workflow") ?? CHECK_WORKFLOW);
  if (run === undefined) return ended(tasks, undefined, "its check has not failed, or still runs");
  if (!context.isDryRun) await host.startFailedJobs(run.id);
  const verb = context.isDryRun ? "would start" : "started";
  return ended(tasks, run.id, `${verb} the failed jobs of run ${run.id} again, for ${tasks.join(", ")}`);
}

const ended = (tasks: readonly string[], run: number | undefined, text: string): CommandResult => ({
  exit: EXIT.done,
  json: { tasks: [...tasks], run: run ?? null },
  text,
});

async function ownedTasks(
  { repository }: Workspace,
  host: CodeHost,
  number: number,
): Promise<readonly string[]> {
  const [about, reviews] = [await host.pull(number), await host.reviews(number)];
  const owned = new Set<string>();
  for (const { task, by } of reviewedLines({ ...about, reviews })) {
    const entry = repository.index.tasks.find(({ address }) => address.id === task);
    if (entry === undefined) continue;
    const { metadata } = readTask(repository.files, entry, { examples: false });
    if (await isOwner(host, metadata?.value?.owners ?? [], by)) owned.add(task);
  }
  return [...owned];
}

async function failedRun(
  host: CodeHost,
  commit: string,
  workflow: string,
): Promise<HostWorkflowRun | undefined> {
  const [newest] = (await host.runsOf(commit, workflow)).filter(({ event }) => event === "pull_request");
  return newest?.isFailure === true ? newest : undefined;
}
