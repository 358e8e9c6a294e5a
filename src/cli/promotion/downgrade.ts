import { gitStep } from "../../lifecycle/git-step.ts";
import type { Applied } from "../../lifecycle/plans/apply-plan.ts";
import { planReturn, type Return } from "../../lifecycle/plans/plan-return.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { type RecordedTask, recordedTasks } from "../../lifecycle/records/recorded-tasks.ts";
import { stateChanges } from "../../lifecycle/records/state-changes.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import type { RegistryTask, RegistryVersion, VersionStatus } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { interruptDeployments } from "../deployment/holding/interrupt-deployments.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { gitWishes } from "../frame/git-wishes.ts";
import { usage } from "../frame/parse-flags.ts";
import { reopen, type Workspace } from "../frame/workspace.ts";
import { applyAndKeep } from "./apply-and-keep.ts";

/** `promote --to VERSION`: an earlier version's archived bytes become production again. Needs no provider. */
export async function downgrade(context: CommandContext, workspace: Workspace): Promise<CommandResult> {
  const { flags } = context;
  const [id, ...others] = flags.many("task");
  if (id === undefined || others.length > 0)
    throw usage({ name: "promote" }, "--to goes with exactly one --task", "Name one task.");
  const version = flags.text("to") ?? "";
  const reason = flags.text("reason") ?? "";
  const planned = (): Promise<ReturnPlan> => planOf(context, reopen(workspace), { id, version, reason });
  const { plan, applied } = context.isDryRun
    ? { plan: await planned(), applied: {} }
    : await applyAndKeep(context, workspace, planned);
  if (!context.isDryRun) await interruptDeployments(context, workspace, [id]);
  return resultOf(context, plan, applied);
}

interface Wanted {
  readonly id: string;
  readonly version: string;
  readonly reason: string;
}

interface ReturnPlan extends Wanted {
  /** Absent where the version is in production already. */
  readonly from?: string;
  readonly write?: WritePlan;
}

async function planOf(context: CommandContext, workspace: Workspace, wanted: Wanted): Promise<ReturnPlan> {
  const { repository } = workspace;
  const { id, version, reason } = wanted;
  const address = namedTask(repository, id).address;
  const recorded = recordedTasks(readAudit(repository.files)).get(id);
  const registered = withRollbacks(repository.registry.tasks[id] ?? { versions: [] }, recorded);
  const outcome = planReturn({ address, registered, version, reason }, treeText(repository.files));
  switch (outcome.kind) {
    case "refused": {
      const { exit, found, fix } = outcome.refusal;
      throw new Failure(`${id}: ${found}; nothing was changed`, { exit, fix });
    }
    case "unchanged":
      return wanted;
    case "return": {
      const write = await writePlan(context, workspace, outcome.plan, reason);
      return { ...wanted, from: outcome.plan.from, write };
    }
  }
}

/** A retirement once wrote over why a version was rolled back: there the audit record says it. */
function withRollbacks(registered: RegistryTask, recorded: RecordedTask | undefined): RegistryTask {
  const statusOf = (known: RegistryVersion): VersionStatus =>
    recorded?.versions.find(({ version }) => version === known.version)?.status ?? known.status;
  const versions = registered.versions.map((known) =>
    known.status === "archived" ? { ...known, status: statusOf(known) } : known,
  );
  return { ...registered, versions };
}

function resultOf({ isDryRun }: CommandContext, plan: ReturnPlan, { commit }: Applied): CommandResult {
  const { id, from, version, reason } = plan;
  if (from === undefined) {
    const json = { dry_run: isDryRun, returned: null, commit: null };
    return { exit: EXIT.done, json, text: `${id} ${version} is in production already` };
  }
  return {
    exit: EXIT.done,
    json: { dry_run: isDryRun, returned: { task: id, from, version, reason }, commit: commit ?? null },
    text: `${isDryRun ? "would return" : "returned"} ${id} ${from} -> ${version}: ${reason}`,
  };
}

async function writePlan(
  context: CommandContext,
  workspace: Workspace,
  plan: Return,
  reason: string,
): Promise<WritePlan> {
  const { task, from, version, registered, changes } = plan;
  const generation = workspace.repository.registry.tasks[task]?.production?.sha256 ?? "";
  const operation = `downgrade-${sha256(canonicalJson({ task, from, version, reason, generation })).slice(0, 24)}`;
  const alone = context.flags.isOn("break-glass") ? { details: { break_glass: true } } : {};
  return {
    operation,
    summary: `returning ${task} to ${version}`,
    changes: [
      ...changes,
      ...stateChanges(treeText(workspace.repository.files), operation, {
        acting: await workspace.acting(),
        registry: { tasks: { [task]: registered } },
        audit: [{ phase: "done", action: "downgrade", task, from, to: version, reason, ...alone }],
      }),
    ],
    ...gitStep(gitWishes(context, workspace), {
      message: `promote(${task}): back to v${version}\n\n${reason}`,
    }),
  };
}
