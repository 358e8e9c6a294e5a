import type { Example } from "../../src/prompts/examples/example.ts";

export function anExample(overrides: Partial<Example> = {}): Example {
  return {
    id: "opening-hours",
    input: { question: "When do you open?" },
    expected: "At nine.",
    ...overrides,
  };
}
