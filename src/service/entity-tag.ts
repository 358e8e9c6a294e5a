import { sha256 } from "../prompts/sha256.ts";
import type { ServiceRequest, ServiceResponse } from "./exchange.ts";

/** The response with an ETag of its body, or 304 without one where the client has it already (RFC 9110, 13.1.2). */
export function withEntityTag(request: ServiceRequest, response: ServiceResponse): ServiceResponse {
  const tag = `"${sha256(response.body).slice(0, 32)}"`;
  const headers = { etag: tag, "cache-control": "no-cache" };
  const known = request.header("if-none-match");
  if (known !== undefined && matches(known, tag)) return { status: 304, headers, body: "" };
  return { ...response, headers: { ...response.headers, ...headers } };
}

function matches(header: string, tag: string): boolean {
  const tags = header.split(",").map((part) => part.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(tag);
}
