import type { Json, JsonObject } from "./json.ts";
import type { ScorerConfig } from "./metadata.ts";
import type { Message } from "./template.ts";

/** A turn of a multi-turn example; `assert` scores the answer given after it. */
export interface ExampleMessage extends Message {
  readonly assert?: readonly ScorerConfig[];
}

/** One line of `prompts/01-examples/[<group>/]<task>/*.jsonl`. */
export interface Example {
  /** Unique within the task. */
  readonly id: string;
  readonly input: JsonObject;
  readonly messages?: readonly ExampleMessage[];
  /** `{any_of: [...]}` inside accepts any listed value, null means that the field must be absent. */
  readonly expected?: Json;
  readonly assert?: readonly ScorerConfig[];
  readonly tags?: readonly string[];
  readonly description?: string;
}
