import { expect, test } from "vitest";
import { parseExamplesFile } from "../../../src/prompts/examples/examples-file.ts";

const bytesOf = (...examples: readonly object[]): Uint8Array =>
  new TextEncoder().encode(examples.map((example) => `${JSON.stringify(example)}\n`).join(""));

test("equal lists of tags are held once, others stay apart", () => {
  const { examples } = parseExamplesFile(
    "a.jsonl",
    bytesOf(
      { id: "a", input: {}, tags: ["orders", "week-1"] },
      { id: "b", input: {}, tags: ["orders", "week-1"] },
      { id: "c", input: {}, tags: ["week-1", "orders"] },
      { id: "d", input: {} },
    ),
  );
  const [first, second, third, fourth] = examples.map(({ example }) => example.tags);

  expect(second).toBe(first);
  expect(third).toEqual(["week-1", "orders"]);
  expect(fourth).toBeUndefined();
});
