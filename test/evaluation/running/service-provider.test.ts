import { describe, expect, it } from "vitest";
import { createServiceProvider, serviceAsker } from "../../../src/evaluation/adapters/service-provider.ts";
import type { Reply } from "../../../src/evaluation/request.ts";
import { anExample } from "../../builders/example.ts";
import { closing, NOON, serve } from "../../fakes/asked-model.ts";
import { json, type Respond, refuses, text } from "../../fakes/fake-model-server.ts";

const TOKEN = "token-0123456789";
const answered = {
  task: "opening_hours",
  version: "1.2.0",
  prompt_digest: "d",
  output: "At nine.",
  finish_reason: "stop",
  usage: { tokens_in: 12, tokens_out: 3 },
  model: "m-1",
  latency_ms: 80,
};

async function ask(respond: Respond) {
  const server = await serve(respond);
  const url = server.url.replace("/v1", "/");
  const service = closing(
    createServiceProvider({ url, connections: 2, timeoutMs: 5_000, token: TOKEN, now: () => NOON }),
  );
  const call = { task: "opening_hours", version: "1.2.0", input: { question: "When?" } };
  const reply: Reply = await service.ask(call, new AbortController().signal);
  return { reply, asked: server.asked };
}

describe("the deployed service", () => {
  it("is asked for a version of a task with the example's input", async () => {
    const { asked } = await ask(json(200, answered));
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/v1/prompts/opening_hours/run?version=1.2.0",
      headers: { authorization: `Bearer ${TOKEN}` },
      body: { input: { question: "When?" } },
    });
  });

  it("is an arm of an evaluation like any other", async () => {
    const server = await serve(json(200, answered));
    const url = server.url.replace("/v1", "");
    const asker = serviceAsker({ url, task: "opening_hours", version: "2.0.0", deterministic: true });
    const example = { id: "a", input: { question: "Until when?" } };
    expect(await asker.ask(example, 1, new AbortController().signal)).toMatchObject({ text: "At nine." });
    expect(server.asked[0]).toMatchObject({
      path: expect.stringContaining("2.0.0"),
      body: { input: example.input },
    });
    expect(asker.deterministic).toBe(true);
    expect(asker.requestFor).toBeUndefined();
  });

  it("is asked a conversation turn by turn, with its own answers in the history", async () => {
    const said = ["Hello Ada!", "Ada."].map((output) => json(200, { ...answered, output }));
    const server = await serve(...said);
    const url = server.url.replace("/v1", "");
    const asker = serviceAsker({ url, task: "opening_hours", version: "2.0.0", deterministic: true });
    const hello = { role: "user", content: "I am Ada." } as const;
    const name = { role: "user", content: "Who am I?" } as const;
    const messages = [hello, { ...name, assert: [{ type: "contains", value: "Ada" }] }];
    const example = { id: "a", input: { question: "?" }, messages };
    const reply = await asker.ask(anExample(example), 1, new AbortController().signal);
    expect(server.asked.map(({ body }) => body)).toEqual([
      { input: example.input, messages: [hello] },
      { input: example.input, messages: [hello, { role: "assistant", content: "Hello Ada!" }, name] },
    ]);
    expect(reply).toMatchObject({ text: "Ada.", turns: [{ text: "Hello Ada!" }] });
  });

  it("answers with text, finish reason, usage and model", async () => {
    const { reply } = await ask(json(200, answered));
    expect(reply).toMatchObject({
      kind: "answer",
      text: "At nine.",
      finishReason: "stop",
      usage: { tokens_in: 12, tokens_out: 3 },
      model: "m-1",
    });
  });

  it("that does not know what was used has an unknown cost [P11]", async () => {
    const { reply } = await ask(json(200, { ...answered, usage: null }));
    expect(reply).not.toHaveProperty("usage");
  });

  it.each(["provider_transient", "provider_fatal", "request_rejected", "malformed_response"])(
    "passes its provider's error on as %s",
    async (code) => {
      const { reply } = await ask(refuses(502, { code, message: "the provider said no" }));
      expect(reply).toMatchObject({ kind: "error", class: code, status: 502 });
    },
  );

  it.each([
    [400, "request_rejected"],
    [404, "provider_fatal"],
    [410, "provider_fatal"],
    [413, "request_rejected"],
    [429, "provider_transient"],
    [503, "provider_transient"],
  ])("that says %i itself is %s", async (status, errorClass) => {
    const { reply } = await ask(refuses(status, { code: "x", message: "no" }, { "retry-after": "3" }));
    expect(reply).toMatchObject({ class: errorClass, status });
    expect(reply.kind === "error" && reply.retryAfterMs).toBe(
      errorClass === "provider_transient" ? 3_000 : undefined,
    );
  });

  it.each<[string, Respond]>([
    ["a load balancer's page", text(200, `<html>${TOKEN}</html>`)],
    ["no output", json(200, { ...answered, output: undefined })],
    ["an unknown finish reason", json(200, { ...answered, finish_reason: "tired" })],
  ])("that sends %s is malformed and shows no token [P7, P23]", async (_what, respond) => {
    const { reply } = await ask(respond);
    expect(reply).toMatchObject({ class: "malformed_response" });
    expect(JSON.stringify(reply)).not.toContain(TOKEN);
  });

  it("that is not there may come back [P5]", async () => {
    const server = await serve();
    await server.close();
    const service = closing(createServiceProvider({ url: server.url, connections: 1 }));
    const call = { task: "t", version: "1.0.0", input: {} };
    expect(await service.ask(call, new AbortController().signal)).toMatchObject({
      class: "provider_transient",
    });
  });
});
