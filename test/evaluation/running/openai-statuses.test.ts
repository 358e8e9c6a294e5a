import { describe, expect, it } from "vitest";
import { acme, aModelRequest, KEY, replyTo, serve } from "../../fakes/asked-model.ts";
import { answers, type Respond, refuses, text } from "../../fakes/fake-model-server.ts";

describe("what a status means", () => {
  it.each([
    [429, "7", 7_000],
    [503, "Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
    [429, "never", undefined],
  ])("%i with Retry-After %s is tried again when the provider says [P1]", async (status, header, wait) => {
    const found = await replyTo(refuses(status, { message: "busy" }, { "retry-after": header }));
    expect(found).toMatchObject({ class: "provider_transient", status });
    expect(found.kind === "error" && found.retryAfterMs).toBe(wait);
  });

  it.each([
    { code: "insufficient_quota", message: "You exceeded your current quota" },
    { type: "insufficient_quota", message: "You exceeded your current quota" },
  ])("an exhausted quota is fatal, however it is said [P2]", async (error) => {
    expect(await replyTo(refuses(429, error))).toMatchObject({
      class: "provider_fatal",
      status: 429,
      message: 'model "m-1" of provider "acme" answered 429: You exceeded your current quota',
    });
  });

  it.each([408, 409, 500, 502, 503, 504, 529])("%i may go away on its own [P3]", async (status) => {
    expect(await replyTo(text(status, "<html><h1>Bad gateway</h1></html>"))).toMatchObject({
      class: "provider_transient",
      status,
      message: `model "m-1" of provider "acme" answered ${status}: "<html><h1>Bad gateway</h1></html>"`,
    });
  });

  it.each([401, 402, 403, 404])("%i is fatal and names the model [P4]", async (status) => {
    const found = await replyTo(refuses(status, { message: "The model does not exist" }));
    expect(found).toMatchObject({ class: "provider_fatal", status });
    expect(found.kind === "error" && found.message).toContain('model "m-1" of provider "acme"');
  });

  it.each([400, 413, 422])("%i is this one request's fault [P16]", async (status) => {
    const error = { message: "maximum context length is 8192 tokens", code: "context_length_exceeded" };
    expect(await replyTo(refuses(status, error))).toMatchObject({ class: "request_rejected", status });
  });

  it("a redirect is not followed and no other server sees the key [P14]", async () => {
    const other = await serve(answers("42"));
    const found = await replyTo(text(307, "", { location: `${other.url}/chat/completions` }));
    expect(found).toMatchObject({ class: "provider_fatal", status: 307 });
    expect(found.kind === "error" && found.message).toContain("a redirect to 127.0.0.1:");
    expect(other.asked).toHaveLength(0);
  });

  it("a provider is asked once a call: retries are the run's business", async () => {
    const server = await serve(refuses(500));
    await acme(server.url).ask(aModelRequest(), new AbortController().signal);
    expect(server.asked).toHaveLength(1);
  });
});

describe("a key", () => {
  it.each<[string, Respond]>([
    ["an error message", refuses(401, { message: `Incorrect API key provided: ${KEY}.` })],
    ["an error page", text(500, `<p>${KEY}</p>`)],
    ["a broken body", text(200, `{"key":"${KEY}"`)],
    ["a long message, at the cut", refuses(400, { message: `${"x".repeat(250)}${KEY}` })],
  ])("that a provider echoes in %s is masked [P23]", async (_what, respond) => {
    const found = await replyTo(respond);
    expect(JSON.stringify(found)).not.toContain(KEY.slice(0, 12));
    expect(found.kind).toBe("error");
  });
});
