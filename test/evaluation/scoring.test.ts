import { describe, expect, it } from "vitest";
import type { ScorerType } from "../../src/evaluation/scoring/scorer.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import { anAnswer } from "../builders/answer.ts";
import { anExample } from "../builders/example.ts";
import { scored, scoreOf } from "../builders/scored.ts";

function typeThatFinds(value: number, change: Partial<ScorerType> = {}): ScorerType {
  return {
    type: "fixed",
    needsExpected: false,
    defaultThreshold: 0.5,
    options: [],
    aggregates: [],
    check: () => [],
    prepare: () => () => ({ value, why: "fixed" }),
    ...change,
  };
}

async function scoreWith(
  type: ScorerType,
  config: { readonly threshold?: number; readonly type?: string } = {},
) {
  const score = prepareScorers([{ type: "fixed", ...config }], new Map([[type.type, type]]));
  return score(anExample(), anAnswer(), null);
}

describe("a threshold", () => {
  it.each([
    [0.49, false],
    [0.5, true],
  ])("is the type's own unless the entry names one: %d passes 0.5: %s", async (value, passed) => {
    expect((await scoreWith(typeThatFinds(value))).scores).toMatchObject([{ value, passed }]);
  });

  it("that is met exactly is passed", async () => {
    expect((await scoreWith(typeThatFinds(0.8), { threshold: 0.8 })).scores).toMatchObject([
      { passed: true },
    ]);
  });

  it("in the type's own unit is the type's affair", async () => {
    const type = typeThatFinds(1, { limitUnit: "milliseconds" });
    expect((await scoreWith(type, { threshold: 5_000 })).scores).toMatchObject([{ value: 1, passed: true }]);
  });
});

describe("not-", () => {
  it("turns value and outcome around", async () => {
    expect(await scored({ type: "not-contains", value: "sorry" }, "Sure.")).toMatchObject({
      value: 1,
      passed: true,
    });
    expect(await scored({ type: "not-contains", value: "sorry" }, "So sorry")).toMatchObject({
      value: 0,
      passed: false,
    });
  });

  it("leaves no counts that corpus metrics could add up", async () => {
    expect(await scored({ type: "not-label" }, "a", "b")).not.toHaveProperty("counts");
  });

  it("does not pass an answer that lacks the part to look at", async () => {
    const config = { type: "not-contains", value: "sorry", path: "/text" };
    expect(await scored(config, "not JSON")).toMatchObject({ value: 0, passed: false });
  });
});

describe("path", () => {
  it("leads to the part that is scored", async () => {
    const config = { type: "equals", path: "/items/0/a~1b" };
    expect((await scored(config, '{"items": [{"a/b": "x"}]}', "x")).passed).toBe(true);
  });

  it("gives objects as values and as compact text", async () => {
    const config = { type: "contains", value: '{"b":1}', path: "/a" };
    expect((await scored(config, '{"a": {"b": 1}}')).passed).toBe(true);
  });

  it("that leads nowhere is a fail that says so", async () => {
    const score = await scored({ type: "equals", path: "/b" }, '{"a": 1}', "x");
    expect(score).toMatchObject({ value: 0, passed: false, why: "the answer has nothing at /b" });
  });

  it("that leads nowhere has every field missing", async () => {
    const score = await scored({ type: "fields", path: "/b" }, '{"a": 1}', { x: "1" });
    expect(score.counts).toMatchObject({ fn: 1, malformed: 1 });
  });
});

describe("an unfinished answer", () => {
  it.each(["length", "content_filter", "refusal"] as const)(
    "fails with a reason, not an error [P9]: %s",
    async (reason) => {
      const score = await scored({ type: "equals" }, { text: "At nine.", finishReason: reason }, "At nine.");
      expect(score).toMatchObject({ value: 0, passed: false });
      expect(score.why).not.toBe("");
    },
  );

  it("fails a negated scorer as well", async () => {
    const answer = { text: "", finishReason: "refusal" } as const;
    expect((await scored({ type: "not-contains", value: "x" }, answer)).passed).toBe(false);
  });

  it("counts as everything missing in corpus metrics", async () => {
    const answer = { text: '{"a": "1"}', finishReason: "length" } as const;
    expect((await scored({ type: "fields" }, answer, { a: "1" })).counts).toMatchObject({ fn: 1 });
  });
});

describe("scoring", () => {
  it("leaves an example without the expected value unscored", async () => {
    expect(await scoreOf({ type: "equals" }, "x")).toMatchObject({ kind: "unscored" });
  });

  it("gives an error of the harness, and no score, where a scorer throws", async () => {
    const type = typeThatFinds(0, {
      prepare: () => () => {
        throw new Error("broken");
      },
    });
    const scoring = await scoreWith(type);
    expect(scoring.scores).toEqual([]);
    expect(scoring.error).toEqual({ class: "harness", message: 'the scorer "fixed" failed: broken' });
  });

  it.each([-0.1, 1.1, Number.NaN])("gives an error where a scorer's value is %d", async (value) => {
    expect((await scoreWith(typeThatFinds(value))).error?.class).toBe("harness");
  });

  it("keeps the order of the configuration and its names", async () => {
    const score = prepareScorers([
      { type: "contains", name: "says nine", value: "nine" },
      { type: "equals" },
    ]);
    const { scores } = await score(anExample(), anAnswer(), null);
    expect(scores.map(({ scorer }) => scorer)).toEqual(["says nine", "equals"]);
  });
});

describe("an example's own asserts", () => {
  const example = anExample({
    assert: [
      { type: "contains", value: "nine", weight: 3 },
      { type: "contains", value: "ten" },
    ],
  });

  it("are one score that passes when all of them do", async () => {
    const score = prepareScorers([{ type: "equals" }]);
    const { scores } = await score(example, anAnswer(), null);
    expect(scores).toMatchObject([{ scorer: "equals" }, { scorer: "assert", value: 0.75, passed: false }]);
    const both = await score(example, anAnswer({ text: "nine or ten" }), null);
    expect(both.scores).toMatchObject([{}, { scorer: "assert", value: 1, passed: true }]);
  });

  it("include those of its last message", async () => {
    const turn = { role: "user", content: "When?", assert: [{ type: "contains", value: "ten" }] } as const;
    const { scores } = await prepareScorers([])(anExample({ messages: [turn] }), anAnswer(), null);
    expect(scores).toMatchObject([{ scorer: "assert", passed: false }]);
  });

  it("say nothing where there are none", async () => {
    expect((await prepareScorers([])(anExample(), anAnswer(), null)).scores).toEqual([]);
  });
});
