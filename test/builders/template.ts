import type { Template } from "../../src/prompts/rendering/template.ts";

export function aTemplate(overrides: Partial<Template> = {}): Template {
  return {
    id: "support_reply",
    messages: [
      { role: "system", content: "Answer in one sentence." },
      { role: "user", content: "{{question}}" },
    ],
    ...overrides,
  };
}
