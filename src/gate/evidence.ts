import type { Interval } from "../evaluation/report.ts";
import { scoreInterval } from "../evaluation/statistics/score-interval.ts";
import { metricOf, orderById } from "../evaluation/statistics/table.ts";
import { type Comparison, compareArms, differenceInterval } from "./comparison.ts";
import type { Arm, GateInput } from "./decision.ts";
import { pool } from "./pool.ts";

/** What rows 5 to 10 look at: the first run, or the pool of it and its confirmation. */
export interface Evidence {
  readonly score: number;
  readonly interval?: Interval;
  readonly runs: 1 | 2;
  /** Absent without a baseline, or where the baseline's metric is 0/0. */
  readonly comparison?: Comparison & {
    readonly interval?: Interval;
    /** In every run: the first and, where there is one, the pool. */
    readonly provenThroughout: boolean;
  };
}

/** Undefined where the candidate's metric is 0/0: nothing that it counts occurred. */
export function weigh(input: GateInput): Evidence | undefined {
  const confirmed = input.baseline === undefined ? undefined : input.confirmation;
  const candidate = confirmed ? pool(input.candidate, confirmed.candidate) : input.candidate;
  const table = orderById(candidate.table);
  const score = metricOf(table);
  if (score === undefined) return undefined;
  const interval = scoreInterval(table, input.policy.level, input);
  const comparison = compare(input, candidate);
  return {
    score,
    runs: confirmed ? 2 : 1,
    ...(interval && { interval }),
    ...(comparison && { comparison }),
  };
}

function compare(input: GateInput, candidate: Arm): Evidence["comparison"] {
  if (input.baseline === undefined) return undefined;
  const first = compareArms(input.candidate, input.baseline.arm, input);
  if (input.confirmation === undefined) return first && judged(first, first.provenDrop, input);
  const pooled = compareArms(candidate, pool(input.baseline.arm, input.confirmation.baseline), input);
  return pooled && judged(pooled, pooled.provenDrop && first?.provenDrop === true, input);
}

function judged(comparison: Comparison, provenThroughout: boolean, input: GateInput): Evidence["comparison"] {
  const interval = differenceInterval(comparison, input);
  return { ...comparison, provenThroughout, ...(interval && { interval }) };
}
