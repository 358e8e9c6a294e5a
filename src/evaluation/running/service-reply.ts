import { isJsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import type { CallError, ErrorClass, Reply } from "../request.ts";
import { isFinishReason } from "../result-line.ts";
import { saneUsage } from "./chat-reply.ts";
import { callError, excerpt, type FailedReply, givenName, providerError } from "./provider-error.ts";

export interface ServiceReplyContext {
  /** Names the service and the task for people. */
  readonly asked: string;
  /** Never shown. */
  readonly secrets: readonly string[];
  /** Wall clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** Measured around the call. */
  readonly latencyMs: number;
}

/** What the prompt service's `run` said: an answer, or the error of the service or of the provider behind it. */
export function readServiceReply(reply: FailedReply, context: ServiceReplyContext): Reply {
  if (reply.status !== 200) return serviceError(reply, context);
  const answer = parseJsonObject(reply.body) ?? {};
  const { output, finish_reason, usage, model, tool_calls } = answer;
  if (typeof output !== "string" || !isFinishReason(finish_reason)) {
    const { asked, secrets } = context;
    return callError(
      "malformed_response",
      `${asked} sent no answer: ${excerpt(reply.body, secrets)}`,
      secrets,
    );
  }
  const used = isJsonObject(usage) ? saneUsage(usage["tokens_in"], usage["tokens_out"]) : undefined;
  return {
    kind: "answer",
    text: output,
    ...(Array.isArray(tool_calls) ? { toolCalls: tool_calls } : {}),
    finishReason: finish_reason,
    ...(used === undefined ? {} : { usage: used }),
    ...(typeof model === "string" && model !== "" ? { model: givenName(model, context.secrets) } : {}),
    latencyMs: context.latencyMs,
  };
}

/** The service passes the class of its provider's error on as the error's code; otherwise the status says it. */
function serviceError(reply: FailedReply, context: ServiceReplyContext): CallError {
  const error = providerError(reply, context);
  const stated = statedClass(reply.body);
  if (stated !== undefined) return { ...error, class: stated };
  return reply.status === 410 ? { ...error, class: "provider_fatal" } : error;
}

const PASSED_ON: readonly ErrorClass[] = [
  "provider_transient",
  "provider_fatal",
  "request_rejected",
  "malformed_response",
];

function statedClass(text: string): ErrorClass | undefined {
  const error = parseJsonObject(text)?.["error"];
  const code = isJsonObject(error) ? error["code"] : undefined;
  return PASSED_ON.find((known) => known === code);
}
