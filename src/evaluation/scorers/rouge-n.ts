import { rouge1 } from "../adapters/rouge.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { quote } from "./finding.ts";
import { isText, mustFit } from "./option-problems.ts";

/**
 * ROUGE-N with N = 1: the F-measure of the words that the answer shares with `value` or `expected`; of several the best.
 * Passes from 0.75. As promptfoo 0.121 `rouge-n`, by the same js-rouge 3.2.
 */
export const rougeN: ScorerType = {
  type: "rouge-n",
  needsExpected: true,
  defaultThreshold: 0.75,
  options: ["value"],
  aggregates: [],
  check: mustFit("value", isText, "Write the text to compare with."),
  prepare: (options) => async (input) => {
    const wanted = acceptedValues(expectationOf(options, input.example) ?? "").map(textOf);
    const value = Math.max(...(await Promise.all(wanted.map((one) => rouge1(input.text, one)))));
    return { value, why: `ROUGE-1 of ${value.toFixed(2)} with ${quote(wanted[0])}` };
  },
};
