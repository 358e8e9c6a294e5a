import { closeAlarms } from "../../deployment/notices/issue-notifier.ts";
import { UNDECIDED_EVENT, undecidedNotice } from "../../deployment/notices/undecided-notice.ts";
import { readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { Failure } from "../../prompts/failure.ts";
import { readConfig } from "../../prompts/read-config.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { UnreadableFile } from "../../prompts/repository-files.ts";
import { readyTasks } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { openWorkspace, reopen, type Workspace } from "../frame/workspace.ts";
import { keepNotices, thenTell } from "../notice/tell-people.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";
import { isPromotion, lastPromotion } from "./notices-of-plan.ts";
import { promoteTasks } from "./promote-tasks.ts";

/** Promotes, and tells whoever has to know of what was decided without evidence, or could not be decided. Throws `Failure`. */
export async function promoteAndTell(context: CommandContext): Promise<CommandResult> {
  if (context.isDryRun) return promoteTasks(context);
  const workspace = openWorkspace(context);
  const tells = hasPlaces(context.root);
  if (!tells && !isOnGithub(context)) return promoteTasks(context);
  const before = readAudit(workspace.repository.files);
  const result = await thenTell(context, async () => {
    try {
      return await promoteTasks(context);
    } finally {
      if (tells)
        await keepDoubts(context, workspace, before).catch((error: unknown) => {
          context.terminal.insist(`nobody is told of this: ${String(error)}`);
        });
    }
  });
  if (isOnGithub(context)) await closeWaits(context, workspace, before);
  return result;
}

const isOnGithub = ({ environment }: CommandContext): boolean =>
  Boolean(environment["GITHUB_TOKEN"]) && Boolean(environment["GITHUB_REPOSITORY"]);

/** A task that is in production waits no longer, also where its tries were counted elsewhere. What goes wrong here, the schedule makes good. */
async function closeWaits(
  context: CommandContext,
  opened: Workspace,
  before: readonly AuditEntry[],
): Promise<void> {
  const known = new Set(before.map(({ operation }) => operation));
  const after = readAudit(reopen(opened).repository.files);
  const promoted = after.filter(({ operation }) => !known.has(operation)).filter(isPromotion);
  if (promoted.length === 0) return;
  const isOver = (isAbout: (task: string) => boolean): boolean =>
    promoted.some(({ task = "" }) => isAbout(task));
  try {
    const host = await openCodeHost(context.environment);
    const said = await closeAlarms(host, UNDECIDED_EVENT, isOver, "- it was promoted\n\nClosed by itself.");
    for (const line of said) context.terminal.say(line);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.terminal.insist(`whether an issue waits for this is not known: ${error.message}`);
  }
}

/** Where nobody is to be told, a thousand tasks need not be looked at for it. */
function hasPlaces(root: string): boolean {
  try {
    return readConfig(createDiskFiles(root)).notify.length > 0;
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

/** Of the tasks that were to be promoted and were not. Whatever goes wrong here is no failure of the promotion. */
async function keepDoubts(
  context: CommandContext,
  opened: Workspace,
  before: readonly AuditEntry[],
): Promise<void> {
  const workspace = reopen(opened);
  const { files } = workspace.repository;
  const after = readAudit(files);
  const named = context.flags.many("task");
  const doubts = readyTasks(workspace.repository).flatMap(({ entry: { address } }) => {
    const last = lastPromotion(after, address.id);
    const isPromoted = last?.operation !== lastPromotion(before, address.id)?.operation;
    if (isPromoted || (named.length > 0 && !named.includes(address.id))) return [];
    const runs = readPastRuns(files, address).map(({ figures }) => figures);
    return (
      undecidedNotice(
        address.id,
        runs.filter(({ at }) => at > (last?.at ?? "")),
      ) ?? []
    );
  });
  await keepNotices(context, workspace, doubts);
}
