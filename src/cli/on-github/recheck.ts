import { systemPace } from "../../evaluation/adapters/system-pace.ts";
import type { CodeHost } from "../../lifecycle/code-host.ts";
import { reviewedLines } from "../../lifecycle/evidence/acceptance.ts";
import { type StartedAgain, startAgain } from "../../lifecycle/start-again.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { readTask } from "../../prompts/task-files.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { tellProgress } from "../frame/tell-progress.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { isOwner } from "./accepted-drops.ts";
import { DEFAULT_WAIT_MINUTES } from "./check-wait.ts";
import { openCodeHost } from "./open-code-host.ts";
import { readWorkflowEvent } from "./workflow-event.ts";

const CHECK_WORKFLOW = "check.yml";

/**
 * Starts the failed jobs of the newest head's check again where a review of that head accepts a drop and its writer owns the task
 * on this branch, which is not the pull request's; a check that has not ended is waited for. What is accepted decides the check
 * itself. Throws `Failure`.
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
  if (tasks.length === 0) return ended([], { kind: "not_accepted" }, context);
  const check = { commit: pull.headCommit, workflow: context.flags.text("workflow") ?? CHECK_WORKFLOW };
  const ports = { host, pace: systemPace, progress: tellProgress(context.terminal), signal: context.signal };
  const waitMinutes = context.flags.number("wait") ?? DEFAULT_WAIT_MINUTES;
  return ended(tasks, await startAgain(ports, check, { waitMinutes, isDryRun: context.isDryRun }), context);
}

type Outcome = StartedAgain | { readonly kind: "not_accepted" };

function ended(tasks: readonly string[], outcome: Outcome, { isDryRun }: CommandContext): CommandResult {
  const run = "run" in outcome ? outcome.run : null;
  return {
    exit: EXIT.done,
    json: { tasks: [...tasks], outcome: outcome.kind, run, dry_run: isDryRun },
    text: sentenceOf(outcome, tasks.join(", "), isDryRun ? "would start" : "started"),
  };
}

function sentenceOf(outcome: Outcome, tasks: string, verb: string): string {
  switch (outcome.kind) {
    case "started":
      return `${verb} the failed jobs of run ${outcome.run} again, for ${tasks}`;
    case "runs_again":
      return `run ${outcome.run} was started again meanwhile; it reads what is accepted`;
    case "passed":
      return `the check, run ${outcome.run}, passed; nothing to start again`;
    case "not_failed":
      return `the check, run ${outcome.run}, was cancelled or did not get to a result; the next one reads what is accepted`;
    case "no_run":
      return "no check of this head has been started; the first one reads what is accepted";
    case "not_accepted":
      return "no owner accepts a drop of this head";
  }
}

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
