import type { GateInput } from "./decision.ts";
import type { Evidence } from "./evidence.ts";
import { boundText, examplesText } from "./figures.ts";
import type { Finding } from "./finding.ts";
import { thresholdSentence } from "./sentences.ts";
import { reachesThreshold } from "./threshold.ts";

/** Fewer examples than the policy's least: such a run is judged on the threshold alone. */
export const isSmoke = ({ candidate, policy }: GateInput): boolean => candidate.examples < policy.minExamples;

/** Rows 8 to 10 where nothing can be compared: no baseline, or too few examples to see a difference. */
export function ruleOnThreshold(input: GateInput, evidence: Evidence): Finding {
  const passes = reachesThreshold(evidence.score, input.policy.threshold);
  const finding = passes ? pass(evidence, input) : ruleBelowThreshold(input, evidence);
  return {
    ...finding,
    row: evidence.comparison === undefined ? 10 : finding.row,
    reasons: [...finding.reasons, ...limits(input, evidence)],
  };
}

const pass = (evidence: Evidence, input: GateInput): Finding => ({
  row: 8,
  verdict: "pass",
  reasons: [thresholdSentence(evidence, input)],
});

/** Row 9: a candidate fails; a live version goes back only to one that stood the same test. */
export function ruleBelowThreshold(input: GateInput, evidence: Evidence): Finding {
  const below = thresholdSentence(evidence, input);
  if (input.phase === "before") return { row: 9, verdict: "fail", reasons: [below] };
  const { comparison } = evidence;
  if (comparison === undefined)
    return unclear(below, "there is no previous version to compare with or to go back to");
  const { threshold, onUnclear } = input.policy;
  const previous = `version ${input.baseline?.version ?? "?"} scored ${comparison.baselineScore.toFixed(4)}`;
  if (!reachesThreshold(comparison.baselineScore, threshold)) {
    return unclear(below, `${previous}, below the threshold ${boundText(threshold)} too`);
  }
  const held = `${previous} in the same runs, at or above it`;
  if (onUnclear === "hold")
    return unclear(below, `${held}; on_unclear: hold leaves the decision to a person`);
  return { row: 9, verdict: "regression", reasons: [below, held] };
}

const unclear = (below: string, why: string): Finding => ({
  row: 9,
  verdict: "inconclusive",
  inconclusive: "noise",
  reasons: [below, why],
});

function limits(input: GateInput, evidence: Evidence): readonly string[] {
  if (isSmoke(input)) {
    const { candidate, policy } = input;
    return [
      `smoke run: ${examplesText(candidate.examples)} of at least ${policy.minExamples}; it cannot see regressions`,
    ];
  }
  if (evidence.comparison !== undefined) return [];
  if (input.baseline === undefined) return ["no baseline: judged on the threshold alone"];
  return ["the baseline's metric cannot be computed (0/0): judged on the threshold alone"];
}
