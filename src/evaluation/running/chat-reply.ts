import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import type { FinishReason, Reply, Usage } from "../request.ts";
import { callError, excerpt, givenName } from "./provider-error.ts";

/** More than any model reads or writes: what claims more is nonsense. */
const MOST_TOKENS = 100_000_000;

export interface ReplyContext {
  readonly asked: string;
  readonly secrets: readonly string[];
  /** Whether the prompt offered tools, so that an answer of tool calls alone makes sense. */
  readonly offeredTools: boolean;
  readonly latencyMs: number;
}

/** The answer in the body of a chat completion with status 200; what is no such body is malformed, never a crash. */
export function readChatReply(body: string, context: ReplyContext): Reply {
  const parsed = parseJsonObject(body);
  const choice = firstChoice(parsed);
  const message = choice?.["message"];
  if (parsed === undefined || choice === undefined || !isJsonObject(message)) return malformed(body, context);
  const finish = finishReason(choice, message);
  const toolCalls = listOf(message["tool_calls"]);
  const text = textOf(message, finish);
  if (text === undefined && !(context.offeredTools && toolCalls.length > 0)) return malformed(body, context);
  const usage = readUsage(parsed["usage"]);
  const model = modelName(parsed, context);
  return {
    kind: "answer",
    text: text ?? "",
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    finishReason: finish,
    ...(usage === undefined ? {} : { usage }),
    ...(model === "" ? {} : { model }),
    latencyMs: context.latencyMs,
  };
}

function modelName({ model }: JsonObject, { secrets }: ReplyContext): string {
  return typeof model === "string" ? givenName(model, secrets) : "";
}

function malformed(body: string, { asked, secrets }: ReplyContext): Reply {
  return callError(
    "malformed_response",
    `${asked} sent no chat completion: ${excerpt(body, secrets)}`,
    secrets,
  );
}

function firstChoice(body: JsonObject | undefined): JsonObject | undefined {
  const [choice] = listOf(body?.["choices"]);
  return isJsonObject(choice) ? choice : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Undefined where there is none: an empty answer is one only where the model was cut off or kept from answering. */
function textOf(message: JsonObject, finish: FinishReason): string | undefined {
  const { content, refusal } = message;
  if (finish === "refusal" && typeof refusal === "string") return refusal;
  if (typeof content === "string") return content;
  const parts = listOf(content).map((part) => (isJsonObject(part) ? part["text"] : undefined));
  if (parts.length > 0 && parts.every((part) => typeof part === "string")) return parts.join("");
  return finish === "length" || finish === "content_filter" ? "" : undefined;
}

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  length: "length",
  content_filter: "content_filter",
  tool_calls: "tool_calls",
  function_call: "tool_calls",
};

function finishReason(choice: JsonObject, message: JsonObject): FinishReason {
  const { refusal } = message;
  if (typeof refusal === "string" && refusal !== "") return "refusal";
  const stated = choice["finish_reason"];
  if (typeof stated !== "string" || !Object.hasOwn(FINISH_REASONS, stated)) return "unknown";
  return FINISH_REASONS[stated] ?? "unknown";
}

function readUsage(usage: Json | undefined): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  return saneUsage(usage["prompt_tokens"], usage["completion_tokens"]);
}

/** Undefined unless both are whole numbers that a model can have used. */
export function saneUsage(tokensIn: Json | undefined, tokensOut: Json | undefined): Usage | undefined {
  return isTokenCount(tokensIn) && isTokenCount(tokensOut)
    ? { tokens_in: tokensIn, tokens_out: tokensOut }
    : undefined;
}

function isTokenCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS;
}
