import type { Interval } from "../evaluation/report.ts";
import { pairedBootstrapInterval } from "../evaluation/statistics/bootstrap.ts";
import { type DropTest, testDrop } from "../evaluation/statistics/drop-test.ts";
import { dropOf, type Pairs, pairById } from "../evaluation/statistics/pairs.ts";
import { metricOf, orderById } from "../evaluation/statistics/table.ts";
import type { Arm, GateInput } from "./decision.ts";
import { reachesDrop } from "./threshold.ts";

/** Two arms side by side on the examples that both scored. */
export interface Comparison {
  readonly pairs: Pairs;
  /** The baseline's score over all that it scored. */
  readonly baselineScore: number;
  /** Baseline minus candidate over the pairs: positive is worse. */
  readonly drop: number;
  readonly test: DropTest;
  /** Significant, at least max_regression, and not contradicted by the scores over all examples. */
  readonly provenDrop: boolean;
}

/** Undefined where the metric of either arm cannot be computed (0/0). */
export function compareArms(candidate: Arm, baseline: Arm, input: GateInput): Comparison | undefined {
  const pairs = pairById(baseline.table, candidate.table);
  const score = metricOf(orderById(candidate.table));
  const baselineScore = metricOf(orderById(baseline.table));
  const drop = dropOf(pairs);
  if (score === undefined || baselineScore === undefined || drop === undefined) return undefined;
  const test = testDrop(pairs, input);
  const provenDrop =
    test.pValue < input.policy.alpha &&
    reachesDrop(drop, input.policy.maxRegression) &&
    score < baselineScore;
  return { pairs, baselineScore, drop, test, provenDrop };
}

/** Interval of candidate minus baseline. */
export function differenceInterval({ pairs }: Comparison, input: GateInput): Interval | undefined {
  return pairedBootstrapInterval(pairs, input.policy.level, input);
}
