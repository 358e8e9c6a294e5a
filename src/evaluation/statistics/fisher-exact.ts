import { logFactorials } from "./binomial.ts";

/** Some of a group's members are marked. */
export interface MarkedGroup {
  readonly marked: number;
  readonly size: number;
}

/**
 * One-sided exact test of R. A. Fisher (1922): the probability that, of all marked members of both groups together, at
 * least `suspect.marked` fall into the suspect group if marks fell at random.
 */
export function fisherPValue(suspect: MarkedGroup, other: MarkedGroup): number {
  const total = suspect.size + other.size;
  const marked = suspect.marked + other.marked;
  const logs = logFactorials(total);
  const logWays = (n: number, k: number): number => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
  let tail = 0;
  for (let k = Math.min(marked, suspect.size); k >= suspect.marked; k--) {
    if (marked - k > other.size) break;
    tail += Math.exp(logWays(suspect.size, k) + logWays(other.size, marked - k) - logWays(total, marked));
  }
  return Math.min(1, tail);
}
