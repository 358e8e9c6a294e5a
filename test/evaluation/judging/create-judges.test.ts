import { describe, expect, it } from "vitest";
import { createJudges, type JudgeRun } from "../../../src/evaluation/judging/create-judges.ts";
import type { JudgeCall } from "../../../src/evaluation/judging/judge.ts";
import type { Answer, CallError, Reply } from "../../../src/evaluation/request.ts";
import { createBudget } from "../../../src/evaluation/running/budget.ts";
import { DEFAULT_RUN_LIMITS } from "../../../src/evaluation/running/run.ts";
import { RunEnded } from "../../../src/evaluation/running/run-ended.ts";
import { anAnswer } from "../../builders/answer.ts";
import { scriptedProvider } from "../../fakes/scripted-provider.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

const model = { provider: "acme", name: "judge-1", parameters: {} };
const judge = { kind: "verdict", prompt: { id: "j", messages: [], model, input: {}, output: {} } } as const;
const call = (overrides: Partial<JudgeCall> = {}): JudgeCall => ({
  judge,
  request: { messages: [], model, output: {} },
  vote: 1,
  accepts: () => true,
  ...overrides,
});
const failing = (status: number, more: Partial<CallError> = {}): CallError => ({
  kind: "error",
  class: status === 429 ? "provider_transient" : "provider_fatal",
  status,
  message: `status ${status}`,
  ...more,
});

function judges(replies: readonly Reply[], overrides: Partial<JudgeRun> = {}) {
  const provider = scriptedProvider(replies);
  const pace = createVirtualPace();
  const open = createJudges({
    limits: DEFAULT_RUN_LIMITS,
    pace,
    judgeOf: () => judge,
    providerOf: async () => provider,
    ...overrides,
  });
  return { open, provider, pace };
}

describe("judges", () => {
  it("are asked again after as long as the provider wants", async () => {
    const { open, provider, pace } = judges([failing(429, { retryAfterMs: 7_000 }), anAnswer()]);
    expect((await open.ask(call())).reply.kind).toBe("answer");
    expect(provider.asked).toHaveLength(2);
    expect(pace.waits).toContain(7_000);
  });

  it("end the run where their key is refused", async () => {
    const { open, provider } = judges([failing(401)]);
    const ended = await open.ask(call()).catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(RunEnded);
    expect((ended as RunEnded).end).toMatchObject({ kind: "refused", arm: "judge acme/judge-1" });
    await expect(open.ask(call())).rejects.toThrow(RunEnded);
    expect(provider.asked).toHaveLength(1);
  });

  it("end the run where their model is known to be gone: answers would cost and stay unscored", async () => {
    const { open, provider } = judges([failing(404)]);
    for (let each = 0; each < 2; each += 1) {
      const ended = await open.ask(call()).catch((error: unknown) => error);
      expect((ended as RunEnded).end).toMatchObject({ kind: "unjudged", judge: "acme/judge-1" });
    }
    expect(provider.asked).toHaveLength(1);
  });

  it("end the run after an outage, and not for one question that failed", async () => {
    const limits = { ...DEFAULT_RUN_LIMITS, attempts: 2, outageAfter: 3 };
    const { open, provider } = judges([failing(429)], { limits });
    expect((await open.ask(call())).reply.kind).toBe("error");
    expect((await open.ask(call())).reply.kind).toBe("error");
    const ended = await open.ask(call()).catch((error: unknown) => error);
    expect((ended as RunEnded).end).toMatchObject({ kind: "unjudged", error: { status: 429 } });
    expect(provider.asked).toHaveLength(6);
  });

  it("share the budget of the run, and end it before they overdraw it", async () => {
    const budget = createBudget(1);
    await budget.reserve(0.7);
    budget.settle(0.7, 0.7);
    const spending = { budget, upperBoundUsd: () => 0.2, costUsd: () => 0.15 };
    const { open, provider } = judges([anAnswer()], { spending });
    expect(await open.ask(call())).toMatchObject({ costUsd: 0.15 });
    const ended = await open.ask(call()).catch((error: unknown) => error);
    expect((ended as RunEnded).end).toMatchObject({ kind: "budget", limitUsd: 1 });
    expect(provider.asked).toHaveLength(1);
    expect(budget.spentUsd).toBeCloseTo(0.85, 10);
  });

  it("remember only what was of use", async () => {
    const kept: Answer[] = [];
    const memory = {
      recall: () => undefined,
      remember: (_: unknown, answer: Answer) => void kept.push(answer),
    };
    const { open } = judges([anAnswer({ text: "a verdict" })], { memory });
    await open.ask(call({ accepts: () => false }));
    expect(kept).toEqual([]);
    await open.ask(call());
    expect(kept).toHaveLength(1);
  });
});
