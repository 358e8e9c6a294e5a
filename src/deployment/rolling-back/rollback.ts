import { Failure } from "../../prompts/failure.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { DeployPorts } from "../deploy.ts";
import { Overtaken } from "../holding/overtaken.ts";
import type {
  DeploymentOutcome,
  DeploymentStep,
  RunningContent,
  TaskOutcome,
} from "../records/deployment-record.ts";
import { samePins } from "../same-pins.ts";
import { type BroughtUp, bringUp } from "../targets/bring-up.ts";
import { takeAway } from "../targets/take-away.ts";
import type { ObservedState } from "../targets/target.ts";
import type { RollbackPlan } from "./plan-rollback.ts";

export type RollbackPorts = Pick<DeployPorts, "target" | "record" | "wait">;

/**
 * Puts back what was verified before. Nothing is evaluated and nothing built. Where the way back itself fails, the
 * environment is held and somebody is told: there is no second jump.
 */
export async function rollBack(planned: RollbackPlan, ports: RollbackPorts): Promise<DeploymentOutcome> {
  const { intent, steps } = await ports.record.intent(planned.intent);
  const plan = { ...planned, intent };
  const { operation, generation, to } = intent;
  const desired = { release: plan.release, pins: to.pins, generation, operation };
  const up = recordedFailure(steps) ?? (await bringUp(ports.target, desired, ports.wait));
  if (up.kind === "failed") return hold(plan, up, ports);

  await ports.target.finish(up.id);
  await ports.record.advance(operation, { kind: "finished", id: up.id });
  const outcome = rolledBackOutcome(plan);
  await recordBack(plan, outcome, ports.record);
  return outcome;
}

/** Whoever reads that something could not be recorded has to know first that users are served already. */
async function recordBack(
  { intent }: RollbackPlan,
  outcome: DeploymentOutcome,
  record: RollbackPorts["record"],
): Promise<void> {
  try {
    await record.close(outcome);
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof Overtaken) throw error;
    const { message, exit, fix, problems } = error;
    const { service, environment, to } = intent;
    const done = `${service}/${environment} is back already and answers from release ${to.release}; the record of it is not complete`;
    throw new Failure(`${done}: ${message}`, { exit, fix, problems, cause: error });
  }
}

type Failed = Extract<BroughtUp, { kind: "failed" }>;

const recordedFailure = (steps: readonly DeploymentStep[]): Failed | undefined =>
  steps.find((step) => step.kind === "failed");

async function hold(
  plan: RollbackPlan,
  { ids, detail }: Failed,
  { target, record }: RollbackPorts,
): Promise<DeploymentOutcome> {
  const { intent } = plan;
  await record.advance(intent.operation, { kind: "failed", ids, detail });
  const stuck = await takeAway(target, ids);
  const content = contentOf(plan, await target.observe());
  const state: RegistryEnvironment = { ...content, status: "held", generation: intent.generation };
  const reasons = [`the rollback did not come up: ${detail}`, whatAnswers(stuck)];
  const outcome = {
    ...identityOf(plan),
    verdict: "unhealthy",
    state,
    tasks: [],
    reasons,
    mustNotify: true,
  } as const;
  await record.close(outcome);
  return outcome;
}

/** What answers after a rollback that failed: the record's state, unless what ran before the rollback was another one. */
function contentOf({ intent, before }: RollbackPlan, { deployment }: ObservedState): RunningContent {
  const { from = intent.to } = intent;
  const isFrom = deployment?.image === from.image && samePins(deployment.pins, from.pins);
  return isFrom ? from : (before ?? from);
}

const whatAnswers = (stuck: string | undefined): string =>
  stuck === undefined
    ? "what ran before the rollback still answers"
    : `it could not be taken away either, and a person has to look: ${stuck}`;

function rolledBackOutcome(plan: RollbackPlan): DeploymentOutcome {
  const { to, generation, reason = "" } = plan.intent;
  const tasks = plan.intent.changed.map((task): TaskOutcome => {
    const left = task.from ?? task.version;
    const decided = { verdict: "regression", action: "roll_back", reasons: [reason] } as const;
    return { ...decided, task: task.task, version: left, status: "rolled_back", instead: task.version };
  });
  const others = Object.entries(to.pins).filter(([pinned]) => !tasks.some(({ task }) => task === pinned));
  const reasons = [
    ...tasks.map(({ task, version, instead }) => `${task} ${version} was rolled back to ${instead}`),
    ...others.map(([task, version]) => `${task} stays at ${version}`),
  ];
  const state: RegistryEnvironment = { ...to, status: "rolled_back", generation };
  return { ...identityOf(plan), verdict: "pass", state, tasks, reasons, mustNotify: true };
}

function identityOf({ intent }: RollbackPlan) {
  const { operation, kind, service, environment, to } = intent;
  return { operation, kind, service, environment, release: to.release };
}
