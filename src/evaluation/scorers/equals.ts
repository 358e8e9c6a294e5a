import type { Json } from "../../prompts/reading/json.ts";
import type { ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf } from "./expectation.ts";
import { binaryFinding, quote } from "./finding.ts";
import { EXACT, isAccepted } from "./json-equality.ts";

/**
 * The answer is `value` (or `expected`): text to the character, a number by its value, objects and lists by their content
 * whatever the order of keys. Semantics of promptfoo 0.121 `equals`, which compares text with text and JSON with JSON.
 */
export const equals: ScorerType = {
  type: "equals",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: () => [],
  prepare: (options) => (input) => {
    const expected = expectationOf(options, input.example) ?? null;
    const holds = acceptedValues(expected).some((one) => isSame(one, input));
    const found = `found ${quote(input.text)}`;
    return binaryFinding(holds, holds ? found : `${found}, wanted ${quote(expected)}`);
  },
};

function isSame(expected: Json, input: ScorerInput): boolean {
  if (typeof expected === "string") return input.text === expected;
  if (typeof expected === "number") return isAccepted(expected, input.text, EXACT);
  if (expected === null) return input.value === null;
  return input.value !== undefined && isAccepted(expected, input.value, EXACT);
}
