import type { Model } from "../metadata.ts";
import type { JsonObject } from "../reading/json.ts";
import type { Message } from "../rendering/template.ts";

/**
 * A prompt that needs nothing else to run: fragments inlined, placeholders still open. What `prompts/02-production`
 * and `prompts/99-archive` hold, what is evaluated, and what the service loads.
 */
export interface Prompt {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: string | JsonObject;
  readonly model: Model;
  readonly input: JsonObject;
  readonly output: JsonObject;
}

export interface PromptVersion extends Prompt {
  /** Semantic version, for example `1.4.0`. */
  readonly version: string;
}
