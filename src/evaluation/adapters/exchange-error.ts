import type { CallError } from "../request.ts";
import { callError } from "../running/provider-error.ts";
import { HttpFailure } from "./http-exchange.ts";

/** Why an exchange yielded no reply, as the error of a call; everything but a garbled reply may go away on its own. */
export function exchangeError(cause: unknown, asked: string, secrets: readonly string[]): CallError {
  const message = `${asked}: ${cause instanceof Error ? cause.message : String(cause)}`;
  if (!(cause instanceof HttpFailure)) return callError("provider_transient", message, secrets);
  switch (cause.kind) {
    case "garbled":
      return callError("malformed_response", message, secrets);
    case "timed_out":
      return { ...callError("provider_transient", message, secrets), timedOut: true };
    case "unreachable":
      return callError("provider_transient", message, secrets);
  }
}
