import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AppParts, createApp } from "../../src/service/app.ts";
import type { Carried } from "../../src/service/carried-prompts.ts";
import { loadRelease } from "../../src/service/load-release.ts";
import { applyPins } from "../../src/service/pins.ts";
import { digestOf } from "../builders/promoted-repository.ts";
import { anAssembledRelease, releaseFolder } from "../builders/release.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import { scriptedProvider } from "../fakes/scripted-provider.ts";
import { aServiceRequest, withInput } from "./service-request.ts";

const TASKS = {
  support_reply: { "1.0.0": "quarantined", "1.1.0": "verified", "1.2.0": "promoted" },
} as const;

function aCarried(): Carried {
  return loadRelease(memoryFiles(releaseFolder(anAssembledRelease(TASKS))));
}

function anApp(overrides: Partial<AppParts> = {}) {
  const app = createApp({ carried: aCarried(), providers: new Map(), isStopping: () => false, ...overrides });
  return async (...args: Parameters<typeof aServiceRequest>) => {
    const { status, headers, body } = await app(aServiceRequest(...args));
    return { status, headers, body: body === "" ? undefined : JSON.parse(body) };
  };
}

describe("what the service answers", () => {
  it("lists every task with the version that answers and those that could be asked for", async () => {
    const { status, body } = await anApp()("/v1/prompts");
    expect(status).toBe(200);
    expect(body.prompts).toEqual([
      {
        task: "support_reply",
        version: "1.2.0",
        prompt_digest: digestOf("support_reply", "1.2.0"),
        versions: ["1.2.0", "1.1.0"],
      },
    ]);
  });

  it("renders the current version and says which one it was", async () => {
    const { body } = await anApp()("/v1/prompts/support_reply/render", withInput({ question: "Why?" }));
    expect(body).toEqual({
      task: "support_reply",
      version: "1.2.0",
      prompt_digest: digestOf("support_reply", "1.2.0"),
      messages: [
        { role: "system", content: "You are version 1.2.0 of support_reply." },
        { role: "user", content: "Why?" },
      ],
      model: { provider: "offline", name: "reader-1", parameters: {} },
    });
  });

  it("answers with the version that ?version= names, current or previous", async () => {
    const { body } = await anApp()(
      "/v1/prompts/support_reply/render?version=1.1.0",
      withInput({ question: "Why?" }),
    );
    expect(body.version).toBe("1.1.0");
  });

  it("answers with a pinned version, and reports it at /version", async () => {
    const app = anApp({ carried: applyPins(aCarried(), { support_reply: "1.1.0" }) });
    expect((await app("/v1/prompts/support_reply")).body.version).toBe("1.1.0");
    expect((await app("/version")).body.prompts).toEqual({
      support_reply: { version: "1.1.0", prompt_digest: digestOf("support_reply", "1.1.0") },
    });
  });

  it("puts any input text into the messages literally [S8]", async () => {
    const app = anApp();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("{{question}}", "<b>&", "a\r\nb", "\\{{x")),
        async (question) => {
          const { body } = await app("/v1/prompts/support_reply/render", withInput({ question }));
          expect(body.messages[1].content).toBe(question);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("running a prompt", () => {
  const answer = {
    kind: "answer",
    text: "Because.",
    finishReason: "stop",
    usage: { tokens_in: 7, tokens_out: 2 },
    model: "reader-1-0425",
    latencyMs: 12,
  } as const;

  it("gives the model's answer with everything that identifies it", async () => {
    const provider = scriptedProvider([answer]);
    const app = anApp({ providers: new Map([["offline", provider]]) });
    const { status, body } = await app("/v1/prompts/support_reply/run", withInput({ question: "Why?" }));
    expect(status).toBe(200);
    expect(body).toEqual({
      task: "support_reply",
      version: "1.2.0",
      prompt_digest: digestOf("support_reply", "1.2.0"),
      output: "Because.",
      finish_reason: "stop",
      usage: { tokens_in: 7, tokens_out: 2 },
      model: "reader-1-0425",
      latency_ms: 12,
    });
    expect(provider.asked[0]?.messages.at(-1)).toEqual({ role: "user", content: "Why?" });
    expect(provider.asked[0]?.output).toEqual({ type: "string" });
  });

  it("puts a conversation behind the prompt's own messages, literally", async () => {
    const provider = scriptedProvider([answer]);
    const app = anApp({ providers: new Map([["offline", provider]]) });
    const messages = [
      { role: "assistant", content: "Because." },
      { role: "user", content: "Because of {{question}}?" },
    ];
    const call = { body: JSON.stringify({ input: { question: "Why?" }, messages }) };
    await app("/v1/prompts/support_reply/run", call);
    const asked = provider.asked[0]?.messages;
    expect(asked?.slice(-3)).toEqual([{ role: "user", content: "Why?" }, ...messages]);
    const { body } = await app("/v1/prompts/support_reply/render", call);
    expect(body.messages).toEqual(asked);
  });

  it("never makes up a usage that the provider did not report", async () => {
    const { usage: _, ...silent } = answer;
    const app = anApp({ providers: new Map([["offline", scriptedProvider([silent])]]) });
    const { body } = await app("/v1/prompts/support_reply/run", withInput({ question: "Why?" }));
    expect(body.usage).toBeNull();
  });

  it.each([
    ["provider_transient", 429, 429],
    ["provider_transient", 500, 503],
    ["provider_fatal", 401, 502],
    ["request_rejected", 400, 502],
    ["malformed_response", undefined, 502],
  ] as const)(
    "passes a provider's %s (%s) on as %s with the class as its code",
    async (kind, status, expected) => {
      const error = {
        kind: "error",
        class: kind,
        message: "no",
        ...(status === undefined ? {} : { status }),
      } as const;
      const app = anApp({ providers: new Map([["offline", scriptedProvider([error])]]) });
      const response = await app("/v1/prompts/support_reply/run", withInput({ question: "Why?" }));
      expect(response.status).toBe(expected);
      expect(response.body.error.code).toBe(kind);
    },
  );

  it("tells the caller how long the provider wants to be left alone", async () => {
    const error = {
      kind: "error",
      class: "provider_transient",
      status: 429,
      message: "slow",
      retryAfterMs: 1500,
    } as const;
    const app = anApp({ providers: new Map([["offline", scriptedProvider([error])]]) });
    const { headers } = await app("/v1/prompts/support_reply/run", withInput({ question: "Why?" }));
    expect(headers["retry-after"]).toBe("2");
  });

  it("says so when a prompt's provider is not set up", async () => {
    const { status, body } = await anApp()("/v1/prompts/support_reply/run", withInput({ question: "Why?" }));
    expect([status, body.error.code]).toEqual([503, "provider_missing"]);
  });
});

describe("what the service refuses", () => {
  const render = "/v1/prompts/support_reply/render";

  it.each([
    ["a task that does not exist", "/v1/prompts/support_replay", 404, "unknown_task"],
    ["a path out of the folder", "/v1/prompts/..%2f..%2fetc%2fpasswd", 404, "unknown_task"],
    ["a NUL byte", "/v1/prompts/support_reply%00", 404, "unknown_task"],
    ["a name of the language's own", "/v1/prompts/__proto__", 404, "unknown_task"],
    ["another one", "/v1/prompts/constructor", 404, "unknown_task"],
    ["a path that nothing serves", "/v2/prompts", 404, "unknown_route"],
    ["an action of the language's own", "/v1/prompts/support_reply/toString", 404, "unknown_route"],
    ["a version that never was", "/v1/prompts/support_reply?version=9.9.9", 404, "unknown_version"],
    [
      "a version that was taken out of service",
      "/v1/prompts/support_reply?version=1.0.0",
      410,
      "gone_version",
    ],
    [
      "a query parameter that nothing reads",
      "/v1/prompts/support_reply?versoin=1.1.0",
      400,
      "unknown_parameter",
    ],
  ])("refuses %s [S6, S10]", async (_, target, status, code) => {
    const response = await anApp()(target);
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(response.body.error.fix).not.toBe("");
  });

  it("names the nearest task for a misspelt one", async () => {
    const { body } = await anApp()("/v1/prompts/support_replay");
    expect(body.error.fix).toBe('Did you mean "support_reply"?');
  });

  it.each([
    ["POST", "/v1/prompts/support_reply", "GET, HEAD"],
    ["DELETE", "/v1/prompts", "GET, HEAD"],
    ["GET", "/v1/prompts/support_reply/run", "POST"],
  ])("refuses %s on %s and says what is allowed [S10]", async (method, target, allow) => {
    const response = await anApp()(target, { method });
    expect([response.status, response.headers["allow"]]).toEqual([405, allow]);
  });

  it.each([
    ["no JSON", "{question", "invalid_json"],
    ["a list", "[]", "invalid_json"],
    ["deep nesting", `${'{"input":'.repeat(100)}{}${"}".repeat(100)}`, "invalid_json"],
    ["half a million brackets", "[".repeat(500_000), "invalid_json"],
    ["the same key twice", '{"input":{"question":"a","question":"b"}}', "invalid_json"],
    ["a reserved key", '{"input":{"__proto__":{"question":"a"}}}', "invalid_json"],
    ["no input", "{}", "invalid_input"],
    ["an input that is text", '{"input":"Why?"}', "invalid_input"],
    ["a key that nothing reads", '{"input":{"question":"a"},"version":"1.1.0"}', "invalid_input"],
  ])("refuses a body with %s [S3]", async (_, body, code) => {
    const response = await anApp()(render, { body });
    expect([response.status, response.body.error.code]).toEqual([400, code]);
  });

  it("names every place of an input that does not fit, as JSON Pointers", async () => {
    const { status, body } = await anApp()(render, withInput({ question: 7, "a/b": 1 }));
    expect(status).toBe(400);
    expect(body.error.problems).toEqual(
      expect.arrayContaining([
        { path: "/input/question", message: "must be string" },
        { path: "/input/a~1b", message: "is not a key here" },
      ]),
    );
  });

  it("names every place of a conversation that does not fit", async () => {
    const messages = [
      { role: "usher", content: "a" },
      { role: "user", content: 7, name: "Ada" },
    ];
    const { status, body } = await anApp()(render, {
      body: JSON.stringify({ input: { question: "Why?" }, messages }),
    });
    expect(status).toBe(400);
    const paths = body.error.problems.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual(["/messages/0/role", "/messages/1/content", "/messages/1/name"]);
  });

  it("refuses a body that is not announced as JSON [S3]", async () => {
    const headers = { "content-type": "text/plain" };
    const response = await anApp()(render, { ...withInput({ question: "Why?" }), headers });
    expect([response.status, response.body.error.code]).toEqual([415, "unsupported_media_type"]);
  });
});

describe("what a client can rely on between requests", () => {
  it("answers 304 without a body while the prompt is the one that the client has [S10]", async () => {
    const app = anApp();
    const { headers } = await app("/v1/prompts/support_reply");
    const etag = headers["etag"] ?? "";
    const again = await app("/v1/prompts/support_reply", {
      headers: { "if-none-match": `"other", W/${etag}` },
    });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  it("has another ETag for another version [S10]", async () => {
    const app = anApp();
    const current = await app("/v1/prompts/support_reply");
    const previous = await app("/v1/prompts/support_reply?version=1.1.0");
    expect(current.headers["etag"]).not.toBe(previous.headers["etag"]);
  });

  it("is alive and not ready while it stops [S5]", async () => {
    const app = anApp({ isStopping: () => true });
    expect((await app("/healthz")).status).toBe(200);
    expect((await app("/readyz")).status).toBe(503);
  });
});
