import type { DeploymentOutcome } from "../../deployment/deployment-record.ts";
import type { EnvironmentHold } from "../../deployment/environment-hold.ts";
import { heldRecord } from "../../deployment/held-record.ts";
import { heldTarget } from "../../deployment/held-target.ts";
import { closingSummary } from "../../deployment/plan-closing.ts";
import { planRecording } from "../../deployment/plan-recording.ts";
import { planRollback, type RollbackPlan } from "../../deployment/plan-rollback.ts";
import type { Release } from "../../deployment/release.ts";
import { rollBack } from "../../deployment/rollback.ts";
import type { RollbackSituation, VerifiedRelease } from "../../deployment/rollback-situation.ts";
import type { ObservedState, Pins } from "../../deployment/target.ts";
import { exitCodeOf } from "../../gate/exit-code.ts";
import { GitFailure } from "../../lifecycle/git.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { renderDeployment } from "../../reporting/terminal/deployment-text.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { isNoRecord, requireCleanGit } from "../frame/git-wishes.ts";
import { usage } from "../frame/parse-flags.ts";
import { waitWithin } from "../frame/wait-within.ts";
import { openWorkspace, patient, reopen, type Workspace, withWriting } from "../frame/workspace.ts";
import { thenTell } from "../notice/tell-people.ts";
import { type DeploymentPlace, deploymentPlace, placeName } from "./deployment-place.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "./deployment-timeout.ts";
import { openRecord, openTarget } from "./deployment-wiring.ts";
import { takeAtOnce } from "./hold-environment.ts";
import { recordByHand } from "./record-by-hand.ts";
import { settleOperation } from "./settle-operation.ts";

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
  const wasBegun = isRecorded(opened, place);
  const [workspace, hold] = await withWriting(context, opened, async (ready) => {
    await requireCleanGit(context, ready, isNoRecord);
    return [await newest(context, ready), await takeAtOnce(context, ready, place)] as const;
  });
  try {
    return wasBegun ? completed(place) : await rollBackAt(context, workspace, place, hold);
  } finally {
    await hold.release();
  }
}

/** Whether a rollback here was carried out and its record is not complete. */
const isRecorded = ({ store }: Workspace, place: DeploymentPlace): boolean =>
  store.unfinished().some(({ summary }) => summary === closingSummary("rollback", placeName(place)));

/** The same command again means the same rollback: another release back would be one too many. */
function completed(place: DeploymentPlace): CommandResult {
  const text = `the rollback of ${placeName(place)} that was begun is on record now; nothing else was rolled back`;
  return { exit: EXIT.done, json: { rolled_back: false, completed: true }, text };
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

async function rollBackAt(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  hold: EnvironmentHold,
): Promise<CommandResult> {
  const opened = await openTarget(context, workspace.root, place);
  const releases = opened.releases();
  const target = heldTarget(opened, hold, workspace.store.exclusively);
  const record = heldRecord(
    openRecord(context, workspace, () => releases),
    hold,
  );
  if (!context.isDryRun) {
    const settled = await settleOperation(context, workspace, place, {
      target,
      record,
      hold,
      releases,
      goesFirst: true,
    });
    if (settled.kind !== "none") return rollBackAt(context, reopen(workspace), place, hold);
  }
  const observed = await target.observe();
  const situation: RollbackSituation = {
    service: place.service.name,
    environment: place.environment.name,
    registry: workspace.repository.registry,
    live: liveRelease(observed, releases, place),
    liveGeneration: Math.max(observed.deployment?.generation ?? 0, hold.state.given),
    earlier: verifiedHere(releases, readAudit(workspace.repository.files), place),
    ...optional("task", context.flags.text("task")),
    ...optional("to", context.flags.text("to")),
    reason: context.flags.text("reason") ?? "",
  };
  const planning = planRollback(situation);
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
    case "rollback": {
      if (context.isDryRun) return dryRun(planning.plan);
      const outcome = await rollBack(planning.plan, { target, record, wait: waitWithin(TIMEOUT_MS) });
      return resultOf(context, outcome);
    }
  }
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: string });
}

function liveRelease(
  { deployment }: ObservedState,
  releases: readonly Release[],
  place: DeploymentPlace,
): VerifiedRelease {
  const release = releases.find(({ image }) => image === deployment?.image);
  if (deployment !== undefined && release !== undefined) return { release, pins: deployment.pins };
  throw refusal(
    `nothing runs on ${place.service.name}/${place.environment.name}`,
    EXIT.conflict,
    "Deploy first.",
  );
}

/** Releases that a deployment here closed as verified, newest first, with the pins they were verified with. */
function verifiedHere(
  releases: readonly Release[],
  audit: readonly AuditEntry[],
  place: DeploymentPlace,
): readonly VerifiedRelease[] {
  const verified = audit.filter(
    ({ service, environment, phase, details }) =>
      service === place.service.name &&
      environment === place.environment.name &&
      phase === "done" &&
      details?.["status"] === "verified",
  );
  return releases.flatMap((release) => {
    const entry = verified.findLast(({ details }) => details?.["image"] === release.image);
    return entry === undefined ? [] : [{ release, pins: (entry.details?.["pins"] ?? {}) as Pins }];
  });
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

function resultOf({ terminal }: CommandContext, outcome: DeploymentOutcome): CommandResult {
  const exit = exitCodeOf(outcome.verdict);
  const json = { rolled_back: exit === EXIT.done, ...outcome } as unknown as Json;
  return { exit, json, text: renderDeployment(outcome, terminal.outPalette) };
}
