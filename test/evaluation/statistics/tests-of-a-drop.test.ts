import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testDrop } from "../../../src/evaluation/statistics/drop-test.ts";
import { fisherPValue } from "../../../src/evaluation/statistics/fisher-exact.ts";
import { mcnemarPValue } from "../../../src/evaluation/statistics/mcnemar.ts";
import { pairById } from "../../../src/evaluation/statistics/pairs.ts";
import { signFlipTest } from "../../../src/evaluation/statistics/sign-flip.ts";
import { aMeanTable, anF1Table, outcomes } from "../../builders/metric-tables.ts";

const seeded = { seed: 3 };
const graded = (values: readonly number[]) => aMeanTable(values, { binary: false });

describe("McNemar, exact and one-sided", () => {
  test.each([
    [5, 0, 1 / 32],
    [4, 0, 1 / 16],
    [12, 1, 14 / 8192],
    [0, 0, 1],
    [0, 3, 1],
  ])("%i losses and %i wins happen by chance with p = %f", (worse, better, p) => {
    expect(mcnemarPValue(worse, better)).toBeCloseTo(p, 12);
  });

  test("one more loss never raises the p-value, one more win never lowers it", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (worse, better) => {
        const p = mcnemarPValue(worse, better);
        expect(mcnemarPValue(worse + 1, better)).toBeLessThanOrEqual(p + 1e-12);
        expect(mcnemarPValue(worse, better + 1)).toBeGreaterThanOrEqual(p - 1e-12);
      }),
    );
  });
});

describe("sign-flip permutation", () => {
  test("three losses of any size are the extreme of eight assignments", () => {
    const pairs = pairById(graded([0.9, 0.8, 0.7]), graded([0.8, 0.6, 0.4]));
    expect(signFlipTest(pairs, seeded)).toEqual({ pValue: 1 / 8, exact: true });
  });

  test("assignments that tie with the observed drop count, whatever the rounding of decimals", () => {
    const pairs = pairById(graded([0.7, 0.5, 0.1, 0.9]), graded([0.6, 0.4, 0.2, 0.9]));
    expect(signFlipTest(pairs, seeded).pValue).toBe(4 / 8);
    const many = pairById(graded([0.7, 0.5, 0.3, 0.4, 0.1]), graded([0.6, 0.4, 0.4, 0.5, 0.1]));
    expect(signFlipTest(many, seeded).pValue).toBe(11 / 16);
  });

  test("of 0/1 outcomes it is McNemar's test", () => {
    const outcome = fc.constantFrom(0, 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(outcome, outcome), { minLength: 1, maxLength: 12 }), (rows) => {
        const pairs = pairById(graded(rows.map(([a]) => a)), graded(rows.map(([, b]) => b)));
        const worse = rows.filter(([a, b]) => b < a).length;
        const better = rows.filter(([a, b]) => b > a).length;
        expect(signFlipTest(pairs, seeded).pValue).toBeCloseTo(mcnemarPValue(worse, better), 9);
      }),
    );
  });

  test("above 20 pairs it draws, and comes close to the exact figure", () => {
    const pairs = pairById(graded(outcomes(60, 60)), graded(outcomes(54, 60)));
    const { pValue, exact } = signFlipTest(pairs, seeded);
    expect(exact).toBe(false);
    expect(pValue).toBeGreaterThan(1 / 64 - 0.004);
    expect(pValue).toBeLessThan(1 / 64 + 0.004);
  });

  test("no draw gives p = 0: the observed assignment counts", () => {
    const pairs = pairById(graded(outcomes(100, 100)), graded(outcomes(0, 100)));
    expect(signFlipTest(pairs, { seed: 1, draws: 99 }).pValue).toBe(0.01);
  });

  test("a corpus metric is computed again from the exchanged rows", () => {
    const good = anF1Table([
      [4, 0, 0],
      [2, 0, 0],
    ]);
    const bad = anF1Table([
      [3, 1, 1],
      [1, 1, 1],
    ]);
    expect(signFlipTest(pairById(good, bad), seeded).pValue).toBe(1 / 4);
    expect(signFlipTest(pairById(bad, good), seeded).pValue).toBe(1);
  });

  test("arms without a common example prove nothing", () => {
    const pairs = pairById(aMeanTable([1], { ids: ["a"] }), aMeanTable([0], { ids: ["b"] }));
    expect(signFlipTest(pairs, seeded).pValue).toBe(1);
  });
});

describe("testing a drop", () => {
  test("only examples that both arms scored are compared", () => {
    const before = aMeanTable([1, 1, 1], { ids: ["a", "b", "c"] });
    const after = aMeanTable([0, 0, 1], { ids: ["d", "b", "a"] });
    expect(testDrop(pairById(before, after), seeded)).toMatchObject({ worse: 1, better: 0, pValue: 0.5 });
  });

  test("the test is named: McNemar for outcomes, permutation for everything else", () => {
    const few = pairById(graded([1, 1]), graded([0, 1]));
    const many = pairById(graded(outcomes(21, 21)), graded(outcomes(20, 21)));
    const binary = pairById(aMeanTable([1, 1]), aMeanTable([0, 1]));
    const names = [binary, few, many].map((pairs) => testDrop(pairs, seeded).test);
    expect(names).toEqual(["mcnemar_exact", "sign_flip_exact", "sign_flip_permutation"]);
  });

  test("an example is worse where its row would lower the corpus metric", () => {
    const before = anF1Table([
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 1],
    ]);
    const after = anF1Table([
      [0, 1, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect(testDrop(pairById(before, after), seeded)).toMatchObject({ worse: 2, better: 1 });
  });
});

test("the lady tasting tea who finds three of four cups is right by chance with p = 17/70", () => {
  expect(fisherPValue({ marked: 3, size: 4 }, { marked: 1, size: 4 })).toBeCloseTo(17 / 70, 12);
});

test("no marked member on the suspect side is no evidence", () => {
  expect(fisherPValue({ marked: 0, size: 9 }, { marked: 4, size: 9 })).toBeCloseTo(1, 12);
});
