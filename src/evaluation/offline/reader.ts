import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import type { Compile } from "./candidates.ts";
import type { PromptMaterial } from "./prompt-material.ts";

/** What every part of the reading needs. */
export interface Reader {
  readonly material: PromptMaterial;
  readonly compile: Compile;
  /** The value of a property of that name and schema, or undefined when the text does not show one. */
  readonly read: (schema: JsonObject, name: string) => Json | undefined;
}
