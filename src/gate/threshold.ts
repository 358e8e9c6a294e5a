const TIE = 1e-9;

/** Whether a score passes: equal does. 1e-9 apart counts as equal, which for k/n is the comparison of integers. */
export function reachesThreshold(score: number, threshold: number): boolean {
  return score >= threshold - TIE;
}

/** Whether a drop is at least as large as a bound; 1e-9 apart counts as equal. */
export function reachesDrop(drop: number, bound: number): boolean {
  return drop >= bound - TIE;
}
