import type { Result } from "../../src/evaluation/result.ts";

export function aResult(overrides: Partial<Result> = {}): Result {
  return {
    id: "opening-hours",
    repeat: 1,
    output: "At nine.",
    scores: [],
    usage: null,
    costUsd: null,
    latencyMs: 120,
    cached: false,
    finishReason: "stop",
    ...overrides,
  };
}
