import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { binaryFinding } from "./finding.ts";
import { checkAll, isCount, mustBePresent, mustFit } from "./option-problems.ts";

const FIX = "Write the number of words, or {min: 10, max: 50}.";

/**
 * The answer has `value` words, or between `min` and `max` of them, ends included; words are what blanks separate. As
 * promptfoo 0.121 `word-count`.
 */
export const wordCount: ScorerType = {
  type: "word-count",
  needsExpected: false,
  defaultThreshold: 1,
  options: ["value"],
  aggregates: [],
  check: checkAll(mustBePresent("value", FIX), mustFit("value", isRange, FIX)),
  prepare: (options) => {
    const { min, max } = rangeOf(options);
    return (input) => {
      const words = input.text.split(/\s+/).filter((word) => word !== "").length;
      return binaryFinding(words >= min && words <= max, `${words} words, wanted ${describe(min, max)}`);
    };
  },
};

function isRange(value: unknown): boolean {
  if (isCount(value)) return true;
  if (!isJsonObject(value)) return false;
  const { min = 0, max = Number.MAX_SAFE_INTEGER, ...others } = value;
  const isBounded = value["min"] !== undefined || value["max"] !== undefined;
  return isBounded && Object.keys(others).length === 0 && isCount(min) && isCount(max) && min <= max;
}

function rangeOf(options: JsonObject): { readonly min: number; readonly max: number } {
  const value = options["value"];
  if (!isJsonObject(value)) return { min: Number(value), max: Number(value) };
  return { min: Number(value["min"] ?? 0), max: Number(value["max"] ?? Number.POSITIVE_INFINITY) };
}

function describe(min: number, max: number): string {
  if (min === max) return `${min}`;
  return max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
}
