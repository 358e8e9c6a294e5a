import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { Request } from "../request.ts";

/** Ours, not the provider's: what a parameter of that name would change, the prompt says elsewhere. */
const RESERVED = ["model", "messages", "tools", "tool_choice", "stream", "n", "response_format"] as const;

/**
 * The body of a chat completion. An object schema is sent as `response_format`; `response_format: none` in the model's
 * parameters leaves it out, for servers that do not know it, and an object there is sent instead.
 * https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatBody(request: Request): JsonObject {
  const { messages, tools, tool_choice, model } = request;
  const parameters = Object.entries(model.parameters).filter(([key]) => !isReserved(key));
  const format = responseFormat(request);
  return {
    ...Object.fromEntries(parameters),
    model: model.name,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    ...(tool_choice === undefined ? {} : { tool_choice }),
    ...(format === undefined ? {} : { response_format: format }),
  };
}

function isReserved(key: string): boolean {
  return RESERVED.some((reserved) => reserved === key);
}

function responseFormat({ model, output }: Request): Json | undefined {
  const asked = Object.hasOwn(model.parameters, "response_format")
    ? model.parameters["response_format"]
    : undefined;
  if (isJsonObject(asked)) return asked;
  if (asked !== undefined || output["type"] !== "object") return undefined;
  return { type: "json_schema", json_schema: { name: "answer", schema: output } };
}
