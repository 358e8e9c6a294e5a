import { describe, expect, it } from "vitest";
import { createOpenAiProvider } from "../../../src/evaluation/adapters/openai-provider.ts";
import { requestOf } from "../../../src/evaluation/running/asker.ts";
import { isJsonObject } from "../../../src/prompts/reading/json.ts";
import { anExample } from "../../builders/example.ts";
import { aProductionPrompt } from "../../builders/production-prompt.ts";
import { acme, aModelRequest, closing, KEY, NOON, serve } from "../../fakes/asked-model.ts";
import { answers } from "../../fakes/fake-model-server.ts";

describe("what a model is asked", () => {
  it("is the rendered messages, the model and its parameters, with the key in the header alone", async () => {
    const server = await serve(answers("42"));
    const answer = await acme(server.url).ask(aModelRequest(), new AbortController().signal);
    expect(server.asked[0]).toMatchObject({
      method: "POST",
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    });
    expect(server.asked[0]?.body).toEqual({
      temperature: 0,
      seed: 5,
      model: "m-1",
      messages: aModelRequest().messages,
    });
    expect(answer).toMatchObject({
      kind: "answer",
      text: "42",
      finishReason: "stop",
      usage: { tokens_in: 11, tokens_out: 7 },
    });
  });

  it("is the prompt's tools and its choice of them too", async () => {
    const server = await serve(answers("42"));
    const tools = [{ type: "function", function: { name: "look_up", parameters: { type: "object" } } }];
    const prompt = aProductionPrompt({ tools, tool_choice: "required", messages: [] });
    const request = requestOf(prompt, anExample({ input: {} }));
    await acme(server.url).ask(request, new AbortController().signal);
    expect(server.asked[0]?.body).toMatchObject({ tools, tool_choice: "required" });
  });

  it.each([
    ["an object schema is sent as the response format", {}, { type: "json_schema" }],
    ["none leaves the response format out", { response_format: "none" }, undefined],
    ["an object is sent instead", { response_format: { type: "json_object" } }, { type: "json_object" }],
  ])("%s", async (_what, parameters, expected) => {
    const server = await serve(answers("{}"));
    const request = aModelRequest({
      output: { type: "object", properties: {} },
      model: { provider: "acme", name: "m-1", parameters },
    });
    await acme(server.url).ask(request, new AbortController().signal);
    const body = server.asked[0]?.body;
    const response_format = isJsonObject(body) ? body["response_format"] : "absent";
    if (expected === undefined) expect(response_format).toBeUndefined();
    else expect(response_format).toMatchObject(expected);
  });

  it("parameters cannot replace messages, model or streaming", async () => {
    const server = await serve(answers("42"));
    const parameters = { stream: true, messages: [], model: "other", n: 9 };
    const request = aModelRequest({ model: { provider: "acme", name: "m-1", parameters } });
    await acme(server.url).ask(request, new AbortController().signal);
    expect(server.asked[0]?.body).toEqual({ model: "m-1", messages: request.messages });
  });

  it("a local server without a key gets no authorization", async () => {
    const server = await serve(answers("42"));
    const local = createOpenAiProvider({
      name: "local",
      baseUrl: server.url,
      timeoutMs: 5_000,
      connections: 1,
      now: () => NOON,
    });
    closing(local);
    expect((await local.ask(aModelRequest(), new AbortController().signal)).kind).toBe("answer");
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("connections are used again", async () => {
    const server = await serve(answers("42"));
    const asked = acme(server.url);
    for (let call = 0; call < 5; call += 1) await asked.ask(aModelRequest(), new AbortController().signal);
    expect(server.connections).toBe(1);
  });
});
