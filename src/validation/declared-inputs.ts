import { isJsonObject, type Json, type JsonObject } from "../prompts/reading/json.ts";

/** Names of all properties that an input schema describes, those of its allOf, anyOf and oneOf included. */
export function declaredInputs(schema: JsonObject): ReadonlySet<string> {
  const own = isJsonObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((key) => listOf(schema[key]));
  const nested = parts.flatMap((part) => (isJsonObject(part) ? [...declaredInputs(part)] : []));
  return new Set([...own, ...nested]);
}

/** The entries of `required`, with their position in the list. */
export function requiredInputs(schema: JsonObject): readonly string[] {
  return listOf(schema["required"]).filter((name) => typeof name === "string");
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
