import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Request } from "../../../src/evaluation/request.ts";
import { createBudget } from "../../../src/evaluation/running/budget.ts";
import {
  ASSUMED_TOKENS_OUT,
  costUsd,
  lookUpPrice,
  upperBoundUsd,
} from "../../../src/evaluation/running/price.ts";
import type { Unit } from "../../../src/evaluation/running/run.ts";
import { anAnswer } from "../../builders/answer.ts";
import { aConfig } from "../../builders/config.ts";
import { aCallError, later, runScripted, units } from "../../fakes/scripted-run.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

const price = { usd_per_mtok_in: 2, usd_per_mtok_out: 10 };

function spending(limitUsd: number, boundUsd: number, actualUsd: number | undefined) {
  return {
    budget: createBudget(limitUsd),
    upperBoundUsd: (_unit: Unit) => boundUsd,
    costUsd: (_unit: Unit, _answer: Answer) => actualUsd,
  };
}

function aRequest(content: string, parameters = {}): Request {
  return {
    messages: [{ role: "user", content }],
    model: { provider: "p", name: "m", parameters },
    output: { type: "string" },
  };
}

describe("budget", () => {
  it("a run stops before it spends more than its limit, and says where it stood", async () => {
    const money = spending(1, 0.1, 0.1);
    const run = await runScripted({ units: units(100), spending: money, answer: async () => anAnswer() });
    expect(run.end).toMatchObject({ kind: "budget", limitUsd: 1 });
    expect(run.outcomes.size).toBe(10);
    expect(money.budget.spentUsd).toBeCloseTo(1, 9);
  });

  it("bounds that are far above the cost do not end a run early", async () => {
    const pace = createVirtualPace();
    const run = await runScripted({
      units: units(100),
      pace,
      spending: spending(1, 0.3, 0.005),
      answer: () => later(pace, 50, anAnswer()),
    });
    expect(run.end).toEqual({ kind: "complete" });
  });

  it("no order of events overspends", async () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 60 }), async (calls, limit) => {
        const money = createBudget(limit);
        await Promise.all(
          calls.map(async ([bound, actual]) => {
            if (!(await money.reserve(bound))) return;
            await Promise.resolve();
            money.settle(bound, Math.min(bound, actual));
          }),
        );
        expect(money.spentUsd).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("an answer without usage is booked at its bound and its cost is unknown [P11]", async () => {
    const money = spending(10, 0.5, undefined);
    const run = await runScripted({ units: units(1), spending: money, answer: async () => anAnswer() });
    expect(money.budget.spentUsd).toBe(0.5);
    expect(run.outcomes.get("candidate/e1/1")?.costUsd).toBeNull();
  });

  it("a refused call costs nothing, one that timed out may have", async () => {
    const refused = spending(10, 0.5, 0.1);
    const rejected = aCallError({ class: "request_rejected", status: 400 });
    await runScripted({ units: units(1), spending: refused, answer: async () => rejected });
    expect(refused.budget.spentUsd).toBe(0);
    const silent = spending(10, 0.5, 0.1);
    await runScripted({ units: units(1), spending: silent, answer: () => new Promise(() => {}) });
    expect(silent.budget.spentUsd).toBe(1);
  });

  it("a remembered answer costs nothing and is said to be cached", async () => {
    const money = spending(0, 1, 1);
    const memory = { recall: () => anAnswer(), remember: () => {} };
    const run = await runScripted({
      units: units(5),
      spending: money,
      memory,
      answer: async () => aCallError(),
    });
    expect(run.asked).toHaveLength(0);
    expect(run.outcomes.get("candidate/e5/1")).toMatchObject({ cached: true, costUsd: null });
  });

  it("errors are never remembered", async () => {
    const remembered: string[] = [];
    const memory = { recall: () => undefined, remember: (unit: Unit) => void remembered.push(unit.id) };
    const rejected = aCallError({ class: "request_rejected", status: 400 });
    await runScripted({
      units: units(4),
      memory,
      answer: async ({ unit }) => (unit.id === "e2" ? rejected : anAnswer()),
    });
    expect(remembered.toSorted()).toEqual(["e1", "e3", "e4"]);
  });
});

describe("prices", () => {
  it("are dollars for a million tokens", () => {
    expect(costUsd({ tokens_in: 1_000_000, tokens_out: 500_000 }, price)).toBe(7);
  });

  it("a bound counts every byte in and everything that may come out", () => {
    const bound = upperBoundUsd(aRequest("é".repeat(500_000), { max_tokens: 1_000 }), price);
    expect(bound).toBeGreaterThan(2 + 0.01);
    expect(bound).toBeLessThan(2 + 0.011);
  });

  it("a prompt without a limit is bounded by a documented assumption", () => {
    expect(upperBoundUsd(aRequest(""), price)).toBeGreaterThan((ASSUMED_TOKENS_OUT * 10) / 1e6);
  });

  it("a model without a price is refused, not counted as free", () => {
    const providers = { openai: { kind: "openai", models: { "gpt-mini": price } } } as const;
    const found = lookUpPrice(aConfig({ providers }), {
      provider: "openai",
      name: "gpt-mini2",
      parameters: {},
    });
    expect(found).toMatchObject({ kind: "unpriced", fix: expect.stringContaining('"gpt-mini"') });
  });

  it("the embedded offline reader is free", () => {
    const model = { provider: "offline", name: "reader-9", parameters: {} };
    expect(lookUpPrice(aConfig(), model)).toMatchObject({ kind: "priced", price: { usd_per_mtok_in: 0 } });
  });
});
