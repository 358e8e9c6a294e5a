import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { Finding, ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { acceptedValues, expectationOf, textOf } from "./expectation.ts";
import { quote } from "./finding.ts";
import { NORMALISATIONS, normaliserOf } from "./normalisation.ts";
import { checkAll, mustBeOneOf, mustFit } from "./option-problems.ts";
import { f1OfSets } from "./set-f1.ts";

/**
 * A list without order and repetition: the F1 of its entries against `value` or `expected`, 1 where both are empty. The
 * answer is a JSON list, else text with commas or line breaks between its entries. `normalise` is none, trim (default) or
 * casefold.
 */
export const set: ScorerType = {
  type: "set",
  needsExpected: true,
  defaultThreshold: 1,
  options: ["value", "normalise"],
  aggregates: [],
  check: checkAll(mustFit("value", Array.isArray, "Write a list."), mustBeOneOf("normalise", NORMALISATIONS)),
  prepare: (options) => {
    const normalise = normaliserOf(options["normalise"], "trim");
    const keyOf = (entry: Json): string =>
      typeof entry === "object" ? canonicalJson(entry) : normalise(textOf(entry));
    return (input) => {
      const found = new Set(entriesOf(input).map(keyOf));
      const accepted = acceptedValues(expectationOf(options, input.example) ?? null).map(listOf);
      const findings = accepted.map((wanted) => compare(found, new Set(wanted.map(keyOf))));
      return findings.reduce((best, next) => (next.value > best.value ? next : best));
    };
  },
};

function entriesOf(input: ScorerInput): readonly Json[] {
  if (Array.isArray(input.value)) return input.value;
  return input.text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function listOf(expected: Json): readonly Json[] {
  if (!Array.isArray(expected)) throw new TypeError(`the expected value ${quote(expected)} is not a list`);
  return expected;
}

function compare(found: ReadonlySet<string>, wanted: ReadonlySet<string>): Finding {
  const missing = [...wanted].filter((one) => !found.has(one));
  const extra = [...found].filter((one) => !wanted.has(one));
  const value = f1OfSets(found, wanted);
  if (value === 1) return { value, why: "the same entries" };
  return { value, why: `missing ${quote(missing)}, not wanted ${quote(extra)}` };
}
