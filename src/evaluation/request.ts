import type { Model } from "../prompts/metadata.ts";
import type { Json, JsonObject } from "../prompts/reading/json.ts";
import type { Message } from "../prompts/rendering/template.ts";

/** What a provider is asked: everything rendered, nothing of the example but what the prompt put into it. */
export interface Request {
  readonly messages: readonly Message[];
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: string | JsonObject;
  readonly model: Model;
  /** JSON Schema of the answer. */
  readonly output: JsonObject;
}

/** What the deployed service is asked: it renders its own prompt. */
export interface ServiceCall {
  readonly task: string;
  readonly version: string;
  readonly input: JsonObject;
  /** What was said after the prompt's own messages. */
  readonly messages?: readonly Message[];
}

export interface Usage {
  readonly tokens_in: number;
  readonly tokens_out: number;
}

export type ErrorClass =
  /** 429 for rate, 5xx, time-out, reset, DNS. */
  | "provider_transient"
  /** 401, 403, 404, quota. */
  | "provider_fatal"
  /** 400: this one request. */
  | "request_rejected"
  /** The HTTP envelope: not JSON, no choices, cut off. */
  | "malformed_response"
  /** Our scorer threw. */
  | "harness";

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls" | "refusal" | "unknown";

export interface Answer {
  readonly kind: "answer";
  /** The model's text, byte for byte; tool calls are in `toolCalls`. */
  readonly text: string;
  readonly toolCalls?: readonly Json[];
  readonly finishReason: FinishReason;
  /** Absent when the provider did not say, or said nonsense: cost is then unknown, not zero. */
  readonly usage?: Usage;
  /** The model name that the provider returned, when it did. */
  readonly model?: string;
  /** Wall time of the successful attempt, milliseconds. */
  readonly latencyMs: number;
  /** Of a conversation: the answers before this last one. Usage and latency are then those of all answers together. */
  readonly turns?: readonly Answer[];
}

export interface CallError {
  readonly kind: "error";
  readonly class: ErrorClass;
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** What the provider said, keys masked, at most 300 characters. */
  readonly message: string;
  /** Milliseconds that the provider asked us to wait before the next try. */
  readonly retryAfterMs?: number;
  /** The call's own deadline passed; what it cost is then unknown. */
  readonly timedOut?: boolean;
}

export type Reply = Answer | CallError;

/** The port to a model. Never throws for what a provider does: every fault is a `CallError`. */
export interface Provider {
  readonly name: string;
  /** Equal requests always give equal answers, so that a confirmation run would say nothing new. */
  readonly deterministic: boolean;
  ask(request: Request, signal: AbortSignal): Promise<Reply>;
}
