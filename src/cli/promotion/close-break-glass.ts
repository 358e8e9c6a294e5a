import { gitStep } from "../../lifecycle/git-step.ts";
import { planClosingAlone } from "../../lifecycle/records/break-glass.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { stateChanges } from "../../lifecycle/records/state-changes.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes } from "../frame/git-wishes.ts";
import { usage } from "../frame/parse-flags.ts";
import { reopen, type Workspace } from "../frame/workspace.ts";
import { applyAndKeep } from "./apply-and-keep.ts";

interface ClosePlan {
  /** The decision that is closed; absent where none is open. */
  readonly closed?: AuditEntry;
  readonly write?: WritePlan;
}

/** `promote --close-break-glass`: the second person's look at what somebody put into production alone. */
export async function closeBreakGlass(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const [task, ...others] = context.flags.many("task");
  if (task === undefined || others.length > 0)
    throw usage({ name: "promote" }, "--close-break-glass goes with exactly one --task", "Name one task.");
  namedTask(workspace.repository, task);
  const planned = (): Promise<ClosePlan> => planOf(context, reopen(workspace), task);
  const { plan } = context.isDryRun
    ? { plan: await planned() }
    : await applyAndKeep(context, workspace, planned);
  const { closed } = plan;
  const json = {
    dry_run: context.isDryRun,
    closed: closed === undefined ? null : { task, by: closed.actor },
  };
  const verb = context.isDryRun ? "would close" : "closed";
  const text =
    closed === undefined
      ? `${task}: no decision that was taken alone is open`
      : `${verb} what ${closed.actor} decided alone about ${task}: ${closed.reason ?? ""}`;
  return { exit: EXIT.done, json, text };
}

async function planOf(context: CommandContext, workspace: Workspace, task: string): Promise<ClosePlan> {
  const { files } = workspace.repository;
  const acting = await workspace.acting();
  const closing = planClosingAlone(readAudit(files), task, acting.actor);
  switch (closing.kind) {
    case "nothing":
      return {};
    case "refused": {
      const { found, exit, fix } = closing.refusal;
      throw new Failure(`${task}: ${found}; nothing was changed`, { exit, fix });
    }
    case "close":
      return { closed: closing.entry, write: writePlan(context, workspace, closing.entry, acting) };
  }
}

function writePlan(
  context: CommandContext,
  workspace: Workspace,
  { task = "", to, operation: about }: AuditEntry,
  acting: { readonly at: string; readonly actor: string },
): WritePlan {
  const reason = context.flags.text("reason")?.trim() ?? "";
  const operation = `close-${sha256(`${about} ${acting.actor}`).slice(0, 24)}`;
  const version = to === undefined ? {} : { to };
  const entry = { phase: "done", action: "close", task, ...version, reason, details: { about } } as const;
  return {
    operation,
    summary: `closing what was decided alone about ${task}`,
    changes: stateChanges(treeText(workspace.repository.files), operation, {
      acting,
      registry: {},
      audit: [entry],
    }),
    ...gitStep(gitWishes(context, workspace), {
      message: `promote(${task}): seen by a second person\n\n${reason}`,
    }),
  };
}
