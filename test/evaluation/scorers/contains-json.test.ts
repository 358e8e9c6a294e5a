import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonInText } from "../../../src/evaluation/scorers/json-in-text.ts";
import { scored } from "../../builders/scored.ts";

const schema = { type: "object", required: ["a"] };

describe("contains-json", () => {
  it.each([
    ['Here: {"a": 1}. Done.', true],
    ['```json\n{"a": 1}\n```', true],
    ["values [1, 2]", true],
    ['{"a": {"b": "}"}}', true],
    ['a {broken} one and {"a": 1}', true],
    ["no braces", false],
    ["{a: 1}", false],
    ['{"a": 1', false],
    ["12", false],
  ])("finds an object or a list in %j: %s", async (text, passed) => {
    expect((await scored({ type: "contains-json" }, text)).passed).toBe(passed);
  });

  it.each([
    ['first {"b": 1}, then {"a": 1}', true],
    ['only {"b": 1}', false],
    ['inside {"b": {"a": 1}}', false],
  ])("wants one that fits the schema, not one inside another: %j: %s", async (text, passed) => {
    expect((await scored({ type: "contains-json", value: schema }, text)).passed).toBe(passed);
  });

  it("finds any object among prose", () => {
    const prose = fc.string({ unit: fc.constantFrom("a", " ", ".", "}", "]"), maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), prose, prose, (object, before, after) => {
        const json = JSON.stringify(object);
        expect(jsonInText(`${before}${json}${after}`)).toEqual([JSON.parse(json)]);
      }),
    );
  });

  it("does not hang on a text of brackets", () => {
    expect(jsonInText("[".repeat(100_000))).toEqual([]);
  });
});
