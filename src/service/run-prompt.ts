import type { Answer, CallError, Provider } from "../evaluation/request.ts";
import type { CarriedPrompt } from "./carried-prompts.ts";
import { jsonResponse, type ServiceResponse } from "./exchange.ts";
import type { PromptCall } from "./read-call.ts";
import { renderForRequest, toolsOf } from "./render-prompt.ts";
import { RequestRefused } from "./request-refused.ts";

/** Providers by the name that `model.provider` of a prompt uses. */
export type Providers = ReadonlyMap<string, Provider>;

/**
 * `{"task","version","prompt_digest","output","finish_reason","usage","model","latency_ms"}`; `usage` is null where the
 * provider did not say. Throws `RequestRefused` for what the provider could not do.
 */
export async function runPrompt(
  carried: CarriedPrompt,
  call: PromptCall,
  providers: Providers,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  const { prompt } = carried;
  const provider = providers.get(prompt.model.provider);
  if (provider === undefined) throw missingProvider(prompt.model.provider);
  const messages = renderForRequest(prompt, call);
  const request = { messages, ...toolsOf(prompt), model: prompt.model, output: prompt.output };
  const reply = await provider.ask(request, signal);
  if (reply.kind === "error") throw providerRefusal(reply);
  return jsonResponse(200, answerBody(carried, reply));
}

function answerBody({ prompt, digest }: CarriedPrompt, answer: Answer): object {
  return {
    task: prompt.id,
    version: prompt.version,
    prompt_digest: digest,
    output: answer.text,
    ...(answer.toolCalls === undefined ? {} : { tool_calls: answer.toolCalls }),
    finish_reason: answer.finishReason,
    usage: answer.usage ?? null,
    model: answer.model ?? prompt.model.name,
    latency_ms: answer.latencyMs,
  };
}

function missingProvider(name: string): RequestRefused {
  const message = `the provider "${name}" is not set up in this service`;
  const fix = "Name it in pipeline.config.yaml and give the service its key.";
  return new RequestRefused({ status: 503, code: "provider_missing", message, fix });
}

/** The code is the error's class, so that an evaluation of the service counts it as the provider's error it is. */
function providerRefusal(error: CallError): RequestRefused {
  const { class: code, message } = error;
  return new RequestRefused({ ...statusAndFix(error), code, message, headers: retryAfter(error) });
}

function statusAndFix({ class: kind, status }: CallError): {
  readonly status: 429 | 502 | 503;
  readonly fix: string;
} {
  switch (kind) {
    case "provider_transient":
      return { status: status === 429 ? 429 : 503, fix: "Try again later." };
    case "provider_fatal":
      return { status: 502, fix: "Check the service's key, quota and the model's name." };
    case "request_rejected":
      return { status: 502, fix: "The provider refuses this request; trying again does not help." };
    case "malformed_response":
    case "harness":
      return { status: 502, fix: "Try again; if it stays, look at the provider's status." };
  }
}

function retryAfter({ retryAfterMs }: CallError): Readonly<Record<string, string>> {
  return retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
}
