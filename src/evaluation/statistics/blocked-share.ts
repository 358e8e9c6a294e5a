import { binomialProbabilities } from "./binomial.ts";

export interface UnchangedPrompt {
  readonly examples: number;
  /** The share of examples that it gets right on average, in [0, 1]. */
  readonly score: number;
  readonly threshold: number;
  /** 2 where a run that does not pass is confirmed by a fresh one and both are pooled. */
  readonly runs: 1 | 2;
}

const TIE = 1e-9;

/**
 * Share of evaluations, in [0, 1], in which a prompt that did not change falls below its threshold by chance: exact for
 * 0/1 outcomes that are independent between examples and runs, an upper bound for graded metrics near their mean.
 */
export function blockedShare({ examples, score, threshold, runs }: UnchangedPrompt): number {
  const mass = binomialProbabilities(examples, score);
  const below = Math.ceil(threshold * examples - TIE);
  if (runs === 1) return sumUnder(mass, below);
  const pooledBelow = Math.ceil(2 * threshold * examples - TIE);
  const cumulative = cumulate(mass);
  let blocked = 0;
  for (let first = 0; first < below; first++) {
    const second = Math.min(examples, pooledBelow - first - 1);
    blocked += (mass[first] ?? 0) * (cumulative[second] ?? 0);
  }
  return blocked;
}

const sumUnder = (mass: Float64Array, end: number): number =>
  mass.subarray(0, end).reduce((sum, chance) => sum + chance, 0);

function cumulate(mass: Float64Array): Float64Array {
  let sum = 0;
  return mass.map((chance) => {
    sum += chance;
    return sum;
  });
}
