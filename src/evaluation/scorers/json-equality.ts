import { isJsonObject, type Json, type JsonObject, ownProperty } from "../../prompts/reading/json.ts";
import { alternativesOf } from "./expectation.ts";
import { numberIn } from "./number-text.ts";

export interface EqualityRules {
  readonly normalise: (text: string) => string;
  /** Texts, normalised, that say that there is no value. */
  readonly absentTexts: ReadonlySet<string>;
  /** Whether keys that the expected object does not name are of no interest. */
  readonly ignoresExtra: boolean;
}

export const EXACT: EqualityRules = {
  normalise: (text) => text,
  absentTexts: new Set(),
  ignoresExtra: false,
};

export function isAbsent(value: Json | undefined, rules: EqualityRules): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string" && rules.absentTexts.has(rules.normalise(value));
}

/** Whether an expectation is met by nothing being there. */
export function acceptsAbsence(expected: Json, rules: EqualityRules): boolean {
  const alternatives = alternativesOf(expected);
  if (alternatives !== undefined) return alternatives.some((one) => acceptsAbsence(one, rules));
  return isAbsent(expected, rules);
}

/**
 * Whether an answer's value is one that is accepted. `any_of` accepts each of its values, null accepts absence only, an
 * expected number equals any decimal spelling of it, text is compared as normalised, lists in their order.
 */
export function isAccepted(expected: Json, actual: Json | undefined, rules: EqualityRules): boolean {
  const alternatives = alternativesOf(expected);
  if (alternatives !== undefined) return alternatives.some((one) => isAccepted(one, actual, rules));
  if (isAbsent(expected, rules)) return isAbsent(actual, rules);
  if (actual === undefined || actual === null) return false;
  if (Array.isArray(expected)) return isAcceptedList(expected, actual, rules);
  if (isJsonObject(expected)) return isJsonObject(actual) && isAcceptedObject(expected, actual, rules);
  return isAcceptedScalar(expected, actual, rules);
}

function isAcceptedScalar(expected: Json, actual: Json, rules: EqualityRules): boolean {
  if (typeof actual === "object") return false;
  if (typeof expected !== "number")
    return rules.normalise(String(expected)) === rules.normalise(String(actual));
  return expected === (typeof actual === "number" ? actual : numberIn(String(actual)));
}

function isAcceptedList(expected: readonly Json[], actual: Json, rules: EqualityRules): boolean {
  if (!Array.isArray(actual) || actual.length !== expected.length) return false;
  return expected.every((item, index) => isAccepted(item, actual[index], rules));
}

function isAcceptedObject(expected: JsonObject, actual: JsonObject, rules: EqualityRules): boolean {
  const namedFit = Object.entries(expected).every(([key, value]) =>
    isAccepted(value, ownProperty(actual, key), rules),
  );
  if (!namedFit || rules.ignoresExtra) return namedFit;
  return Object.keys(actual).every((key) => Object.hasOwn(expected, key) || isAbsent(actual[key], rules));
}
