import { describe, expect, it } from "vitest";
import type { Score } from "../../src/evaluation/result.ts";
import { outcomeOf } from "../../src/evaluation/scoring/example-outcome.ts";
import { aResult } from "../builders/result.ts";

const scored = (scorer: string, passed: boolean): Score => ({
  kind: "scored",
  scorer,
  value: passed ? 1 : 0,
  passed,
  why: "as found",
});
const unscored = (scorer: string): Score => ({ kind: "unscored", scorer, why: "nothing to compare with" });
const statusOf = (metric: string, ...scores: readonly Score[]) =>
  outcomeOf([aResult({ scores })], metric).status;

describe("an example", () => {
  it("passes by the scorer that the metric names, whatever the others say", () => {
    expect(statusOf("label.accuracy", scored("label", true), scored("latency", false))).toBe("passed");
  });

  it("needs every scorer where the metric is of all of them", () => {
    expect(statusOf("weighted.mean", scored("label", true), scored("latency", false))).toBe("failed");
  });

  it("is unscored where the metric's scorer could not judge it, even if another one could", () => {
    expect(statusOf("label.accuracy", unscored("label"), scored("latency", true))).toBe("unscored");
  });

  it("fails as soon as one of its repeats does", () => {
    const results = [true, false].map((passed, at) =>
      aResult({ repeat: at + 1, scores: [scored("label", passed)] }),
    );
    expect(outcomeOf(results, "label.accuracy")).toMatchObject({
      status: "failed",
      value: 0.5,
      shown: { repeat: 2 },
    });
  });

  it("is an error only where no repeat could be scored", () => {
    const error = { class: "harness", message: "the scorer broke" } as const;
    const broken = aResult({ repeat: 1, error });
    expect(outcomeOf([broken], "label.accuracy").status).toBe("error");
    expect(
      outcomeOf([broken, aResult({ repeat: 2, scores: [scored("label", true)] })], "label.accuracy").status,
    ).toBe("passed");
  });
});
