import type { Comparison } from "./comparison.ts";
import type { GateInput } from "./decision.ts";
import type { Evidence } from "./evidence.ts";
import { boundText, chanceText, examplesText, intervalText, scoreText } from "./figures.ts";
import { reachesThreshold } from "./threshold.ts";

/** `score 0.9412 (95 % interval 0.90 to 0.97) is at or above the threshold 0.90`. */
export function thresholdSentence({ score, interval, runs }: Evidence, input: GateInput): string {
  const { threshold } = input.policy;
  const side = reachesThreshold(score, threshold) ? "at or above" : "below";
  const figures = interval === undefined ? "" : ` (${intervalText(interval)})`;
  const pooled = runs === 2 ? ", two runs together," : "";
  return `score ${scoreText(score, threshold)}${figures}${pooled} is ${side} the threshold ${boundText(threshold)}`;
}

/** `12 examples worse, 1 better: such a drop happens by chance with p = 0.0017`. */
export function changesSentence({ drop, test }: Comparison): string {
  const { worse, better, pValue } = test;
  const changes = `${examplesText(worse)} worse, ${better} better`;
  if (drop <= 0) return `${changes}: nothing speaks for a drop (${chanceText(pValue)})`;
  return `${changes}: such a drop happens by chance with ${chanceText(pValue)}`;
}

/** `0.0942 below version 1.2.0, which scored 0.8343`. */
export function differenceSentence(comparison: Comparison, input: GateInput): string {
  const { drop, baselineScore } = comparison;
  const distance = Math.abs(drop).toFixed(4);
  const direction =
    Number(distance) === 0 ? "level with" : drop > 0 ? `${distance} below` : `${distance} above`;
  const score = scoreText(baselineScore, input.policy.threshold);
  return `${direction} version ${input.baseline?.version ?? "?"}, which scored ${score}`;
}
