import type { Prompt } from "../prompts/records/production-prompt.ts";
import { MissingInput, renderMessages } from "../prompts/rendering/render.ts";
import type { Message } from "../prompts/rendering/template.ts";
import type { CarriedPrompt } from "./carried-prompts.ts";
import { jsonResponse, type ServiceResponse } from "./exchange.ts";
import { invalid, type PromptCall } from "./read-call.ts";

/** `{"task","version","prompt_digest","messages","tools"?,"tool_choice"?,"model"}` */
export function renderResponse({ prompt, digest }: CarriedPrompt, call: PromptCall): ServiceResponse {
  return jsonResponse(200, {
    task: prompt.id,
    version: prompt.version,
    prompt_digest: digest,
    messages: renderForRequest(prompt, call),
    ...toolsOf(prompt),
    model: prompt.model,
  });
}

/** The rendered messages, then those of the call. A placeholder without a value is the caller's fault: 400, thrown as `RequestRefused`. */
export function renderForRequest(prompt: Prompt, { input, messages }: PromptCall): readonly Message[] {
  try {
    return [...renderMessages(prompt.messages, input), ...messages];
  } catch (error) {
    if (!(error instanceof MissingInput)) throw error;
    throw invalid([{ path: `/input/${error.placeholder}`, message: "is required" }], "Send this property.");
  }
}

export function toolsOf({ tools, tool_choice }: Prompt): Pick<Prompt, "tools" | "tool_choice"> {
  return { ...(tools === undefined ? {} : { tools }), ...(tool_choice === undefined ? {} : { tool_choice }) };
}
