import { aggregatesOf } from "../evaluation/scoring/metric-source.ts";
import { scorerName } from "../evaluation/scoring/scorer-names.ts";
import { blockedShare } from "../evaluation/statistics/blocked-share.ts";
import type { EvaluationPolicy, Metadata } from "../prompts/metadata.ts";
import type { TaskContext } from "./check.ts";

/**
 * Share of evaluations, in [0, 1], in which chance alone would block the version in production. Known where its score is
 * on record, the metric counts examples that are right, and answers vary: the offline reader repeats itself.
 */
export function unchangedBlocked(context: TaskContext): number | undefined {
  const { task, repository } = context;
  const metadata = task.metadata?.value;
  if (metadata === undefined || task.examples.length === 0) return undefined;
  const score = citedScore(context, metadata);
  if (score === undefined || !countsExamples(metadata.evaluation)) return undefined;
  if (repository.config.providers[metadata.model.provider]?.kind === "offline") return 0;
  return blockedShare({
    examples: task.examples.length,
    score,
    threshold: metadata.evaluation.threshold,
    runs: 2,
  });
}

function citedScore({ cited }: TaskContext, { evaluation }: Metadata): number | undefined {
  const report = cited?.report;
  return report?.metric === evaluation.metric ? (report.score ?? undefined) : undefined;
}

function countsExamples({ metric, scorers, repeats = 1 }: EvaluationPolicy): boolean {
  if (repeats > 1) return false;
  const aggregate = metric.slice(metric.lastIndexOf(".") + 1);
  if (aggregate === "pass_rate") return true;
  const own = scorers.find((scorer) => metric === `${scorerName(scorer)}.${aggregate}`);
  return own !== undefined && aggregatesOf(own).some((one) => one.name === aggregate && one.proportion);
}
