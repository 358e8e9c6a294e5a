import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result, Score } from "../../src/evaluation/result.ts";
import {
  computeMetrics,
  metricFigure,
  metricNames,
  metricTable,
} from "../../src/evaluation/scoring/metrics.ts";
import { metricOf } from "../../src/evaluation/statistics/table.ts";
import { aResult } from "../builders/result.ts";

const EQUALS = [{ type: "equals" }];
const FIELDS = [{ type: "fields" }];

function aScore(scorer: string, value: number, counts?: Readonly<Record<string, number>>): Score {
  const score = { kind: "scored", scorer, value, passed: value === 1, why: "" } as const;
  return counts === undefined ? score : { ...score, counts };
}

function resultsOf(scorer: string, values: readonly (number | undefined)[]): readonly Result[] {
  return values.map((value, index) => {
    const unscored = { kind: "unscored", scorer, why: "nobody knows" } as const;
    return aResult({ id: `e${index}`, scores: [value === undefined ? unscored : aScore(scorer, value)] });
  });
}

describe("the metrics of a task", () => {
  it("are named for the scorer and the aggregate", () => {
    expect(metricNames(EQUALS, { hasAsserts: false })).toEqual(["equals.mean", "equals.pass_rate"]);
    expect(metricNames([{ type: "label", name: "industry" }])).toEqual([
      "industry.mean",
      "industry.pass_rate",
      "industry.accuracy",
      "industry.macro_f1",
      "assert.mean",
      "assert.pass_rate",
    ]);
    expect(metricNames(FIELDS)).toEqual(
      expect.arrayContaining(
        ["micro_precision", "micro_recall", "micro_f1", "macro_f1", "exact"].map((n) => `fields.${n}`),
      ),
    );
  });

  it("have a weighted mean over several scorers", () => {
    expect(metricNames([{ type: "equals" }, { type: "regex" }])).toContain("weighted.mean");
    expect(metricNames([{ type: "equals", weight: 2 }])).toContain("weighted.mean");
  });

  it("have figures over repeats only with repeats", () => {
    expect(metricNames(EQUALS, { repeats: 3 })).toEqual(
      expect.arrayContaining(["equals.pass_k", "equals.pass_at_k"]),
    );
    expect(metricNames(EQUALS)).not.toContain("equals.pass_k");
  });

  it("do not include corpus metrics of a negated scorer", () => {
    expect(metricNames([{ type: "not-label" }])).not.toContain("not-label.accuracy");
  });
});

describe("a metric", () => {
  it("is the mean over what was scored: an unscored example never counts as a failure", () => {
    const results = resultsOf("equals", [1, 0, undefined, 1]);
    expect(computeMetrics(EQUALS, results)).toEqual({ "equals.mean": 2 / 3, "equals.pass_rate": 2 / 3 });
  });

  it("does not count an example that ended in an error", () => {
    const error = { class: "harness", message: "broken" } as const;
    const results = [
      ...resultsOf("equals", [1]),
      aResult({ id: "late", scores: [aScore("equals", 0)], error }),
    ];
    expect(computeMetrics(EQUALS, results)["equals.mean"]).toBe(1);
  });

  it("that nothing was scored for is absent, not zero", () => {
    expect(computeMetrics(EQUALS, resultsOf("equals", [undefined]))).toEqual({});
    expect(
      computeMetrics(FIELDS, [aResult({ scores: [aScore("fields", 1, { exact: 1 })] })]),
    ).not.toHaveProperty(["fields.micro_f1"]);
  });

  it("averages an example's repeats before it averages examples", () => {
    const results = [1, 2, 3].map((repeat) => aResult({ id: "a", repeat, scores: [aScore("equals", 1)] }));
    const other = aResult({ id: "b", scores: [aScore("equals", 0)] });
    expect(computeMetrics(EQUALS, [...results, other])["equals.mean"]).toBe(0.5);
  });

  it("weighs scorers by their weight and leaves those of weight 0 out", () => {
    const configs = [
      { type: "equals", weight: 3 },
      { type: "regex", weight: 1 },
      { type: "latency", weight: 0 },
    ];
    const scores = [aScore("equals", 1), aScore("regex", 0), aScore("latency", 0)];
    expect(computeMetrics(configs, [aResult({ scores })])["weighted.mean"]).toBe(0.75);
  });

  it("that no scorer yields is refused", () => {
    expect(() => metricTable(EQUALS, [], "equals.accuracy")).toThrow(
      'no scorer yields the metric "equals.accuracy"',
    );
  });
});

describe("over repeats", () => {
  const outcomes = { a: [1, 1], b: [1, 0], c: [0, 0] };
  const results = Object.entries(outcomes).flatMap(([id, values]) =>
    values.map((value, index) => aResult({ id, repeat: index + 1, scores: [aScore("equals", value)] })),
  );

  it("pass_k asks for all repeats, pass_at_k for one", () => {
    const metrics = computeMetrics(EQUALS, results);
    expect(metrics["equals.pass_k"]).toBeCloseTo(1 / 3, 12);
    expect(metrics["equals.pass_at_k"]).toBeCloseTo(2 / 3, 12);
  });

  it("an example whose repeats were not all scored enters neither", () => {
    const table = metricTable(EQUALS, results.slice(0, -1), "equals.pass_k");
    expect(table.ids).toEqual(["a", "b"]);
  });
});

describe("a metric table", () => {
  it("has a row for each scored example, in the order in which they come", () => {
    const table = metricTable(EQUALS, resultsOf("equals", [1, undefined, 0]), "equals.pass_rate");
    expect(table.ids).toEqual(["e0", "e2"]);
    expect([...table.counts]).toEqual([1, 0]);
  });

  it.each([
    ["equals.pass_rate", true],
    ["equals.mean", false],
  ])("says whether its rows are outcomes of one trial: %s: %s", (metric, binary) => {
    expect(metricTable(EQUALS, resultsOf("equals", [1, 0]), metric).binary).toBe(binary);
  });

  it("is not binary where repeats disagree", () => {
    const results = [1, 0].map((value, index) =>
      aResult({ repeat: index + 1, scores: [aScore("equals", value)] }),
    );
    expect(metricTable(EQUALS, results, "equals.pass_rate")).toMatchObject({
      binary: false,
      ids: ["opening-hours"],
    });
  });

  it("takes exact matches of fields as outcomes", () => {
    const results = [aScore("fields", 1, { tp: 1, exact: 1 }), aScore("fields", 0, { fn: 1 })].map(
      (score, index) => aResult({ id: `e${index}`, scores: [score] }),
    );
    const table = metricTable(FIELDS, results, "fields.exact");
    expect(table).toMatchObject({ binary: true, width: 1 });
    expect(metricOf(table)).toBe(0.5);
  });

  it("computes a corpus metric from counts added up, not from a mean of examples", () => {
    const many = aScore("fields", 0, { fn: 9 });
    const few = aScore("fields", 1, { tp: 1, exact: 1 });
    const results = [many, few].map((score, index) => aResult({ id: `e${index}`, scores: [score] }));
    expect(computeMetrics(FIELDS, results)["fields.micro_recall"]).toBeCloseTo(0.1, 12);
  });

  it("has the columns of all results that it is compared among", () => {
    const arms = [
      aScore("fields", 1, { tp: 1, "tp:a": 1 }),
      aScore("fields", 0, { fn: 2, "fn:a": 1, "fn:b": 1 }),
    ].map((score) => [aResult({ scores: [score] })]);
    const tables = arms.map((arm) => metricTable(FIELDS, arm, "fields.macro_f1", arms.flat()));
    expect(tables.map(({ width }) => width)).toEqual([8, 8]);
    expect(tables.map(metricOf)).toEqual([1, 0]);
  });

  it("has no figure for no rows", () => {
    expect(metricOf(metricTable(EQUALS, [], "equals.mean"))).toBeUndefined();
  });

  it("has the figure of its table, without one", () => {
    const one = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (values) => {
        const results = resultsOf("equals", values);
        const table = metricTable(EQUALS, results, "equals.mean");
        expect(metricFigure(EQUALS, results, "equals.mean")).toBe(metricOf(table));
      }),
    );
  });

  it("gives the same figure whatever the order of the results", () => {
    const counts = fc.record({ tp: fc.nat(5), fp: fc.nat(5), fn: fc.nat(5), substituted: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 20 }), (all) => {
        const results = all.map((one, index) =>
          aResult({ id: `e${index}`, scores: [aScore("fields", 0, one)] }),
        );
        const forth = computeMetrics(FIELDS, results);
        expect(computeMetrics(FIELDS, results.toReversed())).toEqual(forth);
        for (const figure of Object.values(forth)) expect(figure >= 0 && figure <= 1).toBe(true);
      }),
    );
  });

  it("has a micro F1 that is the harmonic mean of precision and recall", () => {
    const counts = fc.record({
      tp: fc.integer({ min: 1, max: 9 }),
      fp: fc.nat(9),
      fn: fc.nat(9),
      substituted: fc.nat(9),
    });
    fc.assert(
      fc.property(counts, (one) => {
        const metrics = computeMetrics(FIELDS, [aResult({ scores: [aScore("fields", 0, one)] })]);
        const precision = metrics["fields.micro_precision"] ?? 0;
        const recall = metrics["fields.micro_recall"] ?? 0;
        expect(metrics["fields.micro_f1"]).toBeCloseTo((2 * precision * recall) / (precision + recall), 12);
      }),
    );
  });
});
