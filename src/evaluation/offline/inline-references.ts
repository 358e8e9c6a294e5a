import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";

const DEEPEST = 8;

/** The schema with every `$ref` to its own `$defs` replaced by what it names; a recursive one ends after eight levels. */
export function inlineReferences(schema: JsonObject): JsonObject {
  const definitions = schema["$defs"];
  if (!isJsonObject(definitions)) return schema;
  const inlined = known.get(schema) ?? inlineObject(schema, definitions, 0);
  known.set(schema, inlined);
  return inlined;
}

/** A prompt's schema is one object for all its requests. */
const known = new WeakMap<JsonObject, JsonObject>();

function inlineObject(schema: JsonObject, definitions: JsonObject, depth: number): JsonObject {
  const reference = schema["$ref"];
  if (typeof reference === "string") return inlineTarget(reference, definitions, depth);
  const entries = Object.entries(schema).filter(([key]) => key !== "$defs");
  return Object.fromEntries(entries.map(([key, value]) => [key, inlineValue(value, definitions, depth)]));
}

function inlineTarget(reference: string, definitions: JsonObject, depth: number): JsonObject {
  const name = reference.replace("#/$defs/", "");
  const target = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  return isJsonObject(target) && depth < DEEPEST ? inlineObject(target, definitions, depth + 1) : {};
}

function inlineValue(value: Json, definitions: JsonObject, depth: number): Json {
  if (isJsonObject(value)) return inlineObject(value, definitions, depth);
  return Array.isArray(value) ? value.map((entry) => inlineValue(entry, definitions, depth)) : value;
}
