import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdaptiveLimit } from "../../../src/evaluation/running/concurrency.ts";
import { interleave } from "../../../src/evaluation/running/interleave.ts";
import { anAnswer } from "../../builders/answer.ts";
import { aCallError, keyOf, later, runScripted, units } from "../../fakes/scripted-run.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

describe("concurrency", () => {
  it("never more calls at once than allowed, and as many as allowed [P21]", async () => {
    const pace = createVirtualPace();
    const run = await runScripted({
      units: units(100),
      pace,
      limits: { concurrency: 8 },
      answer: () => later(pace, 50, anAnswer()),
    });
    expect(run.mostAtOnce).toBe(8);
  });

  it("the first call of an arm goes alone", async () => {
    const pace = createVirtualPace();
    let openedWith = 0;
    await runScripted({
      units: units(20),
      pace,
      answer: ({ call }) => {
        if (pace.now() === 0) openedWith = call;
        return later(pace, 50, anAnswer());
      },
    });
    expect(openedWith).toBe(1);
  });

  it("a burst of rate limits halves the limit once", async () => {
    const limit = new AdaptiveLimit(8);
    const burst = await Promise.all(Array.from({ length: 8 }, () => limit.acquire()));
    for (const permit of burst) limit.release(permit, true);
    expect(limit.allowed).toBe(4);
  });

  it("each success adds one call, up to the limit", async () => {
    const limit = new AdaptiveLimit(3);
    limit.release(await limit.acquire(), true);
    expect(limit.allowed).toBe(1);
    for (const allowed of [2, 3, 3]) {
      limit.release(await limit.acquire(), false);
      expect(limit.allowed).toBe(allowed);
    }
  });

  it("the limit never falls below one call", async () => {
    const limit = new AdaptiveLimit(2);
    for (let burst = 0; burst < 5; burst += 1) limit.release(await limit.acquire(), true);
    expect(limit.allowed).toBe(1);
  });

  it("a provider that allows four calls at once is asked until everything is answered [P1]", async () => {
    const pace = createVirtualPace();
    let open = 0;
    const run = await runScripted({
      units: units(200),
      pace,
      limits: { concurrency: 32 },
      answer: async () => {
        if (open >= 4) return aCallError({ status: 429, retryAfterMs: 100 });
        open += 1;
        return later(pace, 50, anAnswer()).finally(() => {
          open -= 1;
        });
      },
    });
    const answers = [...run.outcomes.values()].filter(({ reply }) => reply.kind === "answer");
    expect(answers.length).toBeGreaterThan(190);
    expect(run.outcomes.size).toBe(200);
  });

  it("outcomes are the same for any order of arrival [P21]", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 20, maxLength: 20 }),
        async (delays) => {
          const pace = createVirtualPace();
          const run = await runScripted({
            units: units(20),
            pace,
            answer: ({ unit, call }) => later(pace, delays[call - 1] ?? 1, anAnswer({ text: unit.id })),
          });
          for (const unit of units(20))
            expect(run.outcomes.get(keyOf(unit))?.reply).toMatchObject({ text: unit.id });
        },
      ),
      { numRuns: 25 },
    );
  });

  it("two arms are asked in turn, the longer one ends alone", () => {
    expect([...interleave([["a1", "a2", "a3"], ["b1"], []])]).toEqual(["a1", "b1", "a2", "a3"]);
  });

  it("units are taken from the list as the run goes, not all at once", async () => {
    let taken = 0;
    function* endless() {
      for (;;) {
        taken += 1;
        yield { arm: "candidate", id: `e${taken}`, repeat: 1 };
      }
    }
    const stop = new AbortController();
    await runScripted({
      units: endless(),
      signal: stop.signal,
      limits: { concurrency: 4 },
      answer: async ({ call }) => {
        if (call === 50) stop.abort();
        return anAnswer();
      },
    });
    expect(taken).toBeLessThan(60);
  });
});
