const FARTHEST = 8;
const BISECTIONS = 60;

/** Density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * P(Z <= x) for a standard normal Z, to about 1e-15, by the series of G. Marsaglia, "Evaluating the Normal
 * Distribution", J. Stat. Software 11(4), 2004 (https://doi.org/10.18637/jss.v011.i04). 0 or 1 beyond 8 deviations.
 */
export function normalCdf(x: number): number {
  if (x < -FARTHEST) return 0;
  if (x > FARTHEST) return 1;
  if (Number.isNaN(x)) return x;
  let term = x;
  let sum = x;
  let last = Number.NaN;
  for (let odd = 3; sum !== last; odd += 2) {
    last = sum;
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

/** The x with P(Z <= x) = `probability`, which lies strictly between 0 and 1; bounded to 8 deviations. */
export function normalQuantile(probability: number): number {
  let low = -FARTHEST;
  let high = FARTHEST;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
