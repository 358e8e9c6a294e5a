import type { JsonObject } from "../reading/json.ts";

export type Role = "system" | "developer" | "user" | "assistant" | "tool";

export interface Message {
  readonly role: Role;
  readonly content: string;
}

/** `prompts/00-templates/[<group>/]<task>.yaml`: the candidate prompt, placeholders and fragments not yet filled in. */
export interface Template {
  readonly id: string;
  readonly description?: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: string | JsonObject;
}
