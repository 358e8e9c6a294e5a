import fc from "fast-check";
import { expect, it } from "vitest";
import { datasetDigest, evaluationDigest, promptDigest, scorersDigest } from "../../src/prompts/digests.ts";
import { isJsonObject, type Json } from "../../src/prompts/reading/json.ts";
import { anExample } from "../builders/example.ts";
import { aProductionPrompt } from "../builders/production-prompt.ts";

/** The same value with the keys of all objects in the opposite order. */
function turnedRound(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(turnedRound);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, turnedRound(child)]),
  );
}

const parameters = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);
const withParameters = (value: Readonly<Record<string, Json>>) =>
  aProductionPrompt({ model: { provider: "acme", name: "small-1", parameters: value } });

it("a prompt's digest ignores the order of keys", () => {
  fc.assert(
    fc.property(parameters, (value) => {
      const turned = turnedRound(value);
      if (!isJsonObject(turned)) throw new Error("an object stays one");
      expect(promptDigest(withParameters(turned))).toBe(promptDigest(withParameters(value)));
    }),
  );
});

it("a prompt's digest sees every other value", () => {
  fc.assert(
    fc.property(parameters, parameters, (a, b) => {
      const isEqual = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(promptDigest(withParameters(a)) === promptDigest(withParameters(b))).toBe(isEqual);
    }),
  );
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, sorted(child)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, child]);
}

it("a prompt's digest is that of its content, not of its name or version", () => {
  const digest = promptDigest(aProductionPrompt());
  expect(promptDigest(aProductionPrompt({ version: "9.0.0" }))).toBe(digest);
  expect(promptDigest(aProductionPrompt({ id: "renamed" }))).toBe(digest);
});

it("a prompt's digest does not depend on the machine: this one is known", () => {
  expect(promptDigest(aProductionPrompt())).toBe(KNOWN_DIGEST);
});

it.each([
  ["messages", { messages: [{ role: "user", content: "{{question}}!" }] }],
  ["tools", { tools: [{ type: "function" }] }],
  ["tool_choice", { tool_choice: "none" }],
  ["model", { model: { provider: "acme", name: "large-1", parameters: {} } }],
  ["input", { input: { type: "object" } }],
  ["output", { output: { type: "number" } }],
] as const)("a prompt's digest covers %s", (_, change) => {
  expect(promptDigest(aProductionPrompt(change))).not.toBe(promptDigest(aProductionPrompt()));
});

it("a dataset's digest covers the order of examples and not that of keys", () => {
  const [a, b] = [anExample({ id: "a" }), anExample({ id: "b" })];
  const { id, input, expected = null } = a;
  expect(datasetDigest([{ expected, input, id }, b])).toBe(datasetDigest([a, b]));
  expect(datasetDigest([b, a])).not.toBe(datasetDigest([a, b]));
  expect(datasetDigest([a])).not.toBe(datasetDigest([a, b]));
});

it("the scorers' digest covers the files that they run", () => {
  const scorers = [{ type: "javascript", value: "file://tone.js" }];
  expect(scorersDigest(scorers, { "tone.js": "1" })).not.toBe(scorersDigest(scorers, { "tone.js": "2" }));
});

it("an evaluation is the same one only with the same repeats", () => {
  const parts = { prompt: "p", dataset: "d", scorers: "s", repeats: 1 };
  expect(evaluationDigest({ ...parts })).toBe(evaluationDigest(parts));
  expect(evaluationDigest({ ...parts, repeats: 2 })).not.toBe(evaluationDigest(parts));
});

/** Computed apart from this code: SHA-256 of the JSON with sorted keys and no blanks. */
const KNOWN_DIGEST = "87eb2d9ea4100322151d0e4996b27043eb7c302c44cc9f9437c755a0d3d2740b";
