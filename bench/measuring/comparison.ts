import type { Samples } from "./in-turn.ts";

/** A ratio that must not be above, or not below, what is given. */
export interface Goal {
  readonly kind: "most" | "least";
  readonly ratio: number;
}

/** Medians in the row's unit; `spread` is the lowest and the highest ratio of one round. */
export interface Comparison {
  readonly thing: number;
  readonly reference: number;
  readonly ratio: number;
  readonly spread: { readonly low: number; readonly high: number };
  readonly isMet: boolean;
}

/** The ratio of medians, held against the goal; a ratio that equals the goal meets it. */
export function compare(samples: Samples, goal: Goal): Comparison {
  const [thing, reference] = [median(samples.thing), median(samples.reference)];
  const ratio = thing / reference;
  const each = samples.thing.map((value, round) => value / (samples.reference[round] ?? Number.NaN));
  return {
    thing,
    reference,
    ratio,
    spread: { low: Math.min(...each), high: Math.max(...each) },
    isMet: goal.kind === "most" ? ratio <= goal.ratio : ratio >= goal.ratio,
  };
}

/** The middle value, the mean of the two middle ones for an even number. Throws `RangeError` without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
