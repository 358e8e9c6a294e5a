import { metricNames } from "../../evaluation/scoring/metrics.ts";
import { checkScorers } from "../../evaluation/scoring/scorer-checks.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { TaskCheck } from "../check.ts";

/** The metric that the gate looks at is one that the task's scorers yield. */
export const checkMetric: TaskCheck = ({ task: { metadata, examples } }) => {
  if (metadata?.value === undefined) return [];
  const { metric, scorers, repeats = 1 } = metadata.value.evaluation;
  if (checkScorers(scorers).length > 0) return [];
  const hasAsserts = examples.some(
    ({ example }) =>
      example.assert !== undefined || example.messages?.some((message) => message.assert !== undefined),
  );
  const known = metricNames(scorers, { repeats, hasAsserts });
  if (known.includes(metric)) return [];
  const near = nearestName(metric, known);
  return [
    {
      ...metadata.placeOf(["evaluation", "metric"]),
      code: "unknown-metric",
      severity: "error",
      found: `the scorers yield no metric "${metric}"`,
      fix: near === undefined ? `Write one of: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    },
  ];
};
