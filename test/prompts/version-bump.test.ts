import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/prompts/reading/json.ts";
import { acceptsAtLeast, bumpOf, larger, nextVersion } from "../../src/prompts/version-bump.ts";
import { aProductionPrompt } from "../builders/production-prompt.ts";

const before = aProductionPrompt();
const object = (properties: JsonObject, required: readonly string[]): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const text = { type: "string" } as const;

describe("the version step of a change", () => {
  it.each([
    ["nothing", {}, "patch"],
    ["wording", { messages: [{ role: "user", content: "Please: {{question}}" }] }, "patch"],
    ["another model", { model: { provider: "offline", name: "reader-2", parameters: {} } }, "minor"],
    ["other parameters", { model: { ...before.model, parameters: { temperature: 1 } } }, "minor"],
    ["a tool", { tools: [{ type: "function" }] }, "minor"],
    ["a further optional input", { input: object({ question: text, tone: text }, ["question"]) }, "minor"],
    [
      "a further required input",
      { input: object({ question: text, tone: text }, ["question", "tone"]) },
      "major",
    ],
    ["an input that is gone", { input: object({}, []) }, "major"],
    ["an input of another type", { input: object({ question: { type: "number" } }, ["question"]) }, "major"],
    ["an answer of another type", { output: { type: "number" } }, "major"],
    ["fewer answers", { output: { type: "string", enum: ["yes", "no"] } }, "minor"],
  ] as const)("%s", (_, change, step) => {
    expect(bumpOf(before, aProductionPrompt(change))).toBe(step);
  });

  it("further answers are new to callers: major", () => {
    const [two, three] = [
      ["yes", "no"],
      ["yes", "no", "maybe"],
    ].map((list) => aProductionPrompt({ output: { type: "string", enum: list } }));
    expect(bumpOf(two ?? before, three ?? before)).toBe("major");
  });
});

it("a schema accepts what it accepts itself", () => {
  const leaf = fc.constantFrom<JsonObject>(
    text,
    { type: "number" },
    { enum: ["a", "b"] },
    { type: "array", items: text },
  );
  const schema = fc
    .dictionary(fc.stringMatching(/^[a-z]{1,4}$/), leaf, { noNullPrototype: true })
    .map((properties) => object(properties, Object.keys(properties).slice(0, 1)));
  fc.assert(
    fc.property(schema, (one) => {
      expect(acceptsAtLeast(one, one)).toBe(true);
    }),
  );
});

it("the next version comes after all that ever were, not after the one in production", () => {
  expect(nextVersion(["1.0.0", "1.10.0", "1.9.0"], "patch")).toBe("1.10.1");
  expect(nextVersion(["1.0.0", "2.3.4"], "minor")).toBe("2.4.0");
  expect(nextVersion(["1.9.9"], "major")).toBe("2.0.0");
});

it("the first version is 1.0.0", () => {
  expect(nextVersion([], "major")).toBe("1.0.0");
});

it("of two steps the higher one counts", () => {
  expect([larger("patch", "minor"), larger("major", "minor"), larger("patch", "patch")]).toEqual([
    "minor",
    "major",
    "patch",
  ]);
});
