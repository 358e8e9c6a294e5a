import { describe, expect, it } from "vitest";
import { scorerTypes } from "../../../src/evaluation/scorers/catalogue.ts";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { prepareScorers } from "../../../src/evaluation/scoring/scoring.ts";
import { anAnswer } from "../../builders/answer.ts";
import { anExample } from "../../builders/example.ts";
import { scored } from "../../builders/scored.ts";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", required: ["city"], properties: { city: { type: "string" } } },
  },
};
const aCall = (name: string, given: string) => ({
  id: "1",
  type: "function",
  function: { name, arguments: given },
});
const valid = { type: "is-valid-openai-tools-call", tools: [weather] };

describe("is-valid-openai-tools-call", () => {
  it.each([
    [aCall("get_weather", '{"city": "Berlin"}'), true],
    [aCall("get_weather", '{"city": 5}'), false],
    [aCall("get_weather", "{}"), false],
    [aCall("get_weather", "not JSON"), false],
    [aCall("get_wether", '{"city": "Berlin"}'), false],
    [{ type: "function" }, false],
    [{ function: { name: "get_weather", arguments: '{"city": "Berlin"}' } }, false],
  ])("wants a known tool with arguments that fit: %j: %s", async (call, passed) => {
    expect((await scored(valid, { text: "", toolCalls: [call] })).passed).toBe(passed);
  });

  it("wants every call to be right", async () => {
    const toolCalls = [aCall("get_weather", '{"city": "Berlin"}'), aCall("get_weather", "{}")];
    expect((await scored(valid, { text: "", toolCalls })).passed).toBe(false);
  });

  it("wants a call", async () => {
    expect((await scored(valid, "It is sunny.")).passed).toBe(false);
    expect((await scored(valid, "[]")).passed).toBe(false);
  });

  it("reads calls that are spelt out in the text", async () => {
    const text = JSON.stringify({ tool_calls: [aCall("get_weather", '{"city": "Berlin"}')] });
    expect((await scored(valid, text)).passed).toBe(true);
  });

  it("knows the tools of the prompt", async () => {
    const score = prepareScorers([{ type: "is-valid-openai-tools-call" }], scorerTypes({ tools: [weather] }));
    const toolCalls = [aCall("other", "{}")];
    expect((await score(anExample(), anAnswer({ text: "", toolCalls }), null)).scores).toMatchObject([
      { value: 0 },
    ]);
  });

  it("refuses tools that have no name or no valid schema", () => {
    const broken = { type: "function", function: { name: "f", parameters: { type: "nonsense" } } };
    expect(checkScorers([{ ...valid, tools: [{}, broken] }])).toMatchObject([
      { path: [0, "tools", 0] },
      { path: expect.arrayContaining([0, "tools", 1, "function", "parameters"]) },
    ]);
  });
});

describe("tool-call-f1", () => {
  const toolCalls = [aCall("search", "{}"), aCall("search", "{}"), aCall("book", "{}")];

  it.each([
    [["search", "book"], 1],
    [["book", "search"], 1],
    [["search"], 2 / 3],
    [["search", "pay"], 0.5],
    [["pay"], 0],
    ["search, book", 1],
  ])("is the F1 of the names, whatever their order and number: %j gives %d", async (value, f1) => {
    expect((await scored({ type: "tool-call-f1", value }, { text: "", toolCalls })).value).toBeCloseTo(
      f1,
      12,
    );
  });

  it("is 0 where nothing was called", async () => {
    expect((await scored({ type: "tool-call-f1", value: ["search"] }, "text")).value).toBe(0);
  });
});
