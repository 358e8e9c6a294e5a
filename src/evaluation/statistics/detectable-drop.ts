import { normalCdf, normalDensity, normalQuantile } from "./normal.ts";

export interface DropDetection {
  readonly examples: number;
  /** The metric before the drop, in [0, 1]. */
  readonly score: number;
  readonly alpha: number;
  readonly maxRegression: number;
  readonly maxUnprovenDrop: number;
}

const POWER = 0.8;
const STEPS = 14;
const SLICES = 48;
const REACH = 6;

/**
 * The smallest true drop that keeps a prompt from passing in 80 % of evaluations, whatever its threshold: a drop is
 * proven, or reaches `maxUnprovenDrop`, in the first run and in the pool with the confirmation run. Undefined where
 * even a drop to zero is not found.
 *
 * Normal approximation with continuity correction for 0/1 outcomes that are independent between arms and runs, the
 * noisiest case: graded metrics and answers that repeat themselves find smaller drops. Agrees with a simulation of the
 * gate to 4 points of power from 20 examples. A drop that also crosses the threshold is found more often.
 */
export function detectableDrop(how: DropDetection): number | undefined {
  const power = powerFunction(how);
  if (power(how.score) < POWER) return undefined;
  let low = 0;
  let high = how.score;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (power(middle) < POWER) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that a true drop of a size is found. */
function powerFunction(how: DropDetection): (drop: number) => number {
  const { examples: n, score } = how;
  const z = normalQuantile(1 - how.alpha);
  return (drop) => {
    const differing = score * (1 - score + drop) + (1 - score) * (score - drop);
    const deviation = Math.sqrt(Math.max(n * (differing - drop * drop), 1e-9));
    const first = leastLosses(how, z * Math.sqrt(n * differing), 0.5);
    const pooled = leastLosses(how, z * Math.sqrt((n * (differing + drop * drop)) / 2), 0.25);
    return bothReach(first, pooled, n * drop, deviation);
  };
}

/** Net losses from which a run does not pass: significant and relevant, or as many as none may overlook. */
function leastLosses(how: DropDetection, significant: number, continuity: number): number {
  const unproven = how.examples * how.maxUnprovenDrop - continuity;
  const relevant = how.examples * how.maxRegression - continuity;
  const provable = -Math.log2(how.alpha);
  return Math.min(unproven, Math.max(significant + 2 * continuity, relevant, provable));
}

/** P(X1 >= first and (X1 + X2) / 2 >= pooled) for independent normal X1, X2, by the midpoint rule. */
function bothReach(first: number, pooled: number, centre: number, deviation: number): number {
  const start = Math.max((first - centre) / deviation, -REACH);
  const width = (REACH - start) / SLICES;
  let probability = 0;
  for (let slice = 0; slice < SLICES && width > 0; slice++) {
    const z = start + (slice + 0.5) * width;
    const missing = (2 * pooled - 2 * centre) / deviation - z;
    probability += normalDensity(z) * width * (1 - normalCdf(missing));
  }
  return probability;
}
