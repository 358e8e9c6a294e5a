import type { RegistryEnvironment } from "../prompts/records/registry.ts";
import { finalState } from "./desired-state.ts";
import type { DeployPlan } from "./records/deploy-plan.ts";
import type { DeploymentOutcome, TaskDecision, TaskOutcome } from "./records/deployment-record.ts";
import { type Ruling, ruleOnEvaluation, verdictOf } from "./rule-on-evaluation.ts";

/** A command line of ours, which says `npm run`, as it can be typed in this repository. */
export type Typed = (command: string) => string;

/** The new release answers: verified, with regressed tasks pinned back, or held where something is not known. */
export function keptOutcome(
  plan: DeployPlan,
  ruling: Extract<Ruling, { kind: "keep" }>,
  typed: Typed = (command) => command,
): DeploymentOutcome {
  const { pins, generation } = finalState(plan, ruling.pins);
  const { number, image } = plan.release;
  const status = ruling.tasks.length === 0 ? unchangedStatus(plan) : ruling.status;
  return {
    ...identityOf(plan),
    verdict: verdictOf(ruling.tasks),
    state: { release: number, image, pins, status, generation },
    tasks: ruling.tasks,
    reasons: keptReasons(plan, ruling.tasks, typed),
    mustNotify: ruling.status !== "verified",
  };
}

/** New processes of the same prompts settle nothing that was open before. */
function unchangedStatus({ before, release }: DeployPlan): "verified" | "rolled_back" | "held" {
  if (before?.image !== release.image) return "verified";
  return before.status === "rolled_back" || before.status === "held" ? before.status : "verified";
}

export interface FailedDeployment {
  readonly detail: string;
  /** Why it could not be taken away: nobody knows what answers. */
  readonly stuck: string | undefined;
}

/**
 * The deployment came to nothing; what ran before still does, or a person has to look. A task is quarantined only where it
 * was seen to be worse.
 */
export function failedOutcome(
  plan: DeployPlan,
  { detail, stuck }: FailedDeployment,
  decisions: readonly TaskDecision[],
): DeploymentOutcome {
  const ruling = ruleOnEvaluation(plan.intent.changed, decisions, true);
  const tasks = ruling.kind === "keep" ? ruling.tasks.filter(({ status }) => status === "quarantined") : [];
  const { generation } = plan.intent;
  const { number, image } = plan.release;
  const before = plan.before ?? { release: number, image, pins: {} };
  const status = stuck === undefined ? "failed" : "held";
  const state: RegistryEnvironment = { ...before, status, generation };
  const kept = plan.intent.from === undefined ? "nothing runs there" : "what ran before still answers";
  const reasons =
    stuck === undefined
      ? [`release ${number} was taken away again: ${detail}`, kept]
      : [
          `release ${number} failed: ${detail}`,
          `it could not be taken away, and a person has to look: ${stuck}`,
        ];
  return {
    ...{ ...identityOf(plan), verdict: "unhealthy", state, tasks, mustNotify: true },
    reasons: [...reasons, ...decisions.map(seenBefore)],
  };
}

/** What was seen of a task before the deployment failed is no verdict on the deployment, and worth knowing. */
const seenBefore = ({ task, verdict, reasons }: TaskDecision): string =>
  `${task} had been evaluated before that: ${verdict}${reasons[0] === undefined ? "" : ` (${reasons[0]})`}`;

function identityOf({ intent }: DeployPlan) {
  const { operation, kind, service, environment, to } = intent;
  return { operation, kind, service, environment, release: to.release };
}

function keptReasons(
  { intent, release }: DeployPlan,
  tasks: readonly TaskOutcome[],
  typed: Typed,
): readonly string[] {
  const sentences = tasks.map((task) =>
    isStillThere(task) ? stillThere(intent, task, typed) : sentenceOf(task),
  );
  if (sentences.length > 0) return sentences;
  const why = intent.kind === "restart" ? "restarted" : "no prompt differs from what answered before";
  return [`release ${release.number}: ${why}, nothing to evaluate`];
}

/** Worse, and users have it all the same. */
const isStillThere = ({ action, instead }: TaskOutcome): boolean =>
  action === "roll_back" && instead === undefined;

function stillThere(
  { service, environment, changed }: DeployPlan["intent"],
  outcome: TaskOutcome,
  typed: Typed,
): string {
  const { task, version, reasons } = outcome;
  const [held, ...why] = reasons;
  const canGoBack = changed.some((each) => each.task === task && each.fallback !== undefined);
  const command = `npm run rollback -- --service ${service} --environment ${environment} --task ${task} --reason "why" --commit --push`;
  const way = canGoBack ? `\`${typed(command)}\` takes it back` : "promote a version that is mended";
  return `${task} ${version} is ${held}, and answers users now: ${way}. ${why.join("; ")}`;
}

function sentenceOf({ task, version, verdict, reasons, status, instead }: TaskOutcome): string {
  const why = reasons.length === 0 ? verdict : reasons.join("; ");
  if (instead !== undefined) return `${task} ${version} was rolled back to ${instead}: ${why}`;
  return status === "verified"
    ? `${task} ${version} is verified: ${why}`
    : `${task} ${version} is held: ${why}`;
}
