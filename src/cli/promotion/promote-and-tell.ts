import { decisionNotices } from "../../deployment/notices/decision-notices.ts";
import { closeAlarms } from "../../deployment/notices/issue-notifier.ts";
import type { Notice } from "../../deployment/notices/notice.ts";
import {
  decidedNotice,
  UNDECIDED_EVENT,
  undecidedNotice,
} from "../../deployment/notices/undecided-notice.ts";
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
        await keepWhatHappened(context, workspace, before).catch((error: unknown) => {
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

/** Whatever goes wrong here is no failure of the promotion. */
async function keepWhatHappened(
  context: CommandContext,
  opened: Workspace,
  before: readonly AuditEntry[],
): Promise<void> {
  const workspace = reopen(opened);
  const { actor } = await workspace.acting();
  const after = readAudit(workspace.repository.files);
  const decisions = decisionNotices({ before, after, actor });
  await keepNotices(context, workspace, [...decisions, ...doubts(context, workspace, before, after)]);
}

/** Of the tasks that were to be promoted. */
function doubts(
  { flags }: CommandContext,
  { repository }: Workspace,
  before: readonly AuditEntry[],
  after: readonly AuditEntry[],
): readonly Notice[] {
  const named = flags.many("task");
  return readyTasks(repository).flatMap(({ entry: { address } }) => {
    if (named.length > 0 && !named.includes(address.id)) return [];
    const earlier = lastPromotion(before, address.id);
    const since = earlier?.at ?? "";
    const runs = readPastRuns(repository.files, address).map(({ figures }) => figures);
    const open = runs.filter(({ at }) => at > since);
    const promotion = lastPromotion(after, address.id);
    if (promotion === undefined || promotion.operation === earlier?.operation)
      return undecidedNotice(address.id, open) ?? [];
    const { operation, at, to: version = "" } = promotion;
    return decidedNotice(address.id, open, { operation, at, version }) ?? [];
  });
}

const lastPromotion = (audit: readonly AuditEntry[], task: string): AuditEntry | undefined =>
  audit.findLast((entry) => entry.task === task && isPromotion(entry));

const isPromotion = ({ phase, action }: AuditEntry): boolean =>
  phase === "done" && (action === "promote" || action === "override");
