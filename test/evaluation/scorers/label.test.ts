import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../../src/evaluation/scoring/confusion-matrix.ts";
import { computeMetrics } from "../../../src/evaluation/scoring/metrics.ts";
import type { ScorerConfig } from "../../../src/prompts/metadata.ts";
import type { Json } from "../../../src/prompts/reading/json.ts";
import { aResult } from "../../builders/result.ts";
import { scored } from "../../builders/scored.ts";

const label: ScorerConfig = { type: "label" };

async function metricsOf(config: ScorerConfig, pairs: readonly (readonly [Json, string])[]) {
  const results = await Promise.all(
    pairs.map(async ([expected, text], index) =>
      aResult({ id: `example-${index}`, scores: [await scored(config, text, expected)] }),
    ),
  );
  return computeMetrics([config], results);
}

/** `f1_score([a,a,a,b,b,c], [a,a,b,b,c,c], average="macro")` of scikit-learn gives 0.6555...: .8, .5, 2/3. */
const PAIRS = [
  ["a", "a"],
  ["a", "a"],
  ["a", "b"],
  ["b", "b"],
  ["b", "c"],
  ["c", "c"],
] as const;

describe("label", () => {
  it("gives accuracy and macro F1 as scikit-learn does", async () => {
    const metrics = await metricsOf(label, PAIRS);
    expect(metrics["label.accuracy"]).toBeCloseTo(4 / 6, 12);
    expect(metrics["label.macro_f1"]).toBeCloseTo((0.8 + 0.5 + 2 / 3) / 3, 12);
  });

  it("does not let free text become labels of their own", async () => {
    const metrics = await metricsOf(label, [
      ["a", "a"],
      ["b", "I am not sure"],
    ]);
    expect(metrics["label.macro_f1"]).toBeCloseTo(0.5, 12);
  });

  it.each([
    ["none", " A ", false],
    ["trim", " A\n", true],
    ["trim", "a", false],
    ["casefold", " a ", true],
  ])("normalises as configured: %s takes %j for A: %s", async (normalise, text, passed) => {
    expect((await scored({ type: "label", normalise }, text, "A")).passed).toBe(passed);
  });

  it("takes a JSON string without its quotes", async () => {
    expect((await scored(label, '"A"', "A")).passed).toBe(true);
  });

  it("counts an accepted alternative as that label", async () => {
    const score = await scored(label, "b", { any_of: ["a", "b"] });
    expect(score.counts).toMatchObject({ correct: 1, "tp:b": 1 });
  });

  it("counts what was taken for what", async () => {
    expect((await scored(label, "b", "a")).counts).toMatchObject({
      'cell:["a","b"]': 1,
      "fn:a": 1,
      "fp:b": 1,
    });
  });

  it("gives a confusion matrix over the dataset", async () => {
    const results = await Promise.all(
      PAIRS.map(async ([expected, text]) => aResult({ scores: [await scored(label, text, expected)] })),
    );
    expect(confusionMatrix(results, "label")).toEqual([
      { expected: "a", found: "a", count: 2 },
      { expected: "a", found: "b", count: 1 },
      { expected: "b", found: "b", count: 1 },
      { expected: "b", found: "c", count: 1 },
      { expected: "c", found: "c", count: 1 },
    ]);
  });

  it("writes known labels as the configuration does", async () => {
    const config = { type: "label", labels: ["Alpha", "Beta"], normalise: "casefold" };
    expect((await scored(config, "alpha", "ALPHA")).counts).toMatchObject({ "tp:Alpha": 1 });
  });
});
