import { afterEach } from "vitest";
import {
  type ConnectedProvider,
  createOpenAiProvider,
  type OpenAiProviderOptions,
} from "../../src/evaluation/adapters/openai-provider.ts";
import type { Reply, Request } from "../../src/evaluation/request.ts";
import { type FakeModelServer, type Respond, startFakeModelServer } from "./fake-model-server.ts";

export const KEY = "sk-test-0123456789abcdef";
export const NOON = Date.parse("2026-11-20T12:00:00Z");

const opened: { close(): unknown }[] = [];

/** Closes it after the test. */
export function closing<T extends { close(): unknown }>(thing: T): T {
  opened.push(thing);
  return thing;
}

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

export async function serve(...responses: readonly Respond[]): Promise<FakeModelServer> {
  return closing(await startFakeModelServer(...responses));
}

/** A provider `acme` of that server, with a key. */
export function acme(baseUrl: string, overrides: Partial<OpenAiProviderOptions> = {}): ConnectedProvider {
  const options = { name: "acme", baseUrl, apiKey: KEY, timeoutMs: 5_000, connections: 4, now: () => NOON };
  return closing(createOpenAiProvider({ ...options, ...overrides }));
}

export function aModelRequest(overrides: Partial<Request> = {}): Request {
  return {
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "6 x 7? – ü" },
    ],
    model: { provider: "acme", name: "m-1", parameters: { temperature: 0, seed: 5 } },
    output: { type: "string" },
    ...overrides,
  };
}

/** What the provider makes of one reply of its server. */
export async function replyTo(respond: Respond, request: Request = aModelRequest()): Promise<Reply> {
  const server = await serve(respond);
  return acme(server.url).ask(request, new AbortController().signal);
}

/** A reply with a promise that its connection was closed. */
export function watchClose(respond: Respond): { readonly closed: Promise<void>; readonly respond: Respond } {
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  return {
    closed,
    respond: (response, asked) => {
      response.on("close", close);
      return respond(response, asked);
    },
  };
}
