import type { EvaluationPolicy, Metadata } from "../../src/prompts/metadata.ts";

export function aPolicy(overrides: Partial<EvaluationPolicy> = {}): EvaluationPolicy {
  return { scorers: [{ type: "equals" }], metric: "equals.pass_rate", threshold: 0.8, ...overrides };
}

export function aMetadata(overrides: Partial<Metadata> = {}): Metadata {
  return {
    task: "support_reply",
    owners: ["@acme/support"],
    input: {
      type: "object",
      properties: { question: { type: "string" } },
      required: ["question"],
      additionalProperties: false,
    },
    output: { type: "string" },
    model: { provider: "offline", name: "reader-1", parameters: {} },
    evaluation: aPolicy(),
    ...overrides,
  };
}
