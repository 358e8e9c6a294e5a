import { describe, expect, test } from "vitest";
import { bootstrapInterval, pairedBootstrapInterval } from "../../../src/evaluation/statistics/bootstrap.ts";
import { drawsFor } from "../../../src/evaluation/statistics/draws.ts";
import { normalCdf, normalQuantile } from "../../../src/evaluation/statistics/normal.ts";
import { pairById } from "../../../src/evaluation/statistics/pairs.ts";
import { seededRandom } from "../../../src/evaluation/statistics/random.ts";
import { scoreInterval } from "../../../src/evaluation/statistics/score-interval.ts";
import { orderById } from "../../../src/evaluation/statistics/table.ts";
import { wilsonInterval } from "../../../src/evaluation/statistics/wilson-interval.ts";
import { aMeanTable, anF1Table, outcomes } from "../../builders/metric-tables.ts";

const seeded = { seed: 11 };
const graded = (values: readonly number[], ids?: readonly string[]) =>
  aMeanTable(values, { binary: false, ...(ids && { ids }) });

describe("Wilson interval", () => {
  // The worked examples of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i lies between %f and %f", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials, 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("all successes reach exactly 1", () => {
    expect(wilsonInterval(20, 20, 0.95).high).toBe(1);
  });
});

describe("bootstrap interval", () => {
  test("of a mean it agrees with the standard error for many examples", () => {
    const { low, high } = bootstrapInterval(graded(outcomes(300, 400)), 0.95, seeded) ?? { low: 0, high: 0 };
    const half = 1.96 * Math.sqrt((0.75 * 0.25) / 400);
    expect(low).toBeCloseTo(0.75 - half, 2);
    expect(high).toBeCloseTo(0.75 + half, 2);
  });

  test("the same seed gives the same interval, another seed another", () => {
    const table = graded(Array.from({ length: 40 }, (_, i) => ((i * 7919) % 101) / 101));
    const again = bootstrapInterval(table, 0.95, seeded);
    expect(bootstrapInterval(table, 0.95, seeded)).toEqual(again);
    expect(bootstrapInterval(table, 0.95, { seed: 12 })).not.toEqual(again);
  });

  test("resamples in which nothing is counted are left out", () => {
    const table = anF1Table([
      [0, 0, 0],
      [1, 0, 0],
    ]);
    expect(bootstrapInterval(table, 0.95, seeded)).toEqual({ low: 1, high: 1, level: 0.95 });
    expect(bootstrapInterval(anF1Table([[0, 0, 0]]), 0.95, seeded)).toBeUndefined();
  });

  test("a constant difference has no width, however noisy the examples", () => {
    const before = graded([0.2, 0.9, 0.5, 0.7]);
    const after = graded([0.1, 0.8, 0.4, 0.6]);
    const interval = pairedBootstrapInterval(pairById(before, after), 0.95, seeded);
    expect(interval?.low).toBeCloseTo(-0.1, 12);
    expect(interval?.high).toBeCloseTo(-0.1, 12);
  });
});

test("outcomes get Wilson's interval, graded scores the bootstrap, no rows none", () => {
  expect(scoreInterval(aMeanTable(outcomes(81, 263)), 0.95, seeded)).toEqual(wilsonInterval(81, 263, 0.95));
  expect(scoreInterval(graded([0.5, 0.5]), 0.95, seeded)).toEqual({ low: 0.5, high: 0.5, level: 0.95 });
  expect(scoreInterval(aMeanTable([]), 0.95, seeded)).toBeUndefined();
});

test("rows in any order of arrival are put into one order", () => {
  const table = orderById(graded([0.3, 0.1, 0.2], ["c", "a", "b"]));
  expect(table.ids).toEqual(["a", "b", "c"]);
  expect([...table.counts]).toEqual([0.1, 0.2, 0.3]);
});

test("the normal distribution and its quantiles are those of the tables", () => {
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normalCdf(-20)).toBe(0);
});

test("random words are uniform, and a filled buffer continues the same sequence", () => {
  const words = new Uint32Array(64_000);
  seededRandom(5).fill(words);
  const one = seededRandom(5);
  expect([one.next(), one.next()]).toEqual([words[0], words[1]]);
  const cells = new Array<number>(64).fill(0);
  for (const word of words) cells[word >>> 26] = (cells[word >>> 26] ?? 0) + 1;
  const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(103.4);
});

test("a very long table is resampled less often, never under a thousand times", () => {
  expect([drawsFor(491), drawsFor(50_000), drawsFor(10_000_000)]).toEqual([10_000, 2_000, 1_000]);
});
