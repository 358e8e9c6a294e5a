import type { Answer } from "../../src/evaluation/request.ts";

export function anAnswer(overrides: Partial<Answer> = {}): Answer {
  return { kind: "answer", text: "At nine.", finishReason: "stop", latencyMs: 120, ...overrides };
}
