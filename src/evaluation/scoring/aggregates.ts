import { compareText } from "../../prompts/problem.ts";
import type { Aggregate } from "./scorer.ts";

/** Factors by which the counts of these names are added up. */
type Combination = Readonly<Record<string, number>>;

/** The share of examples whose count `key` is 1. For a proportion, `sums` holds the mean over the examples. */
export function proportion(name: string, key: string): Aggregate {
  return { name, proportion: true, keys: () => [key], compute: (sums) => sums[0] };
}

/** One linear combination of counts divided by another; undefined where the divisor is 0. */
export function ratio(name: string, over: Combination, under: Combination): Aggregate {
  const keys = [...new Set([...Object.keys(over), ...Object.keys(under)])].sort(compareText);
  const factors = keys.map((key) => ({ over: over[key] ?? 0, under: under[key] ?? 0 }));
  return {
    name,
    proportion: false,
    keys: () => keys,
    compute: (sums) => {
      let top = 0;
      let bottom = 0;
      for (const [index, factor] of factors.entries()) {
        top += factor.over * (sums[index] ?? 0);
        bottom += factor.under * (sums[index] ?? 0);
      }
      return bottom === 0 ? undefined : top / bottom;
    },
  };
}

/** How one group (a field, a label) was met; counts are named `<outcome>:<group>`. */
const OUTCOMES = ["tp", "substituted", "fn", "fp"] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * The unweighted mean of the groups' F1. A group is one that was seen with an outcome of `groupedBy`; groups without any
 * count in the sums (a resample without them) are left out. F1 = 2 tp / (2 tp + 2 substituted + fn + fp).
 */
export function macroF1(groupedBy: readonly Outcome[]): Aggregate {
  return {
    name: "macro_f1",
    proportion: false,
    keys: (seen) =>
      groupsIn(seen, groupedBy).flatMap((group) => OUTCOMES.map((outcome) => `${outcome}:${group}`)),
    compute: meanF1,
  };
}

function groupsIn(seen: readonly string[], groupedBy: readonly Outcome[]): readonly string[] {
  const groups = new Set<string>();
  for (const key of seen) {
    const outcome = groupedBy.find((one) => key.startsWith(`${one}:`));
    if (outcome !== undefined) groups.add(key.slice(outcome.length + 1));
  }
  return [...groups].sort(compareText);
}

function meanF1(sums: ArrayLike<number>): number | undefined {
  let total = 0;
  let groups = 0;
  for (let start = 0; start < sums.length; start += OUTCOMES.length) {
    const truePositives = sums[start] ?? 0;
    const substituted = sums[start + 1] ?? 0;
    const size = 2 * (truePositives + substituted) + (sums[start + 2] ?? 0) + (sums[start + 3] ?? 0);
    if (size === 0) continue;
    total += (2 * truePositives) / size;
    groups += 1;
  }
  return groups === 0 ? undefined : total / groups;
}
