import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_WAIT_MS, retryWaitMs } from "../../../src/evaluation/running/retry.ts";
import { parseRetryAfter } from "../../../src/evaluation/running/retry-after.ts";
import { anAnswer } from "../../builders/answer.ts";
import { aCallError, later, runScripted, units } from "../../fakes/scripted-run.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const rateLimit = (retryAfterMs?: number) =>
  aCallError({ status: 429, message: "slow down", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

describe("retries", () => {
  it.each([
    ["seconds", "2", 2_000],
    ["seconds with a fraction", "0.25", 250],
    ["an HTTP date", "Fri, 20 Nov 2026 12:00:07 GMT", 7_000],
    ["a past date", "Fri, 20 Nov 2026 11:59:00 GMT", undefined],
    ["a negative number", "-5", undefined],
    ["junk", "soon", undefined],
    ["an empty header", "", undefined],
    ["no header", undefined, undefined],
    ["a thousand million seconds", "1000000000", 1e12],
  ])("Retry-After may be %s [P1]", (_what, header, expected) => {
    expect(parseRetryAfter(header, NOON)).toBe(expected);
  });

  it("a wait is the longer of what was asked for and the backoff [P1]", () => {
    expect(retryWaitMs(rateLimit(20_000), 1, 0.5)).toBe(20_000);
    expect(retryWaitMs(rateLimit(1), 1, 0.5)).toBe(375);
  });

  it("no wait is longer than a minute or shorter than half its backoff [P1]", () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat({ max: 1e12 }),
        fc.integer({ min: 1, max: 50 }),
        random,
        (asked, attempt, chance) => {
          const wait = retryWaitMs(rateLimit(asked), attempt, chance);
          expect(wait).toBeLessThanOrEqual(LONGEST_WAIT_MS);
          expect(wait).toBeGreaterThanOrEqual(Math.min(LONGEST_WAIT_MS, 250 * 2 ** (attempt - 1)));
        },
      ),
    );
  });

  it("a rate limit that never ends is a transient error after the last attempt [P1]", async () => {
    const run = await runScripted({ units: units(1), answer: async () => rateLimit(1e12) });
    expect(run.asked).toHaveLength(5);
    expect(run.retryWaits).toEqual([60_000, 60_000, 60_000, 60_000]);
    expect(run.outcomes.get("candidate/e1/1")?.reply).toMatchObject({
      class: "provider_transient",
      status: 429,
    });
  });

  it("one server error is followed by an answer, not by a lost example [P3]", async () => {
    const run = await runScripted({
      units: units(3),
      answer: async ({ attempt }) => (attempt === 1 ? aCallError({ status: 502 }) : anAnswer()),
    });
    expect([...run.outcomes.values()].map(({ reply }) => reply.kind)).toEqual(["answer", "answer", "answer"]);
    expect(run.end).toEqual({ kind: "complete" });
  });

  it("waits double and are jittered [P3]", async () => {
    const run = await runScripted({
      units: units(1),
      pace: createVirtualPace(0),
      answer: async () => aCallError({ status: 500 }),
    });
    expect(run.retryWaits).toEqual([250, 500, 1_000, 2_000]);
  });

  it.each(["request_rejected", "malformed_response", "harness"] as const)(
    "%s is not asked again [P16]",
    async (errorClass) => {
      const run = await runScripted({
        units: units(1),
        answer: async () => aCallError({ class: errorClass }),
      });
      expect(run.asked).toHaveLength(1);
    },
  );

  it("a call that never answers ends at its total deadline and is tried once more [P6]", async () => {
    const run = await runScripted({
      units: units(1),
      limits: { callTimeoutMs: 30_000 },
      answer: () => new Promise(() => {}),
    });
    expect(run.asked).toHaveLength(2);
    expect(run.outcomes.get("candidate/e1/1")?.reply).toMatchObject({
      class: "provider_transient",
      timedOut: true,
      message: "no complete answer within 30 s",
    });
  });

  it("an answer before the deadline counts however slowly it came [P6]", async () => {
    const pace = createVirtualPace();
    const run = await runScripted({
      units: units(1),
      pace,
      limits: { callTimeoutMs: 30_000 },
      answer: () => later(pace, 29_999, anAnswer()),
    });
    expect(run.outcomes.get("candidate/e1/1")?.reply.kind).toBe("answer");
  });
});
