import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { type Counting, countedResults } from "../../src/evaluation/scoring/counted-results.ts";
import { computeMetrics } from "../../src/evaluation/scoring/metrics.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import { anExample } from "../builders/example.ts";
import { aResult } from "../builders/result.ts";

const SCORERS = [{ type: "equals" }];
const metric = "equals.pass_rate";

const row = (id: string, repeat: number, passed: boolean): Result =>
  aResult({
    id,
    repeat,
    scores: [{ kind: "scored", scorer: "equals", value: passed ? 1 : 0, passed, why: "" }],
  });

const lost = (id: string, repeat: number): Result =>
  aResult({ id, repeat, scores: [], error: { class: "provider_transient", message: "" } });

const rowsOf = (id: string, ...passes: readonly boolean[]): readonly Result[] =>
  passes.map((passed, at) => row(id, at + 1, passed));

const counting = (example: Partial<Example>, repeats = 1): Counting => ({
  examples: [anExample({ id: "a", ...example }), anExample({ id: "b" })],
  metric,
  repeats,
  today: "2026-06-15",
});

const rateOf = (rows: readonly Result[], how: Counting): number | undefined =>
  computeMetrics(SCORERS, countedResults(rows, how))[metric];

describe("an example that passes when some of its answers do", () => {
  const rule = { flaky: { pass: 2, of: 3 } };

  it.each([
    ["enough pass", [true, false, true], 1],
    ["too few pass", [true, false, false], 0.5],
  ])("counts as one example: %s", (_, passes, rate) => {
    expect(rateOf([...rowsOf("a", ...passes), row("b", 1, true)], counting(rule))).toBe(rate);
  });

  it("is not scored where errors leave open whether enough would pass", () => {
    const rows = [row("a", 1, true), lost("a", 2), row("a", 3, false), row("b", 1, true)];
    const counted = countedResults(rows, counting(rule));
    expect(counted.filter(({ id }) => id === "a").every(({ error }) => error !== undefined)).toBe(true);
    expect(rateOf(rows, counting(rule))).toBe(1);
  });

  it("has as many rows as every other example, so that what asks for all repeats passing holds too", () => {
    const rows = [...rowsOf("a", true, false, true), ...rowsOf("b", true, true)];
    const how = counting(rule, 2);
    expect(countedResults(rows, how).map(({ id, repeat }) => `${id}${repeat}`)).toEqual([
      "a1",
      "a2",
      "b1",
      "b2",
    ]);
    expect(computeMetrics(SCORERS, countedResults(rows, how))["equals.pass_k"]).toBe(1);
  });

  it("one more passing answer never makes it worse", () => {
    const flags = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(flags, fc.nat(2), fc.integer({ min: 1, max: 3 }), (passes, at, pass) => {
        const better = passes.map((passed, index) => passed || index === at);
        const how = counting({ flaky: { pass, of: 3 } });
        const rate = (own: readonly boolean[]) =>
          rateOf([...rowsOf("a", ...own), row("b", 1, true)], how) ?? -1;
        return rate(better) >= rate(passes);
      }),
    );
  });
});

describe("a quarantined example", () => {
  const quarantine = (until: string) => counting({ quarantine: { until, reason: "moved" } });
  const rows = [row("a", 1, false), row("b", 1, true)];

  it("does not count, the last day included", () => {
    expect(rateOf(rows, quarantine("2026-06-15"))).toBe(1);
  });

  it("counts again on the day after", () => {
    expect(rateOf(rows, quarantine("2026-06-14"))).toBe(0.5);
  });
});
