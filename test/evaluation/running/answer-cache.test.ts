import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAnswerCache } from "../../../src/evaluation/adapters/answer-cache.ts";
import type { Request } from "../../../src/evaluation/request.ts";
import { createCacheKeys } from "../../../src/evaluation/running/cache-key.ts";
import { sha256 } from "../../../src/prompts/sha256.ts";
import { anAnswer } from "../../builders/answer.ts";

let folder: string;
const path = () => join(folder, "cache", "answers.jsonl");
const open = (at = "2026-11-20T12:00:00.000Z") => openAnswerCache(path(), () => new Date(at));
const key = (name: string) => sha256(name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cache-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the cache of answers", () => {
  it("gives an answer back as it was, with the time it was given", () => {
    const answer = anAnswer({
      text: "ü\n\u2028",
      usage: { tokens_in: 1, tokens_out: 2 },
      toolCalls: [{ a: 1 }],
    });
    const first = open();
    first.put(key("a"), answer);
    first.close();
    const second = open("2027-01-01T00:00:00.000Z");
    expect(second.get(key("a"))).toEqual({ answer, at: "2026-11-20T12:00:00.000Z" });
    expect(second.get(key("b"))).toBeUndefined();
    second.close();
  });

  it("the newest answer of a key counts", () => {
    const cache = open();
    for (const text of ["old", "new"]) cache.put(key("a"), anAnswer({ text }));
    expect(cache.get(key("a"))?.answer.text).toBe("new");
    cache.close();
  });

  it("loses at most the entry that a killed process was writing", () => {
    const cache = open();
    for (const name of ["a", "b"]) cache.put(key(name), anAnswer({ text: name }));
    cache.close();
    truncateSync(path(), readFileSync(path()).length - 5);
    const again = open();
    expect(again.get(key("a"))?.answer.text).toBe("a");
    expect(again.get(key("b"))).toBeUndefined();
    again.put(key("c"), anAnswer({ text: "c" }));
    again.close();
    expect(open().get(key("c"))?.answer.text).toBe("c");
  });

  it("an entry that makes no sense is a miss, not an error", () => {
    open().close();
    appendFileSync(path(), `{"key":"${key("a")}","at":"x","answer":{"kind":"answer"}}\nrubbish\n`);
    expect(open().get(key("a"))).toBeUndefined();
  });

  it("another process that writes at the same time never makes it give a wrong answer", () => {
    const mine = open();
    const theirs = open();
    theirs.put(key("b"), anAnswer({ text: "a longer answer of theirs" }));
    mine.put(key("a"), anAnswer({ text: "mine" }));
    expect([undefined, "mine"]).toContain(mine.get(key("a"))?.answer.text);
    mine.close();
    theirs.close();
    expect(open().get(key("a"))?.answer.text).toBe("mine");
  });

  it("reads a file of many chunks", () => {
    const text = "x".repeat(30_000);
    const cache = open();
    for (let name = 0; name < 100; name += 1) cache.put(key(`${name}`), anAnswer({ text: `${name}${text}` }));
    cache.close();
    const again = open();
    for (const name of [0, 50, 99]) expect(again.get(key(`${name}`))?.answer.text).toBe(`${name}${text}`);
    again.close();
  });

  it("one that is older than every format starts with nothing and still works", () => {
    open().close();
    writeFileSync(path(), "\n\n\0\0");
    const cache = open();
    cache.put(key("a"), anAnswer());
    expect(cache.get(key("a"))).toBeDefined();
    cache.close();
  });
});

describe("the key of a cached answer", () => {
  const request: Request = {
    messages: [{ role: "user", content: "Hi" }],
    model: { provider: "p", name: "m", parameters: { temperature: 0 } },
    output: { type: "string" },
  };
  const keys = createCacheKeys("https://a");

  it("is equal for equal requests, whoever made the objects", () => {
    expect(createCacheKeys("https://a")(structuredClone(request), 1)).toBe(keys(request, 1));
  });

  it.each<[string, Partial<Request>]>([
    ["messages", { messages: [{ role: "user", content: "Ho" }] }],
    ["role", { messages: [{ role: "system", content: "Hi" }] }],
    ["output schema", { output: { type: "object" } }],
    ["tools", { tools: [{ type: "function" }] }],
    ["tool choice", { tool_choice: "required" }],
    ["provider", { model: { ...request.model, provider: "q" } }],
    ["model", { model: { ...request.model, name: "n" } }],
    ["parameters", { model: { ...request.model, parameters: { temperature: 1 } } }],
  ])("differs with the %s", (_what, change) => {
    expect(keys({ ...request, ...change }, 1)).not.toBe(keys(request, 1));
  });

  it("differs with the repeat and with where the provider is", () => {
    expect(keys(request, 2)).not.toBe(keys(request, 1));
    expect(createCacheKeys("https://b")(request, 1)).not.toBe(keys(request, 1));
  });
});
