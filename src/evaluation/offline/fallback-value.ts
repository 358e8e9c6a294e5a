import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { chooseLabel } from "./choose-label.ts";
import { labelsOf } from "./labels.ts";
import { propertiesOf, requiredOf } from "./object-parts.ts";
import type { PromptMaterial } from "./prompt-material.ts";

/** What stands where a schema requires a value and the text shows none: null where allowed, else the emptiest value. */
export function fallbackValue(schema: JsonObject, material: PromptMaterial): Json {
  const labels = labelsOf(schema);
  if (labels.length > 0) return chooseLabel(labels, material)?.value ?? null;
  const types = [schema["type"]].flat();
  if (types.includes("null")) return null;
  if (types.includes("string")) return "";
  if (types.includes("boolean")) return false;
  if (types.includes("array")) return [];
  if (types.includes("number") || types.includes("integer")) return smallest(schema);
  return emptyObject(schema, material);
}

function smallest(schema: JsonObject): number {
  const minimum = schema["minimum"];
  return typeof minimum === "number" ? minimum : 0;
}

function emptyObject(schema: JsonObject, material: PromptMaterial): JsonObject {
  const required = requiredOf(schema);
  const entries = propertiesOf(schema).filter(([key]) => required.has(key));
  return isJsonObject(schema["properties"])
    ? Object.fromEntries(entries.map(([key, property]) => [key, fallbackValue(property, material)]))
    : {};
}
