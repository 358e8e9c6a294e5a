import { describe, expect, it } from "vitest";
import { answeredAs } from "../../src/gate/answered-as.ts";
import { modelChangeSentence, modelChanges } from "../../src/gate/model-changes.ts";
import { aResult } from "../builders/result.ts";

const MAY = { "gpt-x-2026-05": 20 };
const SEPTEMBER = { "gpt-x-2026-09": 20 };
const seen = { candidate: SEPTEMBER, baseline: {}, earlier: [] };

describe("the names under which a model answers [P10]", () => {
  it("are counted, and an answer without one is left out", () => {
    const named = (name: string) => aResult({ answeredAs: name });
    expect(answeredAs([named("b"), named("a"), aResult(), named("b")])).toEqual({ a: 1, b: 2 });
  });

  it("are no change where the provider says none, or nothing is known to compare with", () => {
    expect(
      modelChanges({ ...seen, candidate: {}, earlier: [{ run_id: "run-1", answered_as: MAY }] }),
    ).toEqual([]);
    expect(modelChanges({ ...seen, earlier: [{ run_id: "run-1", answered_as: {} }] })).toEqual([]);
    expect(modelChanges(seen)).toEqual([]);
  });

  it("are a change between runs only where the earlier one did not know them", () => {
    const since = (answered_as: Readonly<Record<string, number>>) =>
      modelChanges({ ...seen, earlier: [{ run_id: "run-1", answered_as }] });
    expect(since({ ...MAY, ...SEPTEMBER })).toEqual([]);
    expect(since(MAY)).toEqual([
      { kind: "between_runs", run_id: "run-1", before: ["gpt-x-2026-05"], now: ["gpt-x-2026-09"] },
    ]);
  });

  it("are told once of two earlier runs that knew the same", () => {
    const earlier = [
      { run_id: "run-cited", answered_as: MAY },
      { run_id: "run-newest", answered_as: MAY },
    ];
    expect(modelChanges({ ...seen, earlier })).toMatchObject([{ run_id: "run-cited" }]);
  });

  it("are a change within the run where there are two, and between the arms where each has its own", () => {
    expect(modelChanges({ ...seen, candidate: { ...MAY, ...SEPTEMBER } })).toMatchObject([
      { kind: "within_run", now: ["gpt-x-2026-05", "gpt-x-2026-09"] },
    ]);
    expect(modelChanges({ ...seen, baseline: MAY })).toMatchObject([{ kind: "between_arms" }]);
    expect(modelChanges({ ...seen, baseline: SEPTEMBER })).toEqual([]);
  });

  it.each([
    [{ kind: "within_run", now: ["a", "b"] }, "gpt-x changed during this run: it answered as a and as b;"],
    [{ kind: "between_arms", before: ["a"], now: ["b"] }, "gpt-x answered the candidate as b, but"],
    [
      { kind: "between_runs", run_id: "run-1", before: ["a"], now: ["b"] },
      "gpt-x now answers as b instead of a (in run-1);",
    ],
  ] as const)("are told in words: %j", (change, words) => {
    expect(modelChangeSentence("gpt-x", change)).toContain(words);
  });
});
