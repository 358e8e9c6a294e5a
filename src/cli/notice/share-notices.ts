import { meetShared, unshared } from "../../deployment/notices/meet-shared.ts";
import type { NoticeOutbox } from "../../deployment/notices/notice-outbox.ts";
import {
  changeSharedNotices,
  KEPT_DAYS,
  KEPT_NOTICES,
  NOTICES_NAME,
  parseSharedNotices,
  type SharedNotice,
} from "../../deployment/notices/shared-notices.ts";
import { createGitStateBranch } from "../../lifecycle/adapters/git/git-state-branch.ts";
import { GitFailure } from "../../lifecycle/git.ts";
import type { StateBranch } from "../../lifecycle/state-branch.ts";
import type { CommandContext } from "../frame/command.ts";

/** Whether another machine may have to tell what this one cannot: where a command pushes, others push too. */
export const sharesNotices = ({ flags, isDryRun }: CommandContext): boolean =>
  flags.isKnown("push") && flags.isOn("push") && !isDryRun;

/** What other machines left to be told waits here from now on. */
export async function takeShared(context: CommandContext, root: string, outbox: NoticeOutbox): Promise<void> {
  await saidOnly(context, async () => {
    const told = meetShared(outbox, await sharedNotices(context, root));
    if (told.length > 0) await change(context, root, { added: [], removed: told });
  });
}

/** Keeps on the branch `pipeline-state` what waits here, so that it is told where this machine is thrown away. */
export async function shareWaiting(
  context: CommandContext,
  root: string,
  outbox: NoticeOutbox,
  removed: readonly SharedNotice[] = [],
): Promise<void> {
  const added = unshared(outbox);
  if (added.length + removed.length === 0) return;
  await saidOnly(context, async () => {
    await change(context, root, { added, removed });
    for (const waiting of added) outbox.put({ ...waiting, isShared: true });
  });
}

/** What waits on origin's branch; undefined where nothing was ever kept there. Throws `GitFailure` where origin does not answer. */
export async function sharedNotices(
  { environment }: CommandContext,
  root: string,
): Promise<readonly SharedNotice[] | undefined> {
  const text = await branchOf(root, environment).read(NOTICES_NAME);
  return text === undefined ? undefined : parseSharedNotices(text);
}

async function change(
  { environment, terminal }: CommandContext,
  root: string,
  wanted: Parameters<typeof changeSharedNotices>[1],
): Promise<void> {
  let dropped: readonly SharedNotice[] = [];
  await branchOf(root, environment).change(NOTICES_NAME, (text) => {
    const changed = changeSharedNotices(text, wanted, new Date().toISOString());
    dropped = changed.dropped;
    return changed.text;
  });
  for (const { notice, to } of dropped)
    terminal.insist(
      `"${notice.title}" of ${notice.at} is told to ${to} no more: notices are kept for ${KEPT_DAYS} days, and ${KEPT_NOTICES} of them`,
    );
}

const branchOf = (root: string, environment: NodeJS.ProcessEnv): StateBranch =>
  createGitStateBranch(root, environment, "origin");

/** Whatever git refuses here is no failure of the command. */
async function saidOnly({ terminal }: CommandContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    terminal.insist(`what waits to be told is kept here alone: ${error.message}`);
  }
}
