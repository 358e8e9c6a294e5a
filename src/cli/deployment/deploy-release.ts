import { type EnvironmentHold, UNSHARED_HOLD } from "../../deployment/holding/environment-hold.ts";
import { heldRecord } from "../../deployment/holding/held-record.ts";
import { heldTarget } from "../../deployment/holding/held-target.ts";
import { type DeployPlan, type DeployPlanning, planDeployment } from "../../deployment/plan-deployment.ts";
import type { AssembledRelease } from "../../deployment/releases/assemble-release.ts";
import type { OpenedTarget } from "../../deployment/targets/opened-target.ts";
import type { ObservedState } from "../../deployment/targets/target.ts";
import { activeFreezes, freezeSentence } from "../../lifecycle/records/freezes.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { isStateFile, requireCleanGit } from "../frame/git-wishes.ts";
import { openWorkspace, patient, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { thenTell } from "../notice/tell-people.ts";
import { requireAgreement } from "../promotion/compare-records.ts";
import { carryOut } from "./carry-out-deployment.ts";
import { type DeploymentPlace, deploymentPlace, placeName } from "./deployment-place.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "./deployment-timeout.ts";
import { openRecord, openTarget, productionRelease } from "./deployment-wiring.ts";
import { lookAtEnvironment, takeTurn } from "./hold-environment.ts";
import { requireOpenMain } from "./require-open-main.ts";
import { settleOperation } from "./settle-operation.ts";

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
    const waiting = frozen(context, workspace, place);
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
  const waiting = frozen(context, workspace, place);
  if (waiting !== undefined) return waiting;
  if (!context.isDryRun && (await hasBegun(context, workspace, place))) return undefined;
  const opened = await openProduction(context, workspace, place);
  const { planning, observed } = await planHere(context, workspace, place, { hold: UNSHARED_HOLD, opened });
  if (planning.kind === "deploy" && !context.isDryRun) return undefined;
  return settled(context, planning, observed);
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

/** A planned wait is no failure: what is in production goes out with the first deployment after it, and what was begun goes on. */
function frozen(
  { isDryRun }: CommandContext,
  { repository }: Workspace,
  place: DeploymentPlace,
): CommandResult | undefined {
  const freezes = activeFreezes(readAudit(repository.files), new Date().toISOString());
  const freeze = freezes.find((each) => each.place === placeName(place));
  if (freeze === undefined) return undefined;
  const message = `${freezeSentence(freeze)}; nothing was deployed, deploy again after that`;
  return quiet(message, { deployed: false, dry_run: isDryRun, waiting: { ...freeze, message } });
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

/** Ends the processes of a local target; deploying again brings them back. */
async function stopService(
  context: CommandContext,
  { root }: Workspace,
  place: DeploymentPlace,
): Promise<CommandResult> {
  const target = await openTarget(context, root, place);
  const { deployment, pending } = await target.observe();
  const urls = [...(deployment?.healthy === true ? [deployment.url] : []), ...pending.map(({ url }) => url)];
  if (!context.isDryRun) await target.stopAll();
  const where = `${place.service.name}/${place.environment.name}`;
  if (urls.length === 0) return quiet(`nothing runs on ${where}`, { stopped: [] });
  return quiet(`${context.isDryRun ? "would stop" : "stopped"} ${where} at ${urls.join(", ")}`, {
    stopped: urls,
  });
}

/** What would be deployed, and the target that was opened for it. */
interface OpenedProduction {
  readonly assembled: AssembledRelease;
  readonly target: OpenedTarget;
}

async function openProduction(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
): Promise<OpenedProduction> {
  const commit = (await workspace.git.head()) ?? "uncommitted";
  const assembled = await releaseFor(context, workspace, place, commit);
  return { assembled, target: await openTarget(context, workspace.root, place, assembled) };
}

interface Planned {
  readonly planning: DeployPlanning;
  readonly observed: ObservedState;
}

/** Looks beforehand and plans. Throws `Failure` where the release cannot be deployed. */
async function planHere(
  context: CommandContext,
  workspace: Workspace,
  { service, environment }: DeploymentPlace,
  { hold, opened }: { readonly hold: EnvironmentHold; readonly opened: OpenedProduction },
): Promise<Planned> {
  const { assembled, target } = opened;
  const { registry, files } = workspace.repository;
  if (environment.target === "local") refuseOtherImage(context.flags.text("image"), assembled.release.image);
  await target.preflight?.();
  const observed = await target.observe();
  const live = observed.deployment === undefined ? undefined : await target.verify(observed.deployment.id);
  const planning = planDeployment({
    service: service.name,
    environment: environment.name,
    ...(environment.after === undefined ? {} : { after: environment.after }),
    release: assembled.release,
    registry,
    observed,
    given: hold.state.given,
    ...(live === undefined ? {} : { live }),
    restart: context.flags.isOn("restart"),
    audit: readAudit(files),
  });
  return { planning, observed };
}

/** A restart keeps what runs, also where production is another release by now: a key that leaked waits for no image. */
async function releaseFor(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  commit: string,
): Promise<AssembledRelease> {
  const production = productionRelease(workspace, place, commit);
  if (!context.flags.isOn("restart")) return production;
  const target = await openTarget(context, workspace.root, place);
  const { deployment } = await target.observe();
  const running = target.releases().find(({ image }) => image === deployment?.image);
  if (running === undefined || running.image === production.release.image) return production;
  return { release: running, files: [], withheld: [], problems: [] };
}

/** What a plan comes to where nothing is deployed. Throws `Failure` with exit 7. */
function settled(
  context: CommandContext,
  planning: DeployPlanning,
  { deployment }: ObservedState,
): CommandResult {
  switch (planning.kind) {
    case "unchanged":
    case "superseded":
      return quiet(planning.why, { deployed: false, url: deployment?.url ?? null });
    case "conflict":
      throw new Failure(`${planning.why}; nothing was deployed`, {
        exit: EXIT.conflict,
        fix: "Look at `npm run status`.",
      });
    case "deploy":
      for (const note of planning.plan.notes) context.terminal.say(note);
      return dryRun(planning.plan);
  }
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
  if (ended.kind === "cleared") return deployTo(context, reopen(workspace), place, hold);
  const { planning, observed } = await planHere(context, workspace, place, { hold, opened: production });
  if (planning.kind !== "deploy") return settled(context, planning, observed);
  for (const note of planning.plan.notes) context.terminal.say(note);
  return carryOut(context, workspace, { plan: planning.plan, ...ports });
}

function refuseOtherImage(wanted: string | undefined, image: string): void {
  if (wanted === undefined || wanted === image) return;
  throw new Failure(`production is image ${image}, not ${wanted}; nothing was deployed`, {
    exit: EXIT.conflict,
    fix: "Deploy from the commit that made that image.",
  });
}

function quiet(why: string, json: Json): CommandResult {
  return { exit: EXIT.done, json, text: why };
}

function dryRun({ intent, notes }: DeployPlan): CommandResult {
  const changed = intent.changed.map(
    ({ task, from, version }) => `  evaluate ${task} ${from ?? "(new)"} -> ${version} on the running service`,
  );
  const lines = [
    `would deploy release ${intent.to.release} (${intent.to.image.slice(0, 19)}) to ${intent.service}/${intent.environment}`,
    ...changed,
  ];
  return {
    exit: EXIT.done,
    json: { dry_run: true, intent, notes } as unknown as Json,
    text: lines.join("\n"),
  };
}
