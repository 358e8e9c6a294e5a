import type { Duplex } from "node:stream";
import { refusalResponse } from "../request-refused.ts";

interface Broken {
  readonly statusLine: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Answers what never became a request (too slow, too long, not HTTP) and closes the connection. */
export function answerBrokenRequest(error: Error, socket: Duplex, log: (line: string) => void): void {
  const cause = "code" in error ? String(error.code) : "";
  if (cause === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { statusLine, code, message, fix } = describe(cause);
  log(
    JSON.stringify({
      at: new Date().toISOString(),
      level: "info",
      event: "broken_request",
      status: statusLine,
      cause,
    }),
  );
  const { body } = refusalResponse({ status: 400, code, message, fix });
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${statusLine}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${length}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}

function describe(cause: string): Broken {
  switch (cause) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return {
        statusLine: "408 Request Timeout",
        code: "request_timeout",
        message: "the request did not arrive in time",
        fix: "Send it without pauses.",
      };
    case "HPE_HEADER_OVERFLOW":
      return {
        statusLine: "431 Request Header Fields Too Large",
        code: "headers_too_large",
        message: "the headers are too large",
        fix: "Send fewer or shorter headers.",
      };
    default:
      return {
        statusLine: "400 Bad Request",
        code: "malformed_request",
        message: "this is not well-formed HTTP/1.1",
        fix: "Use an HTTP client.",
      };
  }
}
