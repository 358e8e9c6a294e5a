import type { RegistryEnvironment } from "../prompts/records/registry.ts";
import { type BroughtUp, bringUp } from "./bring-up.ts";
import type { DeployPorts } from "./deploy.ts";
import type { DeploymentOutcome, DeploymentStep, TaskOutcome } from "./deployment-record.ts";
import type { RollbackPlan } from "./plan-rollback.ts";
import { takeAway } from "./take-away.ts";

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
  await ports.record.close(outcome);
  return outcome;
}

type Failed = Extract<BroughtUp, { kind: "failed" }>;

const recordedFailure = (steps: readonly DeploymentStep[]): Failed | undefined =>
  steps.find((step) => step.kind === "failed");

async function hold(
  plan: RollbackPlan,
  { ids, detail }: Failed,
  { target, record }: RollbackPorts,
): Promise<DeploymentOutcome> {
  const { intent, before } = plan;
  await record.advance(intent.operation, { kind: "failed", ids, detail });
  const stuck = await takeAway(target, ids);
  const { generation, from = intent.to } = intent;
  const state: RegistryEnvironment = { ...(before ?? from), status: "held", generation };
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
  const reasons = tasks.map(
    ({ task, version, instead }) => `${task} ${version} was rolled back to ${instead}`,
  );
  const state: RegistryEnvironment = { ...to, status: "rolled_back", generation };
  return { ...identityOf(plan), verdict: "pass", state, tasks, reasons, mustNotify: true };
}

function identityOf({ intent }: RollbackPlan) {
  const { operation, kind, service, environment } = intent;
  return { operation, kind, service, environment };
}
