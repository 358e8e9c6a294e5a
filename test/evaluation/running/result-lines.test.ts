import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorClass, FinishReason } from "../../../src/evaluation/request.ts";
import type { Result, Score } from "../../../src/evaluation/result.ts";
import { parseResultLine, renderResultLine } from "../../../src/evaluation/result-line.ts";
import { isQuotaError, isSettled, runResult } from "../../../src/evaluation/run-result.ts";
import { anAnswer } from "../../builders/answer.ts";
import { aResult } from "../../builders/result.ts";
import { aCallError } from "../../fakes/scripted-run.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const counts = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__"),
  fc.nat(),
);
const score: fc.Arbitrary<Score> = fc.oneof(
  fc.record({ kind: fc.constant("unscored" as const), scorer: fc.string(), why: fc.string() }),
  fc.record(
    {
      kind: fc.constant("scored" as const),
      scorer: fc.string(),
      value: unit,
      passed: fc.boolean(),
      why: fc.string(),
      counts,
    },
    { requiredKeys: ["kind", "scorer", "value", "passed", "why"] },
  ),
);
const classes: readonly ErrorClass[] = [
  "provider_transient",
  "provider_fatal",
  "request_rejected",
  "harness",
];
const reasons: readonly (FinishReason | null)[] = [
  "stop",
  "length",
  "content_filter",
  "refusal",
  "unknown",
  null,
];
const result: fc.Arbitrary<Result> = fc.record(
  {
    id: fc.string(),
    repeat: fc.integer({ min: 1, max: 9 }),
    output: fc.option(fc.string({ unit: "binary" })),
    scores: fc.array(score, { maxLength: 3 }),
    error: fc.record({ class: fc.constantFrom(...classes), message: fc.string(), status: fc.integer() }),
    usage: fc.option(fc.record({ tokens_in: fc.nat(), tokens_out: fc.nat() })),
    costUsd: fc.option(unit),
    latencyMs: fc.option(fc.nat()),
    cached: fc.boolean(),
    finishReason: fc.constantFrom(...reasons),
    answeredAs: fc.string(),
  },
  {
    requiredKeys: [
      "id",
      "repeat",
      "output",
      "scores",
      "usage",
      "costUsd",
      "latencyMs",
      "cached",
      "finishReason",
    ],
  },
);

describe("a line of results.jsonl", () => {
  it("has the keys of the contract in their order", () => {
    const scored = { kind: "scored", scorer: "equals", value: 1, passed: true, why: "equal" } as const;
    expect(
      renderResultLine(aResult({ scores: [scored], usage: { tokens_in: 3, tokens_out: 2 }, costUsd: 0.5 })),
    ).toBe(
      '{"id":"opening-hours","repeat":1,"output":"At nine.","scores":[{"scorer":"equals","value":1,"passed":true,"why":"equal"}],"usage":{"tokens_in":3,"tokens_out":2},"cost_usd":0.5,"latency_ms":120,"cached":false,"finish_reason":"stop"}',
    );
  });

  it("an unscored score has no value", () => {
    const line = renderResultLine(
      aResult({ scores: [{ kind: "unscored", scorer: "fields", why: "no key" }] }),
    );
    expect(line).toContain('"scores":[{"scorer":"fields","unscored":true,"why":"no key"}]');
  });

  it("is read back as it was", () => {
    fc.assert(
      fc.property(result, (row) => {
        expect(parseResultLine(renderResultLine(row))).toEqual(row);
      }),
    );
  });

  it("that was cut off anywhere is no row", () => {
    fc.assert(
      fc.property(result, fc.double({ min: 0, max: 0.999, noNaN: true }), (row, share) => {
        const line = renderResultLine(row);
        expect(parseResultLine(line.slice(0, Math.floor(line.length * share)))).toBeUndefined();
      }),
    );
  });

  it.each([
    ["a value above 1", { scores: [{ scorer: "s", value: 1.5, passed: true, why: "" }] }],
    ["a value that is missing", { scores: [{ scorer: "s", passed: true, why: "" }] }],
    ["negative counts", { scores: [{ scorer: "s", value: 1, passed: true, why: "", counts: { tp: -1 } }] }],
    ["an unknown error class", { error: { class: "weather", message: "rain" } }],
    ["an unknown finish reason", { finish_reason: "tired" }],
    ["a negative cost", { cost_usd: -1 }],
    ["a repeat that is no number", { repeat: "1" }],
  ])("with %s is no row", (_what, change) => {
    const row: unknown = { ...JSON.parse(renderResultLine(aResult())), ...change };
    expect(parseResultLine(JSON.stringify(row))).toBeUndefined();
  });
});

describe("a row", () => {
  it("of a cached answer has neither latency nor cost", () => {
    const outcome = { reply: anAnswer({ latencyMs: 900 }), cached: true, costUsd: null };
    expect(runResult("a", 1, outcome, { scores: [] })).toMatchObject({
      cached: true,
      latencyMs: null,
      costUsd: null,
    });
  });

  it("of a scorer that threw keeps the answer and has no scores", () => {
    const outcome = { reply: anAnswer(), cached: false, costUsd: null };
    const scores: readonly Score[] = [{ kind: "scored", scorer: "s", value: 0, passed: false, why: "" }];
    const error = { class: "harness", message: "s threw" } as const;
    expect(runResult("a", 1, outcome, { scores, error })).toMatchObject({
      output: "At nine.",
      scores: [],
      error,
    });
  });

  it("of a call error has no output and no score of zero", () => {
    const row = runResult("a", 2, { reply: aCallError(), cached: false, costUsd: null }, { scores: [] });
    expect(row).toMatchObject({
      output: null,
      scores: [],
      error: { class: "provider_transient", status: 503 },
    });
  });

  it("of an exhausted quota is told from a refused key and from a rate limit [P2]", () => {
    const quota = { class: "provider_fatal", status: 429, message: "" } as const;
    expect(isQuotaError(quota)).toBe(true);
    expect(isQuotaError({ ...quota, status: 404 })).toBe(false);
    expect(isQuotaError({ ...quota, class: "provider_transient" })).toBe(false);
  });

  it("is asked for again after an outage, not after a rejected request [P17]", () => {
    const failed = (errorClass: ErrorClass) => aResult({ error: { class: errorClass, message: "" } });
    expect(isSettled(failed("provider_transient"))).toBe(false);
    expect(isSettled(failed("request_rejected"))).toBe(true);
    expect(isSettled(aResult())).toBe(true);
  });
});
