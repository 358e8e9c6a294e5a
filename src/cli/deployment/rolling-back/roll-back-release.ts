import type { EnvironmentHold } from "../../../deployment/holding/environment-hold.ts";
import { heldRecord } from "../../../deployment/holding/held-record.ts";
import { heldTarget } from "../../../deployment/holding/held-target.ts";
import type { RollbackWish } from "../../../deployment/records/deployment-record.ts";
import { begunRollback, isAskedRollback } from "../../../deployment/rolling-back/asked-rollback.ts";
import { planRecording } from "../../../deployment/rolling-back/plan-recording.ts";
import { planRollback, type RollbackPlan } from "../../../deployment/rolling-back/plan-rollback.ts";
import { rollBack } from "../../../deployment/rolling-back/rollback.ts";
import { rollbackGround } from "../../../deployment/rolling-back/rollback-ground.ts";
import type { RollbackSituation } from "../../../deployment/rolling-back/rollback-situation.ts";
import { rolledBackMeanwhile } from "../../../deployment/rolling-back/rolled-back-meanwhile.ts";
import type { ObservedState, Target } from "../../../deployment/targets/target.ts";
import { GitFailure } from "../../../lifecycle/git.ts";
import { readAudit } from "../../../lifecycle/records/read-audit.ts";
import { EXIT, type ExitCode } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { Json } from "../../../prompts/reading/json.ts";
import type { AuditEntry } from "../../../prompts/records/audit.ts";
import type { Release } from "../../../prompts/records/release.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";
import { isNoRecord, requireCleanGit } from "../../frame/git-wishes.ts";
import { usage } from "../../frame/parse-flags.ts";
import { waitWithin } from "../../frame/wait-within.ts";
import { openWorkspace, patient, reopen, type Workspace, withWriting } from "../../frame/workspace.ts";
import { thenTell } from "../../notice/tell-people.ts";
import { type DeploymentPlace, deploymentPlace, placeName } from "../deployment-place.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "../deployment-timeout.ts";
import { takeAtOnce } from "../holding/hold-environment.ts";
import { afterGivingUp, type Settled, settleOperation } from "../settle-operation.ts";
import { openRecord, openTarget } from "../targets/deployment-wiring.ts";
import { recordByHand } from "./record-by-hand.ts";
import { rollbackResult } from "./rollback-result.ts";
import { completedRollback, unrecordedRollback } from "./unrecorded-rollback.ts";

const TIMEOUT_MS = DEFAULT_TIMEOUT_SECONDS * 1000;

/** Brings back a release, or a version of one task, as the flags say. Throws `Failure`. */
export const rollBackRelease = (context: CommandContext): Promise<CommandResult> =>
  thenTell(context, () => rollBackHere(context));

async function rollBackHere(context: CommandContext): Promise<CommandResult> {
  if (!context.flags.text("reason")?.trim())
    throw usage(
      { name: "rollback" },
      "--reason is missing",
      "Say why in a sentence; it is recorded for good.",
    );
  const opened = patient(openWorkspace(context));
  const place = deploymentPlace(context, opened.repository);
  const asked = readAudit(opened.repository.files);
  const waiting = unrecordedRollback(opened, place);
  const [workspace, hold] = await withWriting(context, opened, async (ready) => {
    await requireCleanGit(context, ready, isNoRecord);
    return [await newest(context, ready), await takeAtOnce(context, ready, place)] as const;
  });
  try {
    const done = completedRollback(workspace, place, waiting, wishOf(context.flags));
    return done ?? (await rollBackAt(context, { workspace, place, hold, asked }));
  } finally {
    await hold.release();
  }
}

/** Main's newest state, where origin gives it: what runs matters more than what is pushed. */
async function newest(context: CommandContext, workspace: Workspace): Promise<Workspace> {
  if (context.isDryRun || !context.flags.isOn("push")) return workspace;
  try {
    await workspace.git.update(workspace.repository.config.main_branch);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    context.terminal.say(`rolling back on what is known here: ${error.message}`);
  }
  return reopen(workspace);
}

interface Errand {
  readonly workspace: Workspace;
  readonly place: DeploymentPlace;
  readonly hold: EnvironmentHold;
  /** The audit record as it was when the rollback was asked for. */
  readonly asked: readonly AuditEntry[];
}

async function rollBackAt(context: CommandContext, errand: Errand): Promise<CommandResult> {
  const { workspace, place, hold } = errand;
  const opened = await openTarget(context, workspace.root, place);
  const releases = opened.releases();
  const target = heldTarget(opened, hold, workspace.store.exclusively);
  const record = heldRecord(
    openRecord(context, workspace, () => releases),
    hold,
  );
  if (!context.isDryRun) {
    const ports = { target, record, hold, releases, goesFirst: true };
    const settled = await settleOperation(context, workspace, place, ports);
    const ended = settled.kind === "finished" ? afterFinished(context, place, settled) : undefined;
    if (ended !== undefined) return ended;
    if (settled.kind === "finished") return rollBackNext(context, errand);
    if (settled.kind === "cleared") {
      const next = () => rollBackAt(context, { ...errand, workspace: reopen(workspace) });
      return afterGivingUp(context, record, settled, next);
    }
  }
  const observed = await target.observe();
  const { situation, meanwhile } = situationNow(context, errand, observed, releases);
  if (meanwhile !== undefined && situation.unsettled === undefined) return alreadyBack(place, meanwhile);
  const planning = planRollback(situation);
  if (planning.kind === "rollback") {
    if (context.isDryRun) return dryRun(planning.plan);
    const outcome = await rollBack(planning.plan, { target, record, wait: waitWithin(TIMEOUT_MS) });
    return rollbackResult(context, outcome);
  }
  await leaveUnsettled(context, target, situation, observed);
  switch (planning.kind) {
    case "hold":
      throw refusal(planning.why, EXIT.unclear, "Deploy a version that is known to be good.");
    case "refused":
      throw refusal(planning.why, EXIT.invalidContent, "`npm run status` shows what may answer.");
    case "unchanged": {
      const audit = readAudit(workspace.repository.files);
      const recording = planRecording(situation, audit, observed.deployment);
      const unchanged = { exit: EXIT.done, json: { rolled_back: false }, text: planning.why };
      return (await recordByHand(context, recording, record)) ?? unchanged;
    }
  }
}

/** What was finished gave the environment back, so that it is taken again. */
async function rollBackNext(context: CommandContext, errand: Errand): Promise<CommandResult> {
  const workspace = reopen(errand.workspace);
  const hold = await takeAtOnce(context, workspace, errand.place);
  try {
    return await rollBackAt(context, { ...errand, workspace, hold });
  } finally {
    await hold.release();
  }
}

/**
 * What was begun is all that was asked for, or a deployment, after which is planned anew. After another rollback a named version or
 * release is still what is meant; "the one before" is not. Throws `Failure` with exit 7.
 */
function afterFinished(
  { flags }: CommandContext,
  place: DeploymentPlace,
  { intent, result }: Extract<Settled, { kind: "finished" }>,
): CommandResult | undefined {
  if (intent.kind !== "rollback") return undefined;
  const wish = wishOf(flags);
  if (isAskedRollback(begunRollback(intent), wish)) return result;
  if (wish.to !== undefined) return undefined;
  throw new Failure(
    `another rollback of ${placeName(place)} was begun (${JSON.stringify(intent.reason ?? "")}), and was finished first; nothing else was rolled back`,
    {
      exit: EXIT.conflict,
      fix: "Look at `npm run status`; run the command again if something still has to go back.",
    },
  );
}

const wishOf = (flags: CommandContext["flags"]): RollbackWish => ({
  ...optional("task", flags.text("task")),
  ...optional("to", flags.text("to")),
});

function situationNow(
  { flags }: CommandContext,
  { workspace, place, hold, asked }: Errand,
  observed: ObservedState,
  releases: readonly Release[],
): { readonly situation: RollbackSituation; readonly meanwhile: AuditEntry | undefined } {
  const names = { service: place.service.name, environment: place.environment.name };
  const { registry, files } = workspace.repository;
  const audit = readAudit(files);
  const wish = wishOf(flags);
  const situation = {
    ...names,
    ...rollbackGround({ ...names, observed, releases, registry, audit }),
    ...wish,
    registry,
    liveGeneration: Math.max(observed.deployment?.generation ?? 0, hold.state.given),
    reason: flags.text("reason") ?? "",
  };
  return { situation, meanwhile: rolledBackMeanwhile(asked, audit, names, wish) };
}

function alreadyBack(place: DeploymentPlace, { actor, task, to = "" }: AuditEntry): CommandResult {
  const what = task === undefined ? placeName(place) : task;
  const text = `${what} was rolled back to ${to} by ${actor} meanwhile, which answers already; nothing else was rolled back`;
  return { exit: EXIT.done, json: { rolled_back: false }, text };
}

/** What was given up is not left to users, also where nothing else goes back. */
async function leaveUnsettled(
  { isDryRun, terminal }: CommandContext,
  target: Target,
  { unsettled, live }: RollbackSituation,
  { deployment }: ObservedState,
): Promise<void> {
  if (unsettled === undefined || deployment === undefined || isDryRun) return;
  await target.rollback(deployment.id);
  const { number } = unsettled.release;
  terminal.say(
    `release ${number} was never evaluated to an end and was taken away: release ${live.release.number} answers`,
  );
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: string });
}

function refusal(why: string, exit: ExitCode, fix: string): Failure {
  return new Failure(`${why}; nothing was rolled back`, { exit, fix });
}

function dryRun({ intent }: RollbackPlan): CommandResult {
  const tasks = intent.changed.map(({ task, from, version }) => `  ${task} ${from ?? ""} -> ${version}`);
  return {
    exit: EXIT.done,
    json: { dry_run: true, intent } as unknown as Json,
    text: [
      `would roll ${intent.service}/${intent.environment} back to release ${intent.to.release}`,
      ...tasks,
    ].join("\n"),
  };
}
