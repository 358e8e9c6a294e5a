import type { WritePlan } from "../prompts/file-change.ts";
import type { PromotionCandidate } from "./candidate.ts";
import type { GitWishes } from "./git-step.ts";
import {
  type Promotion,
  type PromotionOutcome,
  type PromotionRequest,
  planPromotion,
  promotionGit,
  promotionOperation,
} from "./plans/plan-promotion.ts";
import { type Acting, stateChanges } from "./records/state-changes.ts";
import type { Refusal } from "./refusal.ts";
import type { TreeText } from "./tree-text.ts";

export interface PromotionPlan {
  readonly promotions: readonly Promotion[];
  /** Tasks whose production version is the candidate already. */
  readonly unchanged: readonly { readonly task: string; readonly version: string }[];
  readonly refusals: readonly Refusal[];
  /** Absent where nothing is to be done, or where one refusal stops all. */
  readonly write?: WritePlan;
}

export interface PromoteOptions extends PromotionRequest, GitWishes {
  readonly acting: Acting;
}

/** Decides about several candidates as one: all are promoted in one write, or none is; with `onlyReady` what is refused is left out. */
export function planPromotions(
  candidates: readonly PromotionCandidate[],
  tree: TreeText,
  options: PromoteOptions,
): PromotionPlan {
  const outcomes = candidates.map((candidate) => planPromotion(candidate, tree, options));
  const promotions = outcomes.flatMap((outcome) => (outcome.kind === "promotion" ? [outcome.promotion] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.kind === "refused" ? [outcome.refusal] : []));
  const unchanged = outcomes.flatMap(unchangedOf);
  const isStopped = refusals.length > 0 && !options.onlyReady;
  if (promotions.length === 0 || isStopped) return { promotions, refusals, unchanged };
  return { promotions, refusals, unchanged, write: writePlanOf(promotions, tree, options) };
}

function unchangedOf(outcome: PromotionOutcome): PromotionPlan["unchanged"] {
  return outcome.kind === "unchanged" ? [{ task: outcome.task, version: outcome.version }] : [];
}

function writePlanOf(promotions: readonly Promotion[], tree: TreeText, options: PromoteOptions): WritePlan {
  const operation = promotionOperation(promotions);
  const tasks = Object.fromEntries(promotions.map(({ task, registered }) => [task, registered]));
  const audit = promotions.map((promotion) => promotion.audit);
  return {
    operation,
    summary: `promoting ${promotions.map(({ task, version }) => `${task} ${version}`).join(", ")}`,
    changes: [
      ...promotions.flatMap(({ changes }) => changes),
      ...stateChanges(tree, operation, { acting: options.acting, registry: { tasks }, audit }),
    ],
    ...promotionGit(promotions, options),
  };
}
