import { expect, test } from "vitest";
import { leanExample } from "../../src/evaluation/lean-example.ts";
import { anExample } from "../builders/example.ts";

test("a run holds examples without their descriptions and changes nothing else of them", () => {
  const { description: _, ...plain } = anExample({ tags: ["orders"], expected: { total: 3 } });

  expect(leanExample({ ...plain, description: "As a customer wrote it." })).toEqual(plain);
  expect(leanExample(plain)).toEqual(plain);
});
