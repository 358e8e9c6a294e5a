import { resultsByKind } from "../evaluation/example-groups.ts";
import { addSpend, createJudgeTally } from "../evaluation/judging/judge-tally.ts";
import type { Digests, EvalReport, ModelChange, Stage } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import { type Counting, countedResults, countingResults } from "../evaluation/scoring/counted-results.ts";
import { outcomesOf } from "../evaluation/scoring/example-outcome.ts";
import { computeMetrics, metricFigure } from "../evaluation/scoring/metrics.ts";
import type { Example } from "../prompts/examples/example.ts";
import { countingExamples, exceptionsOn } from "../prompts/examples/example-exceptions.ts";
import type { Metadata } from "../prompts/metadata.ts";
import type { GatePolicy } from "./decision.ts";
import type { Judgement } from "./judge.ts";
import { type EarlierNames, modelChangeSentence, modelChanges } from "./model-changes.ts";
import { judgedBy } from "./policy.ts";

/** What a report says besides what was measured. */
export interface ReportFacts {
  readonly runId: string;
  readonly stage: Stage;
  readonly version: string;
  readonly model: { readonly provider: string; readonly name: string };
  readonly digests: Digests;
  readonly evidence: EvalReport["evidence"];
  readonly at: string;
  readonly commit: string | null;
  readonly metadata: Metadata;
  readonly examples: readonly Example[];
  readonly counting: Counting;
  readonly policy: GatePolicy;
  /** Whether the baseline asked for the candidate's model, so that both should answer under one name. */
  readonly isOneModel: boolean;
  /** Runs of the same model before this one, the one that counts most first. */
  readonly earlier: readonly EarlierNames[];
}

/** The record of one judged run. */
export function assembleReport(facts: ReportFacts, judgement: Judgement): EvalReport {
  const { decision, candidate } = judgement;
  const { evaluation } = facts.metadata;
  const exceptions = exceptionsOn(facts.examples, facts.counting.today);
  const names = judgement.answeredAs.candidate;
  const judging = sumJudging(candidate);
  const changes = changesOfModel(facts, judgement);
  return {
    schema_version: 1,
    run_id: facts.runId,
    task: facts.metadata.task,
    stage: facts.stage,
    version: facts.version,
    model: facts.model,
    digests: facts.digests,
    metric: evaluation.metric,
    score: decision.score ?? null,
    threshold: evaluation.threshold,
    interval: decision.interval ?? null,
    metrics: computeMetrics(evaluation.scorers, countedResults(candidate, facts.counting)),
    counts: countResults(facts, candidate),
    cost: sumCost(candidate),
    ...(judging === undefined ? {} : { judging }),
    latency_ms: latencies(candidate),
    wall_ms: judgement.wallMs,
    evidence:
      facts.evidence === "live" && candidate.every((result) => result.cached) ? "cached" : facts.evidence,
    detectable_drop: decision.detectableDrop ?? null,
    baseline: decision.baseline ?? null,
    verdict: decision.verdict,
    reasons: [...decision.reasons, ...changes.map((change) => modelChangeSentence(facts.model.name, change))],
    at: facts.at,
    commit: facts.commit,
    ...(facts.metadata.data === "personal" ? {} : { slices: sliceByTag(facts, candidate) }),
    finish_reasons: finishReasons(candidate),
    policy: judgedBy(facts.policy),
    ...(Object.keys(exceptions).length === 0 ? {} : { exceptions }),
    ...(Object.keys(names).length === 0 ? {} : { answered_as: names }),
    ...(changes.length === 0 ? {} : { model_changes: changes }),
  };
}

function changesOfModel(
  { isOneModel, earlier }: ReportFacts,
  { answeredAs: { candidate, baseline } }: Judgement,
): readonly ModelChange[] {
  return modelChanges({ candidate, baseline: isOneModel ? baseline : {}, earlier });
}

/** An example counts once, however often it was repeated: passed and failed by the rule that every report shows. */
function countResults(facts: ReportFacts, results: readonly Result[]): EvalReport["counts"] {
  const { metric } = facts.metadata.evaluation;
  const asked = countingResults(results, facts.counting);
  let [passed, failed] = [0, 0];
  for (const [, { status }] of outcomesOf(asked, metric, facts.examples)) {
    if (status === "passed") passed += 1;
    if (status === "failed") failed += 1;
  }
  return {
    examples: countingExamples(facts.examples, facts.counting.today).length,
    scored: passed + failed,
    passed,
    failed,
    errors: asked.filter(({ error }) => error !== undefined).length,
    cached: asked.filter(({ cached }) => cached).length,
  };
}

/** Judges included. Cost is unknown as soon as one answer that was paid for does not say what it used. */
function sumCost(results: readonly Result[]): EvalReport["cost"] {
  const paid = results.filter((result) => !result.cached && result.error === undefined);
  const isKnown = paid.every(({ costUsd }) => costUsd !== null);
  const answers = {
    usd: isKnown ? paid.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) : null,
    tokens_in: paid.reduce((sum, { usage }) => sum + (usage?.tokens_in ?? 0), 0),
    tokens_out: paid.reduce((sum, { usage }) => sum + (usage?.tokens_out ?? 0), 0),
  };
  const judging = sumJudging(results);
  return judging === undefined ? answers : addSpend(answers, judging);
}

/** Undefined where nothing was judged by a model. */
function sumJudging(results: readonly Result[]): EvalReport["judging"] {
  const tally = createJudgeTally();
  for (const { judging } of results) if (judging !== undefined) tally.add(judging);
  return tally.total();
}

function latencies(results: readonly Result[]): EvalReport["latency_ms"] {
  const known = results.filter(({ latencyMs }) => latencyMs !== null);
  const measured = Float64Array.from(known, ({ latencyMs }) => latencyMs ?? 0).sort();
  return { p50: percentile(measured, 0.5), p95: percentile(measured, 0.95) };
}

/** Nearest rank of a sorted list; null for an empty one. */
function percentile(sorted: ArrayLike<number>, share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : Math.round(value * 100) / 100;
}

function sliceByTag(facts: ReportFacts, results: readonly Result[]): NonNullable<EvalReport["slices"]> {
  const { scorers, metric } = facts.metadata.evaluation;
  const counted = countedResults(results, facts.counting);
  const tagsOf = new Map<string, readonly string[]>();
  const sizes = new Map<string, number>();
  for (const { id, tags = [] } of countingExamples(facts.examples, facts.counting.today)) {
    tagsOf.set(id, tags);
    for (const tag of tags) sizes.set(tag, (sizes.get(tag) ?? 0) + 1);
  }
  const rows = resultsByKind(counted, ({ id }) => tagsOf.get(id) ?? []);
  return Object.fromEntries(
    [...sizes.keys()].sort().map((tag) => {
      const score = metricFigure(scorers, rows.get(tag) ?? [], metric);
      return [tag, { examples: sizes.get(tag) ?? 0, score: score ?? null }];
    }),
  );
}

function finishReasons(results: readonly Result[]): NonNullable<EvalReport["finish_reasons"]> {
  const counts: Record<string, number> = {};
  for (const { finishReason } of results) {
    if (finishReason !== null) counts[finishReason] = (counts[finishReason] ?? 0) + 1;
  }
  return counts;
}
