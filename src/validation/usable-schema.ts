import { compileSchema, InvalidSchema, type SchemaCheck } from "../prompts/adapters/json-schema.ts";
import type { JsonObject } from "../prompts/reading/json.ts";

export type UsableSchema = { readonly check: SchemaCheck } | { readonly invalid: InvalidSchema };

/** A task's own schema, compiled, or what is wrong with it. */
export function usableSchema(schema: JsonObject): UsableSchema {
  try {
    return { check: compileSchema(schema) };
  } catch (error) {
    if (error instanceof InvalidSchema) return { invalid: error };
    throw error;
  }
}
