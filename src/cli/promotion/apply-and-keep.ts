import { RemoteRefused } from "../../lifecycle/git.ts";
import { applyOnNewest } from "../../lifecycle/plans/apply-on-newest.ts";
import type { Applied } from "../../lifecycle/plans/apply-plan.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import type { CommandContext } from "../frame/command.ts";
import { reopen, type Workspace } from "../frame/workspace.ts";
import { forgetNotices, keepNotices } from "../notice/tell-people.ts";
import { noticesOfPlan } from "./notices-of-plan.ts";

/**
 * Plans and applies on origin's newest state. What has to be told of it is put aside before it is written, so that whoever is killed in
 * between loses nothing, and becomes true with the line in the audit record: by the next command that completes the plan, or by the merge where
 * main takes no push. A plan that came to nothing is forgotten.
 */
export async function applyAndKeep<P extends { readonly write?: WritePlan }>(
  context: CommandContext,
  workspace: Workspace,
  plan: () => Promise<P>,
): Promise<{ readonly plan: P; readonly applied: Applied }> {
  let kept: string | undefined;
  const keeping = async (): Promise<P> => {
    const planned = await plan();
    const operation = planned.write?.operation;
    if (kept !== undefined && kept !== operation) await forgetNotices(context, workspace, kept);
    kept = await keepBefore(context, workspace, planned.write);
    return planned;
  };
  try {
    return await applyOnNewest(keeping, workspace.store, workspace.git);
  } catch (error) {
    const comesLater = error instanceof RemoteRefused || isUnfinished(workspace, kept);
    if (kept !== undefined && !comesLater) await forgetNotices(context, workspace, kept);
    throw error;
  }
}

const isUnfinished = ({ store }: Workspace, operation: string | undefined): boolean =>
  store.unfinished().some((plan) => plan.operation === operation);

/** Gives the operation of which something is kept. Whatever goes wrong here is no failure of the decision. */
async function keepBefore(
  context: CommandContext,
  opened: Workspace,
  write: WritePlan | undefined,
): Promise<string | undefined> {
  const workspace = reopen(opened);
  if (write === undefined || workspace.repository.config.notify.length === 0) return undefined;
  try {
    const notices = noticesOfPlan(workspace.repository, write);
    if (notices.length === 0) return undefined;
    await keepNotices(context, workspace, notices, { recordedAs: write.operation });
    return write.operation;
  } catch (error) {
    context.terminal.insist(`nobody is told of this: ${String(error)}`);
    return undefined;
  }
}
