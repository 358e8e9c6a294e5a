import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { prepareScorers } from "../../../src/evaluation/scoring/scoring.ts";
import { anAnswer } from "../../builders/answer.ts";
import { anExample } from "../../builders/example.ts";
import { scored, scoreOf } from "../../builders/scored.ts";

describe("latency", () => {
  it.each([
    [500, true],
    [501, false],
  ])("passes up to the limit in milliseconds: %d of 500: %s", async (latencyMs, passed) => {
    expect((await scored({ type: "latency", threshold: 500 }, { latencyMs })).passed).toBe(passed);
  });

  it("says nothing of an answer from the cache", async () => {
    const score = prepareScorers([{ type: "latency", threshold: 500 }]);
    expect((await score(anExample(), anAnswer(), null, true)).scores).toMatchObject([{ kind: "unscored" }]);
  });
});

describe("cost", () => {
  it.each([
    [0.002, true],
    [0.0021, false],
    [0, true],
  ])("passes up to the limit in US dollars: %d of 0.002: %s", async (costUsd, passed) => {
    expect((await scored({ type: "cost", threshold: 0.002 }, "x", undefined, costUsd)).passed).toBe(passed);
  });

  it("that nobody knows is unscored, not free", async () => {
    expect((await scoreOf({ type: "cost", threshold: 1 }, "x")).kind).toBe("unscored");
  });
});

describe("tokens", () => {
  it.each([
    [60, true],
    [59, false],
  ])("count prompt and answer together: 60 within %d: %s", async (threshold, passed) => {
    const usage = { tokens_in: 50, tokens_out: 10 };
    expect((await scored({ type: "tokens", threshold }, { usage })).passed).toBe(passed);
  });

  it("that nobody counted are unscored", async () => {
    expect((await scoreOf({ type: "tokens", threshold: 1 }, "x")).kind).toBe("unscored");
  });
});

describe("a limit", () => {
  it.each(["latency", "cost", "tokens"])("must be given: %s", (type) => {
    expect(checkScorers([{ type }])).toHaveLength(1);
    expect(checkScorers([{ type, threshold: 5_000 }])).toEqual([]);
  });
});

describe("finish-reason", () => {
  it.each([
    [undefined, "stop", true],
    [undefined, "length", false],
    ["length", "length", true],
    ["tool_calls", "stop", false],
  ] as const)("wanted %s, ended by %s: %s", async (value, finishReason, passed) => {
    const config = { type: "finish-reason", ...(value === undefined ? {} : { value }) };
    expect((await scored(config, { finishReason })).passed).toBe(passed);
  });

  it("is one of those that there are", () => {
    expect(checkScorers([{ type: "finish-reason", value: "end" }])).toHaveLength(1);
  });
});
