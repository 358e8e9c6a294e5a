import type { ScorerConfig } from "../metadata.ts";
import type { Json, JsonObject } from "../reading/json.ts";
import type { Message } from "../rendering/template.ts";

/**
 * A turn of a conversation, after the prompt's own messages. The model is asked turn by turn, its own answers in the history:
 * after every turn of a user or a tool that no scripted `assistant` turn follows, and after the last one. `assert` scores
 * the first answer given at or after the turn; the task's scorers and the example's own asserts score the last answer.
 */
export interface ExampleMessage extends Message {
  readonly assert?: readonly ScorerConfig[];
}

/** An example whose answers vary: it is asked `of` times and passes when `pass` of the answers do. */
export interface FlakyRule {
  readonly pass: number;
  readonly of: number;
}

/** An example that is asked and shown but does not count until a day is over. */
export interface Quarantine {
  /** `YYYY-MM-DD`, UTC: the last day. */
  readonly until: string;
  readonly reason: string;
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
  readonly flaky?: FlakyRule;
  readonly quarantine?: Quarantine;
  readonly tags?: readonly string[];
  readonly description?: string;
}
