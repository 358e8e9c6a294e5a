import type { Example } from "../../prompts/examples/example.ts";
import { isJsonObject, type Json, type JsonObject, ownProperty } from "../../prompts/reading/json.ts";

/** What a scorer compares with: the entry's own `value`, else the example's `expected`. */
export function expectationOf(options: JsonObject, example: Example): Json | undefined {
  return options["value"] === undefined ? example.expected : options["value"];
}

/** The alternatives of `{any_of: [...]}`, or the value alone. */
export function acceptedValues(expected: Json): readonly Json[] {
  return alternativesOf(expected) ?? [expected];
}

/** The list of an object whose only key is `any_of`; undefined for anything else. */
export function alternativesOf(expected: Json): readonly Json[] | undefined {
  if (!isJsonObject(expected) || Object.keys(expected).length !== 1) return undefined;
  const list = ownProperty(expected, "any_of");
  return Array.isArray(list) ? list : undefined;
}

/** Text as it is, any other value as compact JSON. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
