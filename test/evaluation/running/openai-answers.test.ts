import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aModelRequest, KEY, replyTo } from "../../fakes/asked-model.ts";
import { completion, json, type Respond, text } from "../../fakes/fake-model-server.ts";

describe("an envelope that makes no sense is malformed, with an excerpt, and never a crash", () => {
  it.each<[string, Respond]>([
    ["JSON that was cut off", text(200, '{"choices":[{"mess', { "content-type": "application/json" })],
    ["a page of HTML", text(200, "<html>Welcome to the hotel wifi</html>")],
    ["an empty body", text(200, "")],
    [
      "a body that is shorter than declared",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
        response.write("{}", () => response.socket?.end());
      },
    ],
    ["broken gzip", text(200, "not gzip at all", { "content-encoding": "gzip" })],
    ["an unknown encoding", text(200, "abc", { "content-encoding": "zstd" })],
  ])("%s [P7]", async (_what, respond) => {
    expect(await replyTo(respond)).toMatchObject({ class: "malformed_response" });
  });

  it("a broken body is quoted in one line of at most 200 characters [P7]", async () => {
    const found = await replyTo(text(200, `<html>\n\u001b[31m\u202e${"x".repeat(5_000)}`));
    const message = found.kind === "error" ? found.message : "";
    expect(message).toContain('"<html>\\u000a\\u001b[31m\\u202e');
    expect(message.length).toBeLessThanOrEqual(300);
    for (const hidden of ["\n", "\u001b", "\u202e"]) expect(message).not.toContain(hidden);
  });

  it("good gzip is read", async () => {
    const packed = gzipSync(JSON.stringify(completion("42")));
    expect(await replyTo(text(200, packed, { "content-encoding": "gzip" }))).toMatchObject({ text: "42" });
  });

  it.each<[string, unknown]>([
    ["no choices", completion("x", { body: { choices: [] } })],
    ["choices that are no list", completion("x", { body: { choices: "x" } })],
    ["no message", { choices: [{ finish_reason: "stop" }] }],
    ["no content", completion(null)],
    ["content of numbers", completion(null, { message: { content: [1, 2] } })],
    ["tool calls that nobody offered", completion(null, { message: { tool_calls: [{ id: "1" }] } })],
    ["a list", []],
    ["null", null],
    ["an error with status 200", { error: { message: "overloaded" } }],
  ])("%s [P8]", async (_what, body) => {
    expect(await replyTo(json(200, body))).toMatchObject({ class: "malformed_response" });
  });

  it.each([
    ["whole", 'data: {"choices":[{"delta":{"content":"4"}}]}\n\ndata: [DONE]\n\n'],
    ["cut off", 'data: {"choices":[{"del'],
  ])("a stream that nobody asked for, %s [P12]", async (_what, body) => {
    expect(await replyTo(text(200, body, { "content-type": "text/event-stream" }))).toMatchObject({
      class: "malformed_response",
    });
  });

  it("text in parts is joined [P8]", async () => {
    const parts = [
      { type: "text", text: "4" },
      { type: "text", text: "2" },
    ];
    expect(await replyTo(json(200, completion(null, { message: { content: parts } })))).toMatchObject({
      text: "42",
    });
  });

  it("tool calls alone are an answer where the prompt offers tools", async () => {
    const calls = [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }];
    const body = completion(null, {
      message: { tool_calls: calls },
      choice: { finish_reason: "tool_calls" },
    });
    expect(await replyTo(json(200, body), aModelRequest({ tools: [{ type: "function" }] }))).toMatchObject({
      kind: "answer",
      text: "",
      toolCalls: calls,
      finishReason: "tool_calls",
    });
  });
});

describe("an answer", () => {
  it.each([
    ["length", "length", "half an ans"],
    ["content_filter", "content_filter", ""],
    ["length", "length", null],
    ["something new", "unknown", "42"],
  ])(
    "that ended for %s is an answer that says so, not an error [P9]",
    async (stated, finishReason, content) => {
      const found = await replyTo(json(200, completion(content, { choice: { finish_reason: stated } })));
      expect(found).toMatchObject({ kind: "answer", finishReason, text: content ?? "" });
    },
  );

  it("that is a refusal says so [P9]", async () => {
    const body = completion(null, { message: { refusal: "I cannot help with that." } });
    expect(await replyTo(json(200, body))).toMatchObject({
      kind: "answer",
      finishReason: "refusal",
      text: "I cannot help with that.",
    });
  });

  it("carries the model's name as the provider gave it [P10]", async () => {
    const found = await replyTo(json(200, completion("42", { body: { model: "m-1-2026-10-01" } })));
    expect(found).toMatchObject({ model: "m-1-2026-10-01" });
  });

  it("has a model's name that is short, on one line and without the key [P10, P23]", async () => {
    const model = `m\n${KEY}${"x".repeat(500)}`;
    const found = await replyTo(json(200, completion("42", { body: { model } })));
    const name = found.kind === "answer" ? (found.model ?? "") : "";
    expect(name).toMatch(/^m\\u000a\*\*\*x+$/);
    expect(name.length).toBeLessThanOrEqual(120);
  });

  it.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["negative", { prompt_tokens: -1, completion_tokens: 2 }],
    ["huge", { prompt_tokens: 1e15, completion_tokens: 2 }],
    ["a fraction", { prompt_tokens: 1.5, completion_tokens: 2 }],
    ["text", { prompt_tokens: "11", completion_tokens: 2 }],
    ["half of it", { prompt_tokens: 11 }],
  ])("whose usage is %s has an unknown cost [P11]", async (_what, usage) => {
    const found = await replyTo(json(200, completion("42", { body: { usage } })));
    expect(found).toMatchObject({ kind: "answer", text: "42" });
    expect(found).not.toHaveProperty("usage");
  });
});
