import type { Interval } from "../evaluation/report.ts";
import { reachesThreshold } from "./threshold.ts";

const MOST_DIGITS = 10;

/** A bound as an author wrote it, with at least two decimals. */
export const boundText = (bound: number): string => {
  const decimals = String(bound).split(".")[1]?.length ?? 0;
  return bound.toFixed(Math.min(MOST_DIGITS, Math.max(2, decimals)));
};

/** A score with four decimals, or with as many as it takes to stand on the side of the threshold where it is. */
export function scoreText(score: number, threshold: number): string {
  const passes = reachesThreshold(score, threshold);
  for (let digits = 4; digits < MOST_DIGITS; digits++) {
    const text = score.toFixed(digits);
    if (reachesThreshold(Number(text), threshold) === passes) return text;
  }
  return String(score);
}

export const percentText = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

/** For example `95 % interval 0.90 to 0.97`. */
export const intervalText = ({ low, high, level }: Interval): string =>
  `${percentText(level)} interval ${low.toFixed(2)} to ${high.toFixed(2)}`;

export const chanceText = (p: number): string =>
  p < 0.0001 ? "p < 0.0001" : `p = ${Number(p.toPrecision(2))}`;

export const examplesText = (count: number): string => (count === 1 ? "1 example" : `${count} examples`);
