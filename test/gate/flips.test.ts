import { describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { flipSentence } from "../../src/gate/flips.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import { anExample } from "../builders/example.ts";
import { aResult } from "../builders/result.ts";

const row = (id: string, passed: boolean, repeat = 1): Result =>
  aResult({
    id,
    repeat,
    scores: [{ kind: "scored", scorer: "equals", value: passed ? 1 : 0, passed, why: "" }],
  });

const told = (rounds: readonly (readonly Result[])[], example: Partial<Example> = {}) =>
  flipSentence(rounds, {
    examples: [anExample({ id: "a", ...example })],
    metric: "equals.pass_rate",
    repeats: 1,
    today: "2026-06-15",
  });

describe("an example that answers now this, now that", () => {
  it("is named after a confirmation run", () => {
    const [sentence] = told([
      [row("a", true), row("b", true)],
      [row("a", false), row("b", true)],
    ]);
    expect(sentence).toContain("flaky: 1 example did not answer the same every time (a passed 1 of 2)");
  });

  it("is named after repeats", () => {
    expect(told([[row("a", true, 1), row("a", false, 2), row("a", true, 3)]])[0]).toContain(
      "a passed 2 of 3",
    );
  });

  it("is not named where it is known to, or does not count", () => {
    const rounds = [[row("a", true)], [row("a", false)]];
    expect(told(rounds, { flaky: { pass: 1, of: 2 } })).toEqual([]);
    expect(told(rounds, { quarantine: { until: "2026-12-31", reason: "moved" } })).toEqual([]);
  });

  it("is none where all answers agree, or were asked for once", () => {
    expect(told([[row("a", false)], [row("a", false)]])).toEqual([]);
    expect(told([[row("a", false)], []])).toEqual([]);
  });
});
