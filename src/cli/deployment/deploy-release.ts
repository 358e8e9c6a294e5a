import { type EnvironmentHold, UNSHARED_HOLD } from "../../deployment/holding/environment-hold.ts";
import { heldRecord } from "../../deployment/holding/held-record.ts";
import { heldTarget } from "../../deployment/holding/held-target.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { isStateFile, requireCleanGit } from "../frame/git-wishes.ts";
import { openWorkspace, patient, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { thenTell } from "../notice/tell-people.ts";
import { requireAgreement } from "../promotion/compare-records.ts";
import { carryOut } from "./carry-out-deployment.ts";
import { type DeploymentPlace, deploymentPlace, placeName } from "./deployment-place.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "./deployment-timeout.ts";
import { lookAtEnvironment, takeTurn } from "./holding/hold-environment.ts";
import { waitingForFreeze } from "./holding/waiting-for-freeze.ts";
import { nothingDeployed } from "./nothing-deployed.ts";
import { openProduction, planProduction } from "./planned-production.ts";
import { requireOpenMain } from "./require-open-main.ts";
import { afterGivingUp, settleOperation } from "./settle-operation.ts";
import { openRecord } from "./targets/deployment-wiring.ts";
import { stopService } from "./targets/stop-service.ts";

/** Puts what is in production on the target that the flags name and watches it. Throws `Failure`. */
export const deployRelease = (context: CommandContext): Promise<CommandResult> =>
  thenTell(context, () => deployHere(context));

async function deployHere(context: CommandContext): Promise<CommandResult> {
  const opened = patient(openWorkspace(context));
  const place = deploymentPlace(context, opened.repository);
  if (context.flags.isOn("stop")) {
    return withWriting(context, opened, (workspace) => stopService(context, workspace, place));
  }
  const looked = await look(context, opened, place);
  if (looked !== undefined) return looked;
  await requireOpenMain(context, opened.repository.config.main_branch);
  const timeout = context.flags.number("timeout") ?? DEFAULT_TIMEOUT_SECONDS;
  const hold = await takeTurn(context, opened, place, timeout * 1000);
  try {
    const workspace = await prepare(context, opened);
    refuseRewound(context, workspace, place, hold);
    const waiting = waitingForFreeze(context, workspace, place);
    if (waiting !== undefined) return waiting;
    return await deployTo(context, workspace, place, hold);
  } finally {
    await hold.release();
  }
}

/** What stopped commands began is completed, main's newest state is what is deployed, and its records have to agree. */
async function prepare(context: CommandContext, opened: Workspace): Promise<Workspace> {
  return withWriting(context, opened, async (workspace) => {
    await requireCleanGit(context, workspace, isStateFile);
    const isPushing = context.flags.isOn("push") && !context.isDryRun;
    if (isPushing) await workspace.git.update(workspace.repository.config.main_branch);
    const newest = reopen(workspace);
    await requireAgreement(context, newest);
    return newest;
  });
}

/** Where nothing is to be done, or may be, no turn is waited for. Undefined where there is something to deploy. */
async function look(
  context: CommandContext,
  here: Workspace,
  place: DeploymentPlace,
): Promise<CommandResult | undefined> {
  const workspace = await prepare(context, here);
  const waiting = waitingForFreeze(context, workspace, place);
  if (waiting !== undefined) return waiting;
  if (!context.isDryRun && (await hasBegun(context, workspace, place))) return undefined;
  const opened = await openProduction(context, workspace, place);
  const { planning, observed } = await planProduction(context, workspace, place, {
    hold: UNSHARED_HOLD,
    opened,
  });
  if (planning.kind === "deploy" && !context.isDryRun) return undefined;
  return nothingDeployed(context, planning, observed);
}

/** Whether something was begun there that has to be ended first, by this machine or another one. */
async function hasBegun(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
): Promise<boolean> {
  const name = placeName(place);
  if (workspace.repository.registry.environments[name]?.status === "deploying") return true;
  return (await lookAtEnvironment(context, workspace, name)).kind === "unfinished";
}

/** Main has to know the newest operation that was closed. Throws `Failure` with exit 7. */
function refuseRewound(
  context: CommandContext,
  { repository }: Workspace,
  place: DeploymentPlace,
  { state: { closed } }: EnvironmentHold,
): void {
  const name = placeName(place);
  const recorded = repository.registry.environments[name]?.generation ?? 0;
  if (!context.flags.isOn("push") || recorded >= closed) return;
  throw new Failure(
    `generation ${closed} of ${name} was recorded, and main ends at ${recorded}: it was rewound, or a push is missing; nothing was deployed`,
    { exit: EXIT.conflict, fix: "Find the missing commits before anything is deployed." },
  );
}

async function deployTo(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  hold: EnvironmentHold,
): Promise<CommandResult> {
  const production = await openProduction(context, workspace, place);
  const { assembled, target: opened } = production;
  const releases = [assembled.release, ...opened.releases()];
  const target = heldTarget(opened, hold, workspace.store.exclusively);
  const record = heldRecord(
    openRecord(context, workspace, () => [assembled.release, ...opened.releases()]),
    hold,
  );
  const ports = { target, record, hold };
  const ended = await settleOperation(context, workspace, place, { ...ports, releases, goesFirst: false });
  if (ended.kind === "finished") return ended.result;
  if (ended.kind === "cleared")
    return afterGivingUp(context, record, ended, () => deployTo(context, reopen(workspace), place, hold));
  const { planning, observed } = await planProduction(context, workspace, place, {
    hold,
    opened: production,
  });
  if (planning.kind !== "deploy") return nothingDeployed(context, planning, observed);
  for (const note of planning.plan.notes) context.terminal.say(note);
  return carryOut(context, workspace, { plan: planning.plan, ...ports });
}
