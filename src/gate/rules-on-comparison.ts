import { testDrop } from "../evaluation/statistics/drop-test.ts";
import type { GateInput } from "./decision.ts";
import type { Evidence } from "./evidence.ts";
import { boundText, chanceText, scoreText } from "./figures.ts";
import type { Finding } from "./finding.ts";
import { ruleBelowThreshold } from "./rules-on-threshold.ts";
import { changesSentence, differenceSentence, thresholdSentence } from "./sentences.ts";
import { reachesDrop, reachesThreshold } from "./threshold.ts";

export type Compared = Evidence & { readonly comparison: NonNullable<Evidence["comparison"]> };

export const isCompared = (evidence: Evidence): evidence is Compared => evidence.comparison !== undefined;

/** Rows 5 to 9, in the order of the table. */
export function ruleOnComparison(input: GateInput, evidence: Compared): Finding {
  const finding =
    modelMoved(input, evidence) ??
    provenRegression(input, evidence) ??
    (reachesThreshold(evidence.score, input.policy.threshold)
      ? (openDoubt(input, evidence) ?? pass(input, evidence))
      : ruleBelowThreshold(input, evidence));
  const context = [
    differenceSentence(evidence.comparison, input),
    changesSentence(evidence.comparison),
    thresholdSentence(evidence, input),
  ];
  return { ...finding, reasons: [...new Set([...finding.reasons, ...context])] };
}

function modelMoved(input: GateInput, evidence: Compared): Finding | undefined {
  const { threshold } = input.policy;
  const { baselineScore, provenThroughout } = evidence.comparison;
  const cited = input.baseline?.citedScore;
  if (cited === undefined || !reachesThreshold(cited, threshold) || provenThroughout) return undefined;
  if (reachesThreshold(evidence.score, threshold) || reachesThreshold(baselineScore, threshold))
    return undefined;
  const moved =
    `version ${input.baseline?.version ?? "?"} scored ${scoreText(cited, threshold)} when it was promoted and scores ` +
    `${scoreText(baselineScore, threshold)} now, below the threshold ${boundText(threshold)}: the model moved, not the prompt`;
  return { row: 5, verdict: "drift", reasons: [moved, ...provenGain(input, evidence)] };
}

/** A candidate that mends what the model broke is worth an override. */
function provenGain(input: GateInput, { comparison }: Compared): readonly string[] {
  if (input.phase === "after") return [];
  const { before, after } = comparison.pairs;
  const { pValue } = testDrop({ before: after, after: before }, input);
  if (pValue >= input.policy.alpha) return [];
  return [
    `the candidate is better than production (${chanceText(pValue)}): promote it with --override --reason TEXT`,
  ];
}

function provenRegression(input: GateInput, evidence: Compared): Finding | undefined {
  const { threshold } = input.policy;
  const { comparison, interval } = evidence;
  if (comparison.provenThroughout) return regression(changesSentence(comparison));
  const surelyBelow = interval !== undefined && !reachesThreshold(interval.high, threshold);
  if (!surelyBelow || !reachesThreshold(comparison.baselineScore, threshold)) return undefined;
  return regression(`${thresholdSentence(evidence, input)}, and surely so, while the baseline is not`);
}

const regression = (reason: string): Finding => ({ row: 6, verdict: "regression", reasons: [reason] });

/** Rows 7 and 8 where something is neither proven nor excluded. An owner's word for this very evaluation settles it. */
function openDoubt(input: GateInput, evidence: Compared): Finding | undefined {
  const doubt = unprovenDrop(input, evidence) ?? strictDoubt(input, evidence);
  if (doubt === undefined || input.accepted === undefined) return doubt;
  const { by, reason } = input.accepted;
  const drop = evidence.comparison.drop.toFixed(4);
  return {
    row: 8,
    verdict: "pass",
    reasons: [`a drop of ${drop} is neither proven nor excluded, and ${by} accepted it: ${reason}`],
  };
}

function unprovenDrop(input: GateInput, { comparison }: Compared): Finding | undefined {
  const { maxUnprovenDrop } = input.policy;
  if (!reachesDrop(comparison.drop, maxUnprovenDrop)) return undefined;
  const reason = `a drop of ${comparison.drop.toFixed(4)} is neither proven nor excluded; from ${boundText(maxUnprovenDrop)} on a person decides`;
  return { row: 7, verdict: "inconclusive", inconclusive: "noise", reasons: [reason] };
}

function strictDoubt(input: GateInput, { comparison }: Compared): Finding | undefined {
  const { strict, maxRegression } = input.policy;
  const low = comparison.interval?.low;
  if (!strict || (low !== undefined && low > -maxRegression)) return undefined;
  const reason =
    `strict: a drop of more than ${boundText(maxRegression)} cannot be ruled out ` +
    `(the difference may be as low as ${(low ?? -1).toFixed(4)})`;
  return { row: 8, verdict: "inconclusive", inconclusive: "noise", reasons: [reason] };
}

const pass = (input: GateInput, evidence: Compared): Finding => ({
  row: 8,
  verdict: "pass",
  reasons: [thresholdSentence(evidence, input)],
});
