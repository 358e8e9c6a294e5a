import type { Interval } from "../report.ts";
import { normalQuantile } from "./normal.ts";

/**
 * Wilson's score interval of a proportion of `successes` in `trials` (at least 1), without continuity correction:
 * E. B. Wilson, JASA 22 (1927) 209-212. `level` lies strictly between 0 and 1.
 */
export function wilsonInterval(successes: number, trials: number, level: number): Interval {
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
    level,
  };
}
