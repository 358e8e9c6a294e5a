import type { ServiceRequest } from "../../src/service/exchange.ts";

interface Overrides {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as the app sees it: `/v1/prompts?version=1.0.0`, POST where there is a body. */
export function aServiceRequest(target: string, { method, headers, body }: Overrides = {}): ServiceRequest {
  const [path = "", query = ""] = target.split("?");
  const all: Readonly<Record<string, string>> = {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...headers,
  };
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    path,
    query,
    header: (name) => all[name],
    body: async () => body ?? "",
    signal: new AbortController().signal,
  };
}

/** The body of a request for rendering or running. */
export const withInput = (input: unknown): { readonly body: string } => ({ body: JSON.stringify({ input }) });
