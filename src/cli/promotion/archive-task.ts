import { gitStep } from "../../lifecycle/git-step.ts";
import { applyOnNewest } from "../../lifecycle/plans/apply-on-newest.ts";
import {
  planTaskRetirement,
  planVersionRetirement,
  type RetirementOutcome,
} from "../../lifecycle/plans/plan-archive.ts";
import { readAudit, runningEverywhere } from "../../lifecycle/records/read-audit.ts";
import { stateChanges } from "../../lifecycle/records/state-changes.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import type { OutOfUse } from "../../prompts/records/out-of-use.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes, requireAllPushed, requireCleanGit } from "../frame/git-wishes.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { pruneRuns } from "./prune-runs.ts";

/** Retires a version or a task, or prunes runs, as the flags say. Throws `Failure`. */
export async function archiveTask(context: CommandContext): Promise<CommandResult> {
  const opened = openWorkspace(context);
  return withWriting(context, opened, async (workspace) => {
    await requireCleanGit(context, workspace);
    requireAllPushed(context, workspace);
    return context.flags.isOn("evals") ? pruneRuns(context, workspace) : retire(context, workspace);
  });
}

async function retire(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const { flags } = context;
  const [task, version, reason] = [flags.text("task"), flags.text("version"), flags.text("reason")?.trim()];
  if (task === undefined)
    throw usage({ name: "archive" }, "no task is named", "Give --task TASK, or --evals.");
  if (!reason)
    throw usage(
      { name: "archive" },
      "--reason is missing",
      "Say why in a sentence; it is recorded for good.",
    );
  const planned = (): Promise<RetirementPlan> =>
    planOf(context, reopen(workspace), { task, reason, ...(version === undefined ? {} : { version }) });
  const plan = context.isDryRun
    ? await planned()
    : (await applyOnNewest(planned, workspace.store, workspace.git)).plan;
  return resultOf(context, plan);
}

interface Wanted {
  readonly task: string;
  readonly version?: string;
  readonly reason: string;
}

interface RetirementPlan extends Wanted {
  /** Absent where it answers no more already. */
  readonly write?: WritePlan;
  /** What keeps a version out already. */
  readonly status?: OutOfUse;
}

async function planOf(
  context: CommandContext,
  workspace: Workspace,
  wanted: Wanted,
): Promise<RetirementPlan> {
  const { task, version, reason } = wanted;
  const { registry, files } = workspace.repository;
  const outcome: RetirementOutcome =
    version === undefined
      ? planTaskRetirement(namedTask(workspace.repository, task).address, registry, treeText(files))
      : planVersionRetirement({ task, version }, registry, runningEverywhere(registry, readAudit(files)));
  switch (outcome.kind) {
    case "refused":
      throw new Failure(`${nameOf(wanted)}: ${outcome.refusal.found}; nothing was changed`, outcome.refusal);
    case "unchanged":
      return { ...wanted, ...(outcome.status === undefined ? {} : { status: outcome.status }) };
    case "retirement":
      return { ...wanted, write: await writePlan(context, workspace, outcome, reason) };
  }
}

const nameOf = ({ task, version }: Wanted): string => (version === undefined ? task : `${task} ${version}`);

const UNCHANGED: Readonly<Record<OutOfUse, string>> = {
  archived: "is archived already",
  rolled_back: "was rolled back by a person, which keeps it out already; nothing was changed",
  quarantined: "was rolled back for a measured regression, which keeps it out already; nothing was changed",
};

function resultOf({ isDryRun }: CommandContext, plan: RetirementPlan): CommandResult {
  const { task, version, reason, write, status = "archived" } = plan;
  if (write === undefined) {
    const json = { dry_run: isDryRun, archived: null, status };
    return { exit: EXIT.done, json, text: `${nameOf(plan)} ${UNCHANGED[status]}` };
  }
  return {
    exit: EXIT.done,
    json: { dry_run: isDryRun, archived: { task, version: version ?? null, reason } },
    text: `${isDryRun ? "would archive" : "archived"} ${nameOf(plan)}: ${reason}`,
  };
}

async function writePlan(
  context: CommandContext,
  workspace: Workspace,
  { plan }: Extract<RetirementOutcome, { kind: "retirement" }>,
  reason: string,
): Promise<WritePlan> {
  const { task, version, registered, changes } = plan;
  const operation = `archive-${sha256(canonicalJson({ task, version: version ?? null, registered })).slice(0, 24)}`;
  const what = version === undefined ? task : `${task} v${version}`;
  return {
    operation,
    summary: `archiving ${what}`,
    changes: [
      ...changes,
      ...stateChanges(treeText(workspace.repository.files), operation, {
        acting: await workspace.acting(),
        registry: { tasks: { [task]: registered } },
        audit: [
          {
            phase: "done",
            action: "archive",
            task,
            ...(version === undefined ? {} : { from: version }),
            reason,
          },
        ],
      }),
    ],
    ...gitStep(gitWishes(context, workspace), { message: `archive: ${what}\n\n${reason}` }),
  };
}
