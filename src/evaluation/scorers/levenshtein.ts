import type { ScorerType } from "../scoring/scorer.ts";
import { editDistanceWithin } from "./edit-distance.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { binaryFinding, quote } from "./finding.ts";
import { isText, mustFit } from "./option-problems.ts";

/** As promptfoo's. */
const DEFAULT_LIMIT = 5;

/**
 * At most `threshold` (default 5) insertions, deletions and replacements lie between the answer and `value` or `expected`.
 * As promptfoo 0.121 `levenshtein`.
 */
export const levenshtein: ScorerType = {
  type: "levenshtein",
  needsExpected: true,
  defaultThreshold: 1,
  limitUnit: "edits",
  options: ["value"],
  aggregates: [],
  check: mustFit("value", isText, "Write the text to compare with."),
  prepare: (options) => {
    const limit = Number(options["threshold"] ?? DEFAULT_LIMIT);
    return (input) => {
      const wanted = acceptedValues(expectationOf(options, input.example) ?? "").map(textOf);
      const distances = wanted.map(
        (one) => editDistanceWithin(input.text, one, limit) ?? Number.POSITIVE_INFINITY,
      );
      const least = Math.min(...distances);
      const why = least <= limit ? `${least} edits` : `more than ${limit} edits from ${quote(wanted[0])}`;
      return binaryFinding(least <= limit, why);
    };
  },
};
