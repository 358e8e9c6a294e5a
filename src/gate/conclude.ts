import type { BaselineReport } from "../evaluation/report.ts";
import { blockedShare } from "../evaluation/statistics/blocked-share.ts";
import { detectableDrop } from "../evaluation/statistics/detectable-drop.ts";
import type { Decision, GateInput } from "./decision.ts";
import type { Evidence } from "./evidence.ts";
import { examplesText, percentText } from "./figures.ts";
import { actionFor, type Finding } from "./finding.ts";
import { isSmoke } from "./rules-on-threshold.ts";

/** More often than this an unchanged prompt must not be blocked without a warning. */
const TOLERATED_BLOCKS = 0.05;

/** A decision of rows 1 to 4, which rest on no score. */
export function concludeFault(input: GateInput, finding: Finding): Decision {
  return { ...finding, action: actionFor(input.phase, finding.verdict), smoke: isSmoke(input) };
}

/** A decision of rows 5 to 10 with the figures that it rests on, and what the number of examples can and cannot show. */
export function concludeWeighed(input: GateInput, finding: Finding, evidence: Evidence): Decision {
  const drop = isSmoke(input) ? undefined : smallestDrop(input, evidence);
  const baseline = baselineReport(input, evidence);
  return {
    ...concludeFault(input, finding),
    reasons: [
      ...finding.reasons,
      ...powerSentence(input, drop),
      ...blockedSentence(input, finding, evidence),
    ],
    score: evidence.score,
    ...(evidence.interval && { interval: evidence.interval }),
    ...(drop !== undefined && { detectableDrop: drop }),
    ...(baseline && { baseline }),
  };
}

function smallestDrop({ candidate, policy }: GateInput, { score, comparison }: Evidence): number | undefined {
  const { alpha, maxRegression, maxUnprovenDrop } = policy;
  const before = comparison?.baselineScore ?? score;
  return detectableDrop({
    examples: candidate.table.ids.length,
    score: before,
    alpha,
    maxRegression,
    maxUnprovenDrop,
  });
}

function powerSentence({ candidate }: GateInput, drop: number | undefined): readonly string[] {
  if (drop === undefined) return [];
  const size = examplesText(candidate.table.ids.length);
  return [`with ${size} a drop of ${drop.toFixed(2)} or more is found in 80 % of evaluations`];
}

function blockedSentence(input: GateInput, { verdict }: Finding, { score }: Evidence): readonly string[] {
  if (verdict !== "pass" || !input.candidate.table.binary) return [];
  const share = blockedShare({
    examples: input.candidate.table.ids.length,
    score,
    threshold: input.policy.threshold,
    runs: input.baseline === undefined ? 1 : 2,
  });
  if (share <= TOLERATED_BLOCKS) return [];
  return [
    `the threshold is close: noise alone would block an unchanged prompt in ${percentText(share)} of evaluations`,
  ];
}

function baselineReport(input: GateInput, { comparison }: Evidence): BaselineReport | undefined {
  if (input.baseline === undefined || comparison === undefined) return undefined;
  const { test, baselineScore, drop, interval } = comparison;
  return {
    version: input.baseline.version,
    score: baselineScore,
    difference: drop === 0 ? 0 : -drop,
    interval: interval ?? null,
    better: test.better,
    worse: test.worse,
    p_value: test.pValue,
    test: test.test,
  };
}
