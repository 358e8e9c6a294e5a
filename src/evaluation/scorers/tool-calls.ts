import { isJsonObject, type Json, ownProperty } from "../../prompts/reading/json.ts";
import { parseJson } from "../../prompts/reading/parse-json.ts";
import type { ScorerInput } from "../scoring/scorer.ts";

/** The tool calls of an answer as its provider gave them; else those that its JSON spells out; undefined for neither. */
export function toolCallsOf(input: ScorerInput): readonly Json[] | undefined {
  if (input.answer.toolCalls !== undefined && input.answer.toolCalls.length > 0)
    return input.answer.toolCalls;
  const value = input.value;
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return undefined;
  const listed = ownProperty(value, "tool_calls");
  if (Array.isArray(listed)) return listed;
  return ownProperty(value, "function") === undefined ? undefined : [value];
}

/** The name of the function that a call of OpenAI's form asks for. */
export function calledName(call: Json): string | undefined {
  const called = isJsonObject(call) ? ownProperty(call, "function") : undefined;
  const name = isJsonObject(called) ? ownProperty(called, "name") : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Its arguments: a JSON text in OpenAI's form, or undefined where that is broken. */
export function calledArguments(call: Json): Json | undefined {
  const called = isJsonObject(call) ? ownProperty(call, "function") : undefined;
  const text = isJsonObject(called) ? ownProperty(called, "arguments") : undefined;
  return typeof text === "string" ? parseJson(text) : undefined;
}
