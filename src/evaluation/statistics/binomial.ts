/** ln 0!, ln 1!, ... ln `largest`!, summed term by term. */
export function logFactorials(largest: number): Float64Array {
  const logs = new Float64Array(largest + 1);
  for (let i = 2; i <= largest; i++) logs[i] = (logs[i - 1] ?? 0) + Math.log(i);
  return logs;
}

/** P(X = k) for k = 0..`trials` of a binomial X; `chance` in [0, 1]. */
export function binomialProbabilities(trials: number, chance: number): Float64Array {
  const mass = new Float64Array(trials + 1);
  if (chance <= 0 || chance >= 1) {
    mass[chance <= 0 ? 0 : trials] = 1;
    return mass;
  }
  const logs = logFactorials(trials);
  for (let k = 0; k <= trials; k++) {
    const ways = (logs[trials] ?? 0) - (logs[k] ?? 0) - (logs[trials - k] ?? 0);
    mass[k] = Math.exp(ways + k * Math.log(chance) + (trials - k) * Math.log1p(-chance));
  }
  return mass;
}

/** P(X >= `least`) of a binomial X. */
export function binomialTail(trials: number, chance: number, least: number): number {
  const mass = binomialProbabilities(trials, chance);
  let tail = 0;
  for (let k = trials; k >= Math.max(0, least); k--) tail += mass[k] ?? 0;
  return Math.min(1, tail);
}
