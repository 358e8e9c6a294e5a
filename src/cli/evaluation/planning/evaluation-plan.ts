import { answerCount } from "../../../evaluation/running/conversation.ts";
import { repeatsOf } from "../../../prompts/examples/example-exceptions.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { judgedBound } from "./judge-bound.ts";
import type { PlannedRun } from "./plan-run.ts";
import { armsByName, spendingOf } from "./run-economy.ts";

/** One run that `--dry-run` would have made; bounds hold whatever the models say. */
export interface RunPlan {
  readonly task: string;
  /** Why it was taken. */
  readonly why: string;
  readonly stage: string;
  readonly version: string;
  /** The version to compare with; null where there is none. */
  readonly baseline: string | null;
  readonly model: { readonly provider: string; readonly name: string };
  readonly examples: number;
  readonly repeats: number;
  /** At most: every turn of every answer of both arms, what judges are asked about them, and all of it once more to confirm. Retries of failed calls are not counted. */
  readonly calls: number;
  /** At most, US dollars. */
  readonly cost_usd: number;
  /** Where it would stop; null without a limit. */
  readonly limit_usd: number | null;
}

/** `--dry-run --json`. */
export interface EvaluationPlan {
  readonly schema_version: 1;
  readonly dry_run: true;
  readonly plan: readonly RunPlan[];
  readonly calls: number;
  readonly cost_usd: number;
}

/** Throws `Failure` with exit 3 for a model without a price. */
export function planOfRun(
  { repository }: Workspace,
  planned: PlannedRun,
  { why, limitUsd }: { readonly why: string; readonly limitUsd: number | undefined },
): RunPlan {
  const { ready, arms, choice, examples, evidence } = planned;
  const { provider, name } = arms.candidate.prompt.model;
  const asked = evidence === "external" ? new Map() : armsByName(arms);
  const spending = spendingOf(asked, repository.config, { limitUsd, spentUsd: 0 });
  const answers = examples.reduce((sum, one) => sum + answerCount(one) * repeatsOf(one, choice.repeats), 0);
  const rounds = mayConfirm(planned) ? 2 : 1;
  const judged = judgedBound(planned, arms.baseline === undefined ? 1 : 2);
  return {
    task: ready.metadata.task,
    why,
    stage: choice.stage,
    version: arms.candidate.version,
    baseline: arms.baseline?.version ?? null,
    model: { provider, name },
    examples: examples.length,
    repeats: choice.repeats,
    calls: (answers * asked.size + judged.calls) * rounds,
    cost_usd: (spending.mostUsd(examples, choice.repeats) + judged.usd) * rounds,
    limit_usd: limitUsd ?? null,
  };
}

/** A shard asks once, and so does a run that is compared with nothing or always answers the same. */
function mayConfirm({ arms: { candidate, baseline }, choice, evidence }: PlannedRun): boolean {
  if (baseline === undefined || choice.shard !== undefined || evidence === "external") return false;
  return !(candidate.asker.deterministic && baseline.asker.deterministic);
}

export function evaluationPlan(plan: readonly RunPlan[]): EvaluationPlan {
  const sum = (of: (one: RunPlan) => number): number => plan.reduce((total, one) => total + of(one), 0);
  return {
    schema_version: 1,
    dry_run: true,
    plan,
    calls: sum(({ calls }) => calls),
    cost_usd: sum(({ cost_usd }) => cost_usd),
  };
}

/** A line for each run. */
export function renderEvaluationPlan(plan: readonly RunPlan[]): string {
  return plan.map(planLine).join("\n");
}

function planLine({ task, why, version, baseline, model, examples, calls, cost_usd }: RunPlan): string {
  const against = baseline === null ? "without a baseline" : `against ${baseline}`;
  const asked = `${examples} examples with ${model.provider}/${model.name}`;
  return `would evaluate ${task} (${why}) ${version} ${against} on ${asked}: at most ${calls} calls for $${cost_usd.toFixed(4)}`;
}
