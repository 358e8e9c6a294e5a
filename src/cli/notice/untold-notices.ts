import { createDiskOutbox, NOTICES_FOLDER } from "../../deployment/adapters/notices/disk-outbox.ts";
import { isSameNotice, type SharedNotice } from "../../deployment/notices/shared-notices.ts";
import { GitFailure } from "../../lifecycle/git.ts";
import { type Difference, mendable } from "../../lifecycle/reconciling/difference.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { STATE_BRANCH } from "../../lifecycle/state-branch.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { sharedNotices } from "./share-notices.ts";

/** What has happened and somebody who has to know was not told, by this machine or by another one. */
export async function untoldNotices(
  context: CommandContext,
  { root, repository, git }: Workspace,
): Promise<readonly Difference[]> {
  const recorded = new Set(readAudit(repository.files).map(({ operation }) => operation));
  const isTrue = ({ recordedAs }: SharedNotice): boolean =>
    recordedAs === undefined || recorded.has(recordedAs);
  const here = createDiskOutbox(root).waiting().filter(isTrue);
  const known = (await git.head()) === undefined ? [] : await elsewhere(context, root);
  const others = known.filter((one) => isTrue(one) && !here.some((own) => isSameNotice(own, one)));
  return [
    ...here.map(({ notice, to, why }) =>
      untold(
        NOTICES_FOLDER,
        `"${notice.title}" was not told to ${to}${why === undefined ? "" : ` (${why})`}`,
      ),
    ),
    ...others.map(({ notice, to }) => ({
      ...untold(STATE_BRANCH, `"${notice.title}" was not told to ${to} by another machine`),
      fix: "Run `npm run reconcile -- --fix --commit --push`; the next deployment tells it too.",
    })),
  ];
}

const untold = (where: string, found: string): Difference => mendable({ kind: "unfinished", where, found });

/** Nothing where origin does not answer, or there is none: what is known here has to be enough. */
async function elsewhere(context: CommandContext, root: string): Promise<readonly SharedNotice[]> {
  try {
    return (await sharedNotices(context, root)) ?? [];
  } catch (error) {
    if (error instanceof GitFailure) return [];
    throw error;
  }
}
