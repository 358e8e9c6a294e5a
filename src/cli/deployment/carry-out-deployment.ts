import type { RepositoryRecord } from "../../deployment/adapters/repository-record.ts";
import { deploy } from "../../deployment/deploy.ts";
import type { EnvironmentHold } from "../../deployment/holding/environment-hold.ts";
import { Overtaken } from "../../deployment/holding/overtaken.ts";
import { type DeployPlan, pinOperation } from "../../deployment/records/deploy-plan.ts";
import type { DeploymentOutcome } from "../../deployment/records/deployment-record.ts";
import {
  automaticRollbacks,
  mayRollBackAutomatically,
} from "../../deployment/rolling-back/automatic-rollback.ts";
import { rollBack } from "../../deployment/rolling-back/rollback.ts";
import type { Target } from "../../deployment/targets/target.ts";
import { exitCodeOf } from "../../gate/exit-code.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { launched } from "../../reporting/launched.ts";
import { renderDeployment } from "../../reporting/terminal/deployment-text.ts";
import { type LiveEvaluation, liveEvaluation, measurableTask } from "../evaluation/evaluate-live.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { waitWithin } from "../frame/wait-within.ts";
import type { Workspace } from "../frame/workspace.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "./deployment-timeout.ts";
import { watchHold } from "./holding/hold-environment.ts";
import { rollbackResult } from "./rolling-back/rollback-result.ts";

export interface Undertaking {
  readonly plan: DeployPlan;
  readonly target: Target;
  readonly record: RepositoryRecord;
  readonly hold: EnvironmentHold;
}

/** Deploys as planned and says how it ended. Where somebody takes the environment, it stops there and leaves nothing behind. */
export async function carryOut(
  context: CommandContext,
  workspace: Workspace,
  undertaking: Undertaking,
): Promise<CommandResult> {
  const watch = watchHold(context, undertaking.hold);
  try {
    return await deployWatched({ ...context, signal: watch.signal }, workspace, undertaking);
  } catch (error) {
    const lost: unknown = watch.signal.reason;
    const overtaken = [error, lost].find((each) => each instanceof Overtaken);
    if (!(overtaken instanceof Overtaken)) throw error;
    await yieldTo(context, overtaken, undertaking);
    throw overtaken;
  } finally {
    watch.stop();
  }
}

/**
 * Whoever rolls back closes the operation. After a promotion it is given up, since there is something newer to deploy; a freeze leaves it
 * to be gone on with. Where they meet at origin, nothing of it stays in this checkout.
 */
async function yieldTo(
  { flags, terminal }: CommandContext,
  overtaken: Overtaken,
  { plan, target, record }: Undertaking,
): Promise<void> {
  const own = [plan.intent.operation, pinOperation(plan)];
  const { pending } = await target.observe();
  for (const { id, operation } of pending) if (own.includes(operation)) await target.rollback(id);
  try {
    if (overtaken.by?.kind === "promote")
      await record.giveUp({ intent: plan.intent, steps: [] }, overtaken.message);
    else if (flags.isOn("push")) await record.leave(plan.intent);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.say(`the record of it is not complete here: ${error.message}`);
  }
}

async function deployWatched(
  context: CommandContext,
  workspace: Workspace,
  { plan, target, record, hold }: Undertaking,
): Promise<CommandResult> {
  const measured: LiveEvaluation[] = [];
  for (const changed of plan.intent.changed) measurableTask(workspace, changed);
  const { release } = plan.intent.to;
  context.terminal.say(`deploying release ${release} to ${plan.intent.service}/${plan.intent.environment}`);
  const outcome = await deploy(plan, {
    target,
    record,
    evaluateLive: liveEvaluation(context, workspace, {
      stillOurs: hold.renew,
      hasTraffic: target.shiftsTraffic === "on_start",
      onRun: (evaluation) => measured.push(evaluation),
    }),
    wait: waitWithin((context.flags.number("timeout") ?? DEFAULT_TIMEOUT_SECONDS) * 1000),
    mayRollBack: mayRollBack(workspace, plan),
    typed: (command) => launched(command, scriptsHere(context.root)),
  });
  const { deployment } = await target.observe();
  return resultOf(context, outcome, measured, deployment?.url);
}

function mayRollBack({ repository }: Workspace, { intent }: DeployPlan): boolean {
  const earlier = automaticRollbacks(readAudit(repository.files), intent);
  return mayRollBackAutomatically(earlier, new Date().toISOString());
}

/** Ends what an earlier run of a command began and was stopped in, from where it was. */
export async function finishOperation(
  context: CommandContext,
  workspace: Workspace,
  plan: DeployPlan,
  ports: Omit<Undertaking, "plan">,
): Promise<CommandResult> {
  const { kind, service, environment, to } = plan.intent;
  context.terminal.say(
    `finishing the ${kind} of release ${to.release} on ${service}/${environment} that was begun`,
  );
  if (kind !== "rollback") return carryOut(context, workspace, { plan, ...ports });
  const outcome = await rollBack(plan, { ...ports, wait: waitWithin(DEFAULT_TIMEOUT_SECONDS * 1000) });
  return rollbackResult(context, outcome, { completed: true });
}

function resultOf(
  { terminal }: CommandContext,
  outcome: DeploymentOutcome,
  measured: readonly LiveEvaluation[],
  url: string | undefined,
): CommandResult {
  const exit = exitCodeOf(outcome.verdict);
  const json = { deployed: true, url: url ?? null, ...outcome, runs: measured.map(({ run }) => run.report) };
  return { exit, json: json as unknown as Json, text: renderDeployment(outcome, terminal.outPalette, url) };
}
