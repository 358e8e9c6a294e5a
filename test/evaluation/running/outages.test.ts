import { describe, expect, it } from "vitest";
import { anAnswer } from "../../builders/answer.ts";
import { aCallError, runScripted, units } from "../../fakes/scripted-run.ts";

const refusedKey = aCallError({ class: "provider_fatal", status: 401, message: "bad key" });
const noQuota = aCallError({ class: "provider_fatal", status: 429, message: "insufficient_quota" });
const noModel = aCallError({ class: "provider_fatal", status: 404, message: "no model m" });

describe("outages and refusals", () => {
  it.each([401, 403])("a key refused with %i ends the run after one call [P4]", async (status) => {
    const run = await runScripted({ units: units(100), answer: async () => ({ ...refusedKey, status }) });
    expect(run.asked).toHaveLength(1);
    expect(run.outcomes.size).toBe(0);
    expect(run.end).toMatchObject({ kind: "refused", arm: "candidate", error: { status } });
  });

  it.each([
    ["a model that does not exist", noModel],
    ["an exhausted quota", noQuota],
  ])("%s costs one call and settles every example as an error [P2, P4]", async (_what, error) => {
    const run = await runScripted({ units: units(100), answer: async () => error });
    expect(run.asked).toHaveLength(1);
    expect(run.outcomes.size).toBe(100);
    for (const { reply } of run.outcomes.values())
      expect(reply).toMatchObject({ class: "provider_fatal", status: error.status });
    expect(run.end).toEqual({ kind: "complete" });
  });

  it("a model that is gone closes its own arm alone [P4]", async () => {
    const run = await runScripted({
      units: [...units(20, "baseline"), ...units(20, "candidate")],
      answer: async ({ unit }) => (unit.arm === "baseline" ? noModel : anAnswer()),
    });
    expect(run.asked.filter(({ arm }) => arm === "baseline")).toHaveLength(1);
    expect(run.outcomes.get("candidate/e20/1")?.reply.kind).toBe("answer");
  });

  it("a quota that ends half-way stops the calls soon after [P2]", async () => {
    const run = await runScripted({
      units: units(100),
      limits: { concurrency: 4 },
      answer: async ({ call }) => (call <= 50 ? anAnswer() : noQuota),
    });
    expect(run.asked.length).toBeLessThanOrEqual(54);
    expect(run.outcomes.size).toBe(100);
  });

  it("an outage that begins half-way is recognised and the rest is not asked [P17]", async () => {
    const run = await runScripted({
      units: units(500),
      limits: { concurrency: 8, outageAfter: 5, attempts: 3 },
      answer: async ({ call }) => (call <= 200 ? anAnswer() : aCallError()),
    });
    const replies = [...run.outcomes.values()].map(({ reply }) => reply);
    expect(replies.filter(({ kind }) => kind === "answer")).toHaveLength(200);
    expect(replies.filter(({ kind }) => kind === "error")).toHaveLength(300);
    expect(run.asked.length).toBeLessThan(200 + 8 * 3 + 8);
    expect(run.outcomes.get("candidate/e500/1")?.reply).toMatchObject({
      class: "provider_transient",
      message: "not asked: 5 examples in a row failed, the last with: overloaded",
    });
  });

  it("failures with answers between them are no outage [P3]", async () => {
    const run = await runScripted({
      units: units(60),
      limits: { concurrency: 1, attempts: 1, outageAfter: 3 },
      answer: async ({ call }) => (call % 3 === 0 ? anAnswer() : aCallError()),
    });
    expect(run.asked).toHaveLength(60);
  });

  it("a rejected request is one example's error and never an outage [P16]", async () => {
    const rejected = aCallError({ class: "request_rejected", status: 400, message: "context too long" });
    const run = await runScripted({
      units: units(30),
      answer: async ({ unit }) => (unit.id === "e7" ? rejected : anAnswer()),
    });
    expect(run.outcomes.get("candidate/e7/1")?.reply).toEqual(rejected);
    expect([...run.outcomes.values()].filter(({ reply }) => reply.kind === "error")).toHaveLength(1);
  });

  it("a run that is told to stop settles nothing more and leaves no call open", async () => {
    const stop = new AbortController();
    const run = await runScripted({
      units: units(100),
      limits: { concurrency: 4 },
      signal: stop.signal,
      answer: async ({ call }) => {
        if (call < 10) return anAnswer();
        stop.abort();
        return new Promise(() => {});
      },
    });
    expect(run.end).toEqual({ kind: "stopped" });
    expect(run.outcomes.size).toBe(9);
  });

  it("what settling throws ends the run", async () => {
    const full = new Error("no space left on device");
    const settle = () => Promise.reject(full);
    await expect(runScripted({ settle, answer: async () => anAnswer() })).rejects.toBe(full);
  });

  it("what asking throws is a bug and ends the run", async () => {
    const bug = new TypeError("bug");
    await expect(runScripted({ answer: () => Promise.reject(bug) })).rejects.toBe(bug);
  });
});
