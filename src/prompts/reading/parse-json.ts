import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** The value of a text that somebody else wrote; undefined where it is no JSON. Has no place of what is wrong. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The same for an object; undefined for any other value. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}
