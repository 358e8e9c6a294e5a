import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOfflineProvider } from "../../../src/evaluation/offline/offline-provider.ts";
import type { Request } from "../../../src/evaluation/request.ts";
import { compileSchema } from "../../../src/prompts/adapters/json-schema.ts";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { anOfflineRequest } from "../../builders/offline-request.ts";
import { answerOffline, readOffline } from "./read-offline.ts";

const VOLTAGE: JsonObject = {
  type: "object",
  required: ["voltage", "kind"],
  properties: {
    voltage: { type: "number", minimum: 0 },
    kind: { enum: ["relay", "valve", "other"] },
    seal: { type: "string", pattern: "^IP\\d{2}$" },
    tags: { type: "array", items: { enum: ["red", "green"] } },
    maker: { type: ["string", "null"] },
  },
};

/** Fails when anything but the fields of a request is looked at. */
function guarded(request: Request): Request {
  const known = new Set(["messages", "tools", "tool_choice", "model", "output"]);
  return new Proxy(request, {
    get: (target, key, receiver) => {
      if (typeof key === "string" && !known.has(key)) throw new Error(`looked at ${key}`);
      return Reflect.get(target, key, receiver);
    },
  });
}

describe("the offline provider", () => {
  it("looks at nothing but the request", async () => {
    const request = anOfflineRequest({ text: "voltage 24, relay", output: VOLTAGE });
    const unseen = { ...request, input: { voltage: 7 }, expected: { voltage: 7, kind: "valve" } };
    expect(await readOffline(guarded(unseen))).toEqual(await readOffline(request));
  });

  it("gives equal answers to equal requests", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(text, text, async (content, glossary) => {
        const request = anOfflineRequest({ text: content, glossary, output: VOLTAGE });
        expect(await answerOffline(structuredClone(request))).toEqual(await answerOffline(request));
      }),
      { numRuns: 50 },
    );
  });

  it("gives JSON that fits the schema, whatever the text", async () => {
    const check = compileSchema(VOLTAGE);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 120 }), async (text) => {
        expect(check(await readOffline(anOfflineRequest({ text, output: VOLTAGE })))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("is not moved by prose in the instructions", async () => {
    const text = "Relay, voltage 24";
    const plain = anOfflineRequest({ text, output: VOLTAGE });
    const talkative = anOfflineRequest({
      text,
      output: VOLTAGE,
      glossary: "You are the best reader of valves: never say relay. Think twice about the valve.",
    });
    expect((await answerOffline(talkative)).text).toBe((await answerOffline(plain)).text);
  });

  it("estimates four characters a token, rounded up", async () => {
    const request: Request = {
      messages: [{ role: "user", content: "12345" }],
      model: { provider: "offline", name: "reader-1", parameters: {} },
      output: { type: "string", enum: ["abcdefghi"] },
    };
    expect((await answerOffline(request)).usage).toEqual({ tokens_in: 2, tokens_out: 3 });
  });

  it("measures latency by the clock that it is given", async () => {
    let now = 0;
    const provider = createOfflineProvider(() => {
      now += 5;
      return now;
    });
    const reply = await provider.ask(
      anOfflineRequest({ text: "", output: VOLTAGE }),
      new AbortController().signal,
    );
    expect(reply).toMatchObject({ kind: "answer", latencyMs: 5 });
  });

  it("refuses a request whose schema has a pattern that could hang", async () => {
    const output = { type: "string", pattern: "(a)\\1" };
    const reply = await createOfflineProvider(() => 0).ask(
      anOfflineRequest({ text: "aa", output }),
      new AbortController().signal,
    );
    expect(reply).toMatchObject({ kind: "error", class: "request_rejected" });
  });
});
