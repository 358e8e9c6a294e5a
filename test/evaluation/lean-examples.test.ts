import { expect, test } from "vitest";
import { createLeanExamples } from "../../src/evaluation/lean-examples.ts";
import { anExample } from "../builders/example.ts";

test("a run holds examples without their descriptions and changes nothing else of them", () => {
  const { description: _, ...plain } = anExample({ tags: ["orders"], expected: { total: 3 } });

  expect([{ ...plain, description: "As a customer wrote it." }].map(createLeanExamples())).toEqual([plain]);
});

test("equal lists of tags are held once, others stay apart", () => {
  const [first, second, third] = [
    anExample({ id: "a", tags: ["orders", "week-1"] }),
    anExample({ id: "b", tags: ["orders", "week-1"] }),
    anExample({ id: "c", tags: ["week-1", "orders"] }),
  ].map(createLeanExamples());

  expect(second?.tags).toBe(first?.tags);
  expect(third?.tags).toEqual(["week-1", "orders"]);
});

test("an example without tags gets none", () => {
  const { tags: _, ...plain } = anExample();

  expect([plain].map(createLeanExamples())).toEqual([plain]);
});
