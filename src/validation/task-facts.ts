import { aggregatesOf } from "../evaluation/scoring/metric-source.ts";
import { scorerName } from "../evaluation/scoring/scorer-names.ts";
import { blockedShare } from "../evaluation/statistics/blocked-share.ts";
import { detectableDrop } from "../evaluation/statistics/detectable-drop.ts";
import { gatePolicy } from "../gate/policy.ts";
import type { EvaluationPolicy, Metadata } from "../prompts/metadata.ts";
import type { TaskEntry } from "../prompts/repository-index.ts";
import type { TaskContext } from "./check.ts";

/** What a task's size allows to know. Shares and drops are fractions from 0 to 1. */
export interface TaskFacts {
  readonly task: string;
  readonly ready: boolean;
  readonly examples: number;
  /** The smallest drop found with 80 % power; absent where regressions cannot be seen. */
  readonly detectableDrop?: number;
  /** How often an unchanged prompt would be blocked; absent where that is not known. */
  readonly blockedShare?: number;
}

/** Template, metadata and examples are there. */
export const isReadyEntry = (entry: TaskEntry): boolean =>
  entry.template !== undefined && entry.metadata !== undefined && entry.examples.length > 0;

export function taskFacts(context: TaskContext): TaskFacts {
  const { task } = context;
  const drop = smallestDrop(context);
  const blocked = unchangedBlocked(context);
  return {
    task: task.entry.address.id,
    ready: isReadyEntry(task.entry),
    examples: task.examples.length,
    ...(drop === undefined ? {} : { detectableDrop: drop }),
    ...(blocked === undefined ? {} : { blockedShare: blocked }),
  };
}

function smallestDrop(context: TaskContext): number | undefined {
  const { task, repository } = context;
  const metadata = task.metadata?.value;
  if (metadata === undefined) return undefined;
  const policy = gatePolicy(metadata.evaluation, repository.config.gate);
  const examples = task.examples.length;
  if (examples < policy.minExamples) return undefined;
  const { alpha, maxRegression, maxUnprovenDrop } = policy;
  const score = citedScore(context, metadata) ?? policy.threshold;
  return detectableDrop({ examples, score, alpha, maxRegression, maxUnprovenDrop });
}

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
