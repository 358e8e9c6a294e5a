import type { Decision } from "../gate/decision.ts";
import { desiredState, finalState } from "./desired-state.ts";
import { failedOutcome, keptOutcome, type Typed } from "./outcome.ts";
import type { DeployPlan } from "./records/deploy-plan.ts";
import type {
  ChangedTask,
  DeploymentOutcome,
  DeploymentRecord,
  DeploymentStep,
  TaskDecision,
} from "./records/deployment-record.ts";
import { ruleOnEvaluation } from "./rule-on-evaluation.ts";
import { bringUp, type Wait } from "./targets/bring-up.ts";
import { takeAway } from "./targets/take-away.ts";
import type { Target } from "./targets/target.ts";

/** Asks the service at `url` about each task, version and baseline by `?version=`, and lets the gate decide. */
export type EvaluateLive = (
  tasks: readonly ChangedTask[],
  url: string,
) => Promise<Readonly<Record<string, Decision>>>;

export interface DeployPorts {
  readonly target: Target;
  readonly record: DeploymentRecord;
  readonly evaluateLive: EvaluateLive;
  readonly wait: Wait;
  /** Whether taking live traffic back from a version is still allowed within this hour. */
  readonly mayRollBack: boolean;
  /** For commands in the reasons that are recorded; as they are where absent. */
  readonly typed?: Typed;
}

/**
 * Puts a release where it belongs and watches it until it is verified, rolled back or held. Every step is recorded before
 * the next one, and looks before it acts: run again after a kill, it ends the same.
 */
export async function deploy(planned: DeployPlan, ports: DeployPorts): Promise<DeploymentOutcome> {
  const { intent, steps } = await ports.record.intent(planned.intent);
  const plan = { ...planned, intent };
  const seen = await see(plan, steps, ports);
  if (seen.kind === "failed") return giveUp(plan, seen, ports);

  const mayRollBack = ports.target.shiftsTraffic === "on_finish" || ports.mayRollBack;
  const ruling = ruleOnEvaluation(intent.changed, seen.decisions, mayRollBack);
  if (ruling.kind === "withdraw") return giveUp(plan, { ...seen, detail: ruling.detail }, ports);

  const up = await bringUp(ports.target, finalState(plan, ruling.pins), ports.wait);
  if (up.kind === "failed") return giveUp(plan, { ...seen, ...up, ids: [...up.ids, ...seen.ids] }, ports);
  await ports.target.finish(up.id);
  await ports.record.advance(intent.operation, { kind: "finished", id: up.id });
  const outcome = keptOutcome(plan, ruling, ports.typed);
  await ports.record.close(outcome);
  return outcome;
}

interface Seen {
  /** Deployments that this operation started, the last one first. */
  readonly ids: readonly string[];
  readonly decisions: readonly TaskDecision[];
}

type Sight =
  | ({ readonly kind: "evaluated" } & Seen)
  | ({ readonly kind: "failed"; readonly detail: string } & Seen);

/** How the new release does: as an earlier run recorded it, or brought up and evaluated now. */
async function see(plan: DeployPlan, steps: readonly DeploymentStep[], ports: DeployPorts): Promise<Sight> {
  const recorded = recordedSight(steps);
  if (recorded !== undefined) return recorded;
  const { operation, changed } = plan.intent;
  const up = await bringUp(ports.target, desiredState(plan), ports.wait);
  if (up.kind === "failed") return { ...up, decisions: [] };
  await ports.record.advance(operation, { kind: "running", id: up.id, url: up.url });
  const decisions = changed.length === 0 ? [] : await evaluate(changed, up, ports);
  await ports.record.advance(operation, { kind: "evaluated", decisions });
  return { kind: "evaluated", ids: [up.id], decisions };
}

function recordedSight(steps: readonly DeploymentStep[]): Sight | undefined {
  const decisions = steps.flatMap((step) => (step.kind === "evaluated" ? step.decisions : []));
  const failed = steps.find((step) => step.kind === "failed");
  if (failed !== undefined) return { ...failed, decisions };
  if (!steps.some((step) => step.kind === "evaluated")) return undefined;
  const ids = steps.flatMap((step) => (step.kind === "running" ? [step.id] : []));
  return { kind: "evaluated", ids: [...new Set(ids)], decisions };
}

async function evaluate(
  changed: readonly ChangedTask[],
  up: { readonly id: string; readonly url: string },
  { target, evaluateLive }: DeployPorts,
): Promise<readonly TaskDecision[]> {
  try {
    const decisions = await evaluateLive(changed, up.url);
    return Object.entries(decisions).map(([task, { verdict, action, reasons }]) => ({
      task,
      verdict,
      action,
      reasons,
    }));
  } catch (error) {
    await takeUnseenAway(target, up.id);
    throw error;
  }
}

/** A command that breaks off leaves nothing running that nobody uses; what already has traffic stays. */
async function takeUnseenAway(target: Target, id: string): Promise<void> {
  if (target.shiftsTraffic === "on_finish") await target.rollback(id);
}

async function giveUp(
  plan: DeployPlan,
  failure: Seen & { readonly detail: string },
  { target, record }: DeployPorts,
): Promise<DeploymentOutcome> {
  const { ids, detail, decisions } = failure;
  await record.advance(plan.intent.operation, { kind: "failed", ids, detail });
  const stuck = await takeAway(target, ids);
  const outcome = failedOutcome(plan, { detail, stuck }, decisions);
  await record.close(outcome);
  return outcome;
}
