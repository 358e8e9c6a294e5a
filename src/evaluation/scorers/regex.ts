import { compilePattern } from "../../prompts/adapters/regular-expression.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding, quote } from "./finding.ts";
import { checkAll, mustBePattern, mustBePresent } from "./option-problems.ts";

/**
 * The pattern `value` matches somewhere in the answer. As promptfoo 0.121 `regex`, but in linear time whatever the
 * pattern, so without lookahead and backreferences; `(?i)` at the start ignores case.
 */
export const regex: ScorerType = {
  type: "regex",
  needsExpected: false,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: checkAll(mustBePresent("value", "Write the pattern as `value`."), mustBePattern("value")),
  prepare: (options) => {
    const pattern = compilePattern(String(options["value"]));
    return (input) => {
      const holds = pattern.test(input.text);
      return binaryFinding(
        holds,
        `the pattern ${quote(pattern.source)} ${holds ? "matches" : "matches nowhere"}`,
      );
    };
  },
};
