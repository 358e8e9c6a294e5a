import { compilePattern, lazyPattern, type Pattern } from "../../prompts/adapters/regular-expression.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import type { ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, type textOf } from "./expectation.ts";
import { binaryFinding, quote } from "./finding.ts";
import { numberIn } from "./number-text.ts";
import { checkAll, isAmount, mustBePattern, mustFit } from "./option-problems.ts";

const lastNumbers = lazyPattern("[+-]?(?:\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?");

/**
 * A number of the answer is within `tolerance` (absolute, default 0) of `value` or `expected`. `pattern` says which: its
 * first match, there its first capture group; without it the whole answer, else its last number, as the flexible GSM8K
 * extraction of lm-evaluation-harness 0.4. Commas between digits are dropped.
 */
export const numeric: ScorerType = {
  type: "numeric",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value", "pattern", "tolerance"],
  aggregates: [],
  check: checkAll(
    mustBePattern("pattern"),
    mustFit("tolerance", isAmount, "Write the largest accepted difference, 0 or more."),
    mustFit("value", (value) => expectedNumber(value) !== undefined, "Write a number."),
  ),
  prepare: (options) => {
    const tolerance = Number(options["tolerance"] ?? 0);
    const find = finderOf(options);
    return (input) => {
      const expected = expectationOf(options, input.example) ?? null;
      const wanted = acceptedValues(expected).map(requiredNumber);
      const found = find(input);
      if (found === undefined)
        return binaryFinding(false, `no number in the answer, wanted ${quote(expected)}`);
      const holds = wanted.some((one) => isNear(found, one, tolerance));
      return binaryFinding(holds, holds ? `found ${found}` : `found ${found}, wanted ${quote(expected)}`);
    };
  },
};

/** A billionth of slack, so that 1.1 is within 0.1 of 1 in binary arithmetic too. */
function isNear(found: number, wanted: number, tolerance: number): boolean {
  const slack = tolerance === 0 ? 0 : 1e-9 * Math.max(Math.abs(found), Math.abs(wanted));
  return Math.abs(found - wanted) <= tolerance + slack;
}

function finderOf(options: JsonObject): (input: ScorerInput) => number | undefined {
  const source = options["pattern"];
  if (typeof source !== "string") return (input) => plainNumber(input.text) ?? lastNumber(input.text);
  const pattern = compilePattern(source);
  return (input) => patternNumber(pattern, input.text);
}

function patternNumber(pattern: Pattern, text: string): number | undefined {
  const match = pattern.firstMatch(text);
  return match === undefined ? undefined : plainNumber(match.groups[0] ?? match.text);
}

function lastNumber(text: string): number | undefined {
  const last = lastNumbers().allMatches(text).at(-1);
  return last === undefined ? undefined : plainNumber(last.text);
}

const plainNumber = (text: string): number | undefined => numberIn(text.replaceAll(/(?<=\d),(?=\d|$)/g, ""));

function expectedNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" ? plainNumber(value) : undefined;
}

function requiredNumber(expected: Parameters<typeof textOf>[0]): number {
  const value = expectedNumber(expected);
  if (value === undefined) throw new TypeError(`the expected value ${quote(expected)} is not a number`);
  return value;
}
