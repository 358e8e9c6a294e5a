import type { IncomingMessage } from "node:http";

/** One JSON line about a request: no query, no headers, no body, and nothing in it can start a new line. */
export function logLine(request: IncomingMessage, status: number, durationMs: number): string {
  const target = request.url ?? "";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return JSON.stringify({
    at: timestamp(Date.now()),
    level: status >= 500 ? "error" : "info",
    event: "request",
    method: request.method,
    path: path.slice(0, 200),
    status,
    duration_ms: Math.round(durationMs * 10) / 10,
  });
}

/** A bug, with its stack, on one line. */
export function failureLine(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ at: new Date().toISOString(), level: "error", event: "failure", message, stack });
}

let last = { at: Number.NaN, text: "" };

/** Many requests end in one millisecond. */
function timestamp(at: number): string {
  if (at !== last.at) last = { at, text: new Date(at).toISOString() };
  return last.text;
}
