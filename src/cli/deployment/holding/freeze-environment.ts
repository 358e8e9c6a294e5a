import { applyOnNewest } from "../../../lifecycle/plans/apply-on-newest.ts";
import { planFreeze } from "../../../lifecycle/plans/plan-freeze.ts";
import { activeFreezes, parseUntil } from "../../../lifecycle/records/freezes.ts";
import { readAudit } from "../../../lifecycle/records/read-audit.ts";
import { treeText } from "../../../lifecycle/tree-text.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import type { Failure } from "../../../prompts/failure.ts";
import type { WritePlan } from "../../../prompts/file-change.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";
import { gitWishes, isNoRecord, requireCleanGit } from "../../frame/git-wishes.ts";
import { usage } from "../../frame/parse-flags.ts";
import { openWorkspace, patient, reopen, type Workspace, withWriting } from "../../frame/workspace.ts";
import { type DeploymentPlace, deploymentPlace, placeName } from "../deployment-place.ts";
import { interruptEnvironments } from "./hold-environment.ts";

interface Wanted {
  readonly place: DeploymentPlace;
  /** ISO 8601. */
  readonly until: string;
  readonly reason: string;
  readonly isEnding: boolean;
}

/** Lets deployments of an environment wait, or ends that. A deployment that runs there stops at its next step. Throws `Failure`. */
export async function freezeEnvironment(context: CommandContext): Promise<CommandResult> {
  const opened = patient(openWorkspace(context));
  const wanted = readWishes(context, opened);
  const write = await withWriting(context, opened, async (workspace) => {
    await requireCleanGit(context, workspace, isNoRecord);
    const planned = async (): Promise<{ readonly write?: WritePlan }> => {
      const plan = await planOf(context, reopen(workspace), wanted);
      return plan === undefined ? {} : { write: plan };
    };
    if (context.isDryRun) return (await planned()).write;
    return (await applyOnNewest(planned, workspace.store, workspace.git)).plan.write;
  });
  const place = placeName(wanted.place);
  const stopped = wanted.isEnding ? [] : await interruptEnvironments(context, opened, [place], "freeze");
  return resultOf(context, wanted, { write, stopped });
}

function readWishes(context: CommandContext, workspace: Workspace): Wanted {
  const { flags } = context;
  const now = new Date().toISOString();
  const text = flags.text("until");
  const until = text === undefined ? undefined : parseUntil(text, now);
  if (until === undefined)
    throw refuse(text === undefined ? "--until is missing" : `--until ${text} is no moment`);
  const isEnding = text === "now";
  if (!isEnding && Date.parse(until) <= Date.parse(now)) throw refuse(`--until ${text} is over already`);
  const reason = flags.text("reason")?.trim();
  if (!reason)
    throw usage({ name: "freeze" }, "--reason is missing", "Say why in a sentence; it is recorded for good.");
  return { place: deploymentPlace(context, workspace.repository), until, reason, isEnding };
}

const refuse = (found: string): Failure =>
  usage(
    { name: "freeze" },
    found,
    "Give a moment (2026-12-24T08:00Z), a span (90m, 8h, 3d), or now to end it.",
  );

async function planOf(
  context: CommandContext,
  workspace: Workspace,
  wanted: Wanted,
): Promise<WritePlan | undefined> {
  const { repository } = workspace;
  const acting = await workspace.acting();
  const active = activeFreezes(readAudit(repository.files), acting.at).find(
    ({ place }) => place === placeName(wanted.place),
  );
  return planFreeze(treeText(repository.files), {
    service: wanted.place.service.name,
    environment: wanted.place.environment.name,
    until: wanted.until,
    reason: wanted.reason,
    acting,
    ...(active === undefined ? {} : { active }),
    ...gitWishes(context, workspace),
  });
}

function resultOf(
  { isDryRun }: CommandContext,
  { place, until, reason, isEnding }: Wanted,
  { write, stopped }: { readonly write: WritePlan | undefined; readonly stopped: readonly string[] },
): CommandResult {
  const name = placeName(place);
  const json = {
    dry_run: isDryRun,
    environment: name,
    frozen_until: isEnding ? null : until,
    reason,
    changed: write !== undefined,
    stopped: stopped.length > 0,
  };
  const what = isEnding ? `the freeze of ${name} is over` : `${name} is frozen until ${until}`;
  const now = write === undefined ? (isEnding ? `${name} is not frozen` : `${what} already`) : what;
  const text = isDryRun && write !== undefined ? `would record that ${what}` : `${now}: ${reason}`;
  const running = stopped.length === 0 ? "" : "\nthe deployment that runs there stops at its next step";
  return { exit: EXIT.done, json, text: `${text}${running}` };
}
