import { closeAlarms } from "../../deployment/notices/issue-notifier.ts";
import { triedNotice, UNDECIDED_EVENT } from "../../deployment/notices/undecided-notice.ts";
import { createGitHistory } from "../../lifecycle/adapters/git/git-history.ts";
import type { CodeHost } from "../../lifecycle/code-host.ts";
import {
  CONFIG_FILE,
  examplesFolder,
  FRAGMENTS_FOLDER,
  metadataPath,
  productionPath,
  templatePath,
} from "../../prompts/layout.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { keepNotices, tellKept } from "../notice/tell-people.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";
import type { PendingTask } from "./pending-tasks.ts";

/** A task that waits for a promotion and has no evidence yet, with the reason as a sentence's end. */
export interface UnprovenTask {
  readonly pending: PendingTask;
  readonly task: string;
  readonly why: string;
}

const WORKFLOW = "promote.yml";
const ALWAYS = [{ on: [UNDECIDED_EVENT], to: "issue" }] as const;

/**
 * The tasks that a schedule has tried as often as `--give-up-after` says since their files last changed; each has one open issue by
 * then, and issues of tasks that wait no longer are closed. None without the flag, nor in a run that a person started again: who asks
 * for a try gets one.
 */
export async function giveUp(
  context: CommandContext,
  workspace: Workspace,
  waiting: readonly UnprovenTask[],
): Promise<readonly string[]> {
  const most = context.flags.number("give-up-after");
  if (most === undefined || Number(context.environment["GITHUB_RUN_ATTEMPT"] ?? "1") > 1) return [];
  const host = await openCodeHost(context.environment);
  const over = (isAbout: (task: string) => boolean): boolean => !waiting.some(({ task }) => isAbout(task));
  for (const line of await closeAlarms(
    host,
    UNDECIDED_EVENT,
    over,
    "- it waits no longer\n\nClosed by itself.",
  ))
    context.terminal.say(line);
  if (waiting.length === 0) return [];
  const { at } = await workspace.acting();
  const triesOf = await countTries(context, host);
  const given: string[] = [];
  for (const { pending, task, why } of waiting) {
    const tries = await triesOf(pending);
    if (tries < most) continue;
    const notice = triedNotice({ task, promptDigest: pending.digests.prompt, tries: most, why, at });
    await keepNotices(context, workspace, [notice], {
      also: ALWAYS,
      ...(tries > most ? { only: "issue" } : {}),
    });
    given.push(task);
  }
  await tellKept(context, workspace.root, ALWAYS);
  return given;
}

/** Runs that the schedule started before this one and that came to an end, on a commit that has what is tried now. */
async function countTries(
  { root, environment }: CommandContext,
  host: CodeHost,
): Promise<(task: PendingTask) => Promise<number>> {
  const [file = ""] = (environment["GITHUB_WORKFLOW_REF"] ?? "").split("@");
  const own = Number(environment["GITHUB_RUN_ID"] ?? Number.POSITIVE_INFINITY);
  const all = await host.scheduledRuns(file.split("/").at(-1) || WORKFLOW);
  const earlier = all.filter(({ id, isSuccess, isFailure }) => id < own && (isSuccess || isFailure));
  const history = createGitHistory(root, environment);
  return async (task) => {
    const commits = new Set(await history.commitsSince(pathsOf(task)));
    return earlier.filter(({ headCommit }) => commits.has(headCommit)).length;
  };
}

/** What an evaluation is made of, and what it compares with. */
function pathsOf({ ready }: PendingTask): readonly string[] {
  const { address } = ready.task.entry;
  return [
    ...[templatePath(address), metadataPath(address), examplesFolder(address), productionPath(address)],
    ...[FRAGMENTS_FOLDER, CONFIG_FILE],
  ];
}
