import { type RecordedRunOfTask, replay } from "../../gate/replay.ts";
import type { PromotionCandidate } from "../candidate.ts";
import type { RecordedRun } from "./evidence.ts";
import { differingRules, rulesOf } from "./gate-rules.ts";

/**
 * Why a run that passed, or whose noise was accepted, is no evidence under today's rules, for people; undefined where the gate, asked once more about what
 * is on record, lets the candidate through.
 */
export function redecide(candidate: PromotionCandidate, { report }: RecordedRun): string | undefined {
  const { policy } = candidate;
  const rules = rulesOf(policy);
  const others = differingRules({ threshold: report.threshold, ...report.policy }, rules);
  const under = others.length === 0 ? "" : ` with ${others.join(", ")}`;
  const level = report.interval?.level;
  if (policy.strict && level !== undefined && level !== policy.level)
    return `run ${report.run_id} passed with intervals of ${level}, and strict now wants those of ${policy.level}`;
  const { verdict, cause, basis, reasons } = replay(recordOf(candidate, report), policy);
  if (verdict === "pass" && basis !== "none") return undefined;
  const isNoise = report.verdict === "inconclusive" && verdict === "inconclusive" && cause === "noise";
  if (isNoise && candidate.accepted !== undefined) return undefined;
  const reason = reasons[0] ?? "its record holds no score";
  return `run ${report.run_id} says ${report.verdict}, but decided anew${under} it says ${verdict}: ${reason}`;
}

function recordOf(
  { answers, citedScore, metadata, counting }: PromotionCandidate,
  report: RecordedRun["report"],
): RecordedRunOfTask {
  const known = citedScore === undefined ? {} : { citedScore };
  if (answers?.runId !== report.run_id) return { figures: report, ...known };
  const { scorers, metric } = metadata.evaluation;
  const { examples } = report.counts;
  const measured = { scorers, metric, examples, counting, candidate: answers.rows };
  return { figures: report, answers: measured, ...known };
}
