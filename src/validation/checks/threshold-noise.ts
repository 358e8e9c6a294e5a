import type { TaskCheck } from "../check.ts";
import { unchangedBlocked } from "../unchanged-blocked.ts";

/** More often than this, in [0, 1], chance must not block a prompt that did not change. */
const TOLERATED = 0.05;

/** The threshold keeps some distance from today's score. */
export const checkThresholdNoise: TaskCheck = (context) => {
  const { metadata, examples } = context.task;
  const share = unchangedBlocked(context);
  if (metadata === undefined || share === undefined || share <= TOLERATED) return [];
  const score = context.cited?.report?.score ?? 0;
  return [
    {
      ...metadata.placeOf(["evaluation", "threshold"]),
      code: "noisy-threshold",
      severity: "warning",
      found: `with ${examples.length} examples and a score of ${score.toFixed(2)}, an unchanged prompt is blocked in ${Math.round(share * 100)} % of evaluations`,
      fix: "Add examples, or lower the threshold.",
    },
  ];
};
