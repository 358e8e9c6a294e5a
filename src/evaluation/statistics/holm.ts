/**
 * Which hypotheses fall when one decision rests on all of them: Holm's step-down procedure (S. Holm, Scand. J. Statist.
 * 6 (1979) 65-70). In the order given; the chance of one wrong rejection or more is at most `alpha`.
 */
export function holmRejections(pValues: readonly number[], alpha: number): readonly boolean[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const firstKept = order.findIndex(({ p }, rank) => p >= alpha / (pValues.length - rank));
  const rejected = new Set(
    order.slice(0, firstKept === -1 ? undefined : firstKept).map(({ index }) => index),
  );
  return pValues.map((_, index) => rejected.has(index));
}
