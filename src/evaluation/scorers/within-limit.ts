import type { ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { binaryFinding } from "./finding.ts";
import { mustBePresent } from "./option-problems.ts";

interface Limit {
  readonly type: string;
  readonly unit: string;
  /** Undefined where nobody measured. */
  amountOf(input: ScorerInput): number | undefined;
}

/** A scorer that holds an amount against the largest accepted one in `threshold`; what was not measured is unscored. */
export function withinLimit(limit: Limit): ScorerType {
  return {
    type: limit.type,
    needsExpected: false,
    defaultThreshold: 1,
    limitUnit: limit.unit,
    judgesUnfinished: true,
    options: [],
    aggregates: [],
    check: mustBePresent("threshold", `Write the largest accepted number of ${limit.unit} as \`threshold\`.`),
    prepare: (options) => {
      const most = Number(options["threshold"]);
      return (input) => {
        const amount = limit.amountOf(input);
        if (amount === undefined) return { unscored: true, why: `no ${limit.type} was measured` };
        return binaryFinding(amount <= most, `${amount} ${limit.unit}, at most ${most} wanted`);
      };
    },
  };
}
