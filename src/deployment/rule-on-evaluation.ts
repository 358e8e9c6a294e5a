import { worstVerdict } from "../gate/exit-code.ts";
import type { ChangedTask, TaskDecision, TaskOutcome } from "./records/deployment-record.ts";
import type { Pins } from "./targets/target.ts";

/** What the decisions about the tasks mean for the deployment as a whole. */
export type Ruling =
  | {
      readonly kind: "keep";
      readonly status: "verified" | "rolled_back" | "held";
      /** Regressed tasks, each at the version that answers instead. */
      readonly pins: Pins;
      readonly tasks: readonly TaskOutcome[];
    }
  /** The service itself is not what was deployed. */
  | { readonly kind: "withdraw"; readonly detail: string };

/**
 * Only the regressed task goes back; what passed is verified; what is not known is kept and held. `mayRollBack` is false
 * where another automatic rollback would be one too many.
 */
export function ruleOnEvaluation(
  changed: readonly ChangedTask[],
  decisions: readonly TaskDecision[],
  mayRollBack: boolean,
): Ruling {
  const unhealthy = decisions.find(({ verdict }) => verdict === "unhealthy");
  if (unhealthy !== undefined)
    return { kind: "withdraw", detail: unhealthy.reasons[0] ?? `${unhealthy.task} is unhealthy` };
  const tasks = changed.map((task) => taskOutcome(task, decisionOn(task, decisions), mayRollBack));
  const pins = Object.fromEntries(
    tasks.flatMap(({ task, instead }) => (instead === undefined ? [] : [[task, instead]])),
  );
  const isHeld = tasks.some(({ status }) => status === undefined);
  const status = Object.keys(pins).length > 0 ? "rolled_back" : isHeld ? "held" : "verified";
  return { kind: "keep", status, pins, tasks };
}

export const verdictOf = (tasks: readonly TaskOutcome[]) => worstVerdict(tasks.map(({ verdict }) => verdict));

function decisionOn({ task }: ChangedTask, decisions: readonly TaskDecision[]): TaskDecision {
  const reasons = ["the live evaluation says nothing about this task"];
  return (
    decisions.find((decision) => decision.task === task) ?? {
      task,
      verdict: "inconclusive",
      action: "hold",
      reasons,
    }
  );
}

function taskOutcome(changed: ChangedTask, decision: TaskDecision, mayRollBack: boolean): TaskOutcome {
  const { version, fallback } = changed;
  switch (decision.action) {
    case "verify":
    case "promote":
      return { ...decision, version, status: "verified" };
    case "hold":
    case "block":
      return { ...decision, version };
    case "roll_back":
      if (fallback === undefined)
        return held(decision, version, "there is no verified version to roll back to");
      if (!mayRollBack)
        return held(decision, version, "there was an automatic rollback within the last hour");
      return { ...decision, version, status: "quarantined", instead: fallback };
  }
}

function held(decision: TaskDecision, version: string, why: string): TaskOutcome {
  return { ...decision, version, reasons: [`held, because ${why}`, ...decision.reasons] };
}
