import { isJsonObject, type Json, type JsonObject } from "../prompts/reading/json.ts";

/** Keywords that speak of the whole answer, or that turn "too little" into "wrong". */
const DROPPED: ReadonlySet<string> = new Set([
  "required",
  "dependentRequired",
  "dependentSchemas",
  "minProperties",
  "maxProperties",
  "minItems",
  "maxItems",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "not",
  "if",
  "then",
  "else",
]);
const MAPS: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs", "definitions"]);
const LISTS: ReadonlySet<string> = new Set(["allOf", "anyOf", "prefixItems"]);
const SINGLE: ReadonlySet<string> = new Set(["items", "additionalProperties", "unevaluatedProperties"]);

/**
 * A schema that accepts every part of what the given one accepts: an expected answer may leave fields out. `oneOf` becomes
 * `anyOf`, since parts can fit several forms.
 */
export function lenientSchema(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).flatMap(([key, value]): (readonly [string, Json])[] => {
    if (DROPPED.has(key)) return [];
    if (key === "oneOf") return [["anyOf", lenientAll(value)]];
    if (LISTS.has(key)) return [[key, lenientAll(value)]];
    if (SINGLE.has(key)) return [[key, lenientOne(value)]];
    if (MAPS.has(key) && isJsonObject(value)) return [[key, lenientMap(value)]];
    return [[key, value]];
  });
  return Object.fromEntries(entries);
}

const lenientOne = (value: Json): Json => (isJsonObject(value) ? lenientSchema(value) : value);

const lenientAll = (value: Json): Json =>
  Array.isArray(value) ? (value as readonly Json[]).map(lenientOne) : value;

const lenientMap = (map: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, lenientOne(value)]));
