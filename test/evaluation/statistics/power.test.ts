import { describe, expect, test } from "vitest";
import { blockedShare } from "../../../src/evaluation/statistics/blocked-share.ts";
import { type DropDetection, detectableDrop } from "../../../src/evaluation/statistics/detectable-drop.ts";
import { seededRandom } from "../../../src/evaluation/statistics/random.ts";

const detection = (changes: Partial<DropDetection>): DropDetection => ({
  examples: 100,
  score: 0.9,
  alpha: 0.05,
  maxRegression: 0.02,
  maxUnprovenDrop: 0.1,
  ...changes,
});

describe("smallest detectable drop", () => {
  test("more examples find smaller drops", () => {
    const drops = [20, 50, 100, 200, 500, 2000].map(
      (examples) => detectableDrop(detection({ examples })) ?? 1,
    );
    expect(drops).toEqual([...drops].sort((a, b) => b - a));
    expect(drops.at(-1)).toBeLessThan(0.05);
  });

  test("a drop that matters to nobody is not looked for", () => {
    const drop = detectableDrop(detection({ examples: 100_000, maxRegression: 0.05 })) ?? 0;
    expect(drop).toBeGreaterThan(0.05);
    expect(drop).toBeLessThan(0.055);
  });

  test("where even a drop to zero stays unnoticed there is no figure", () => {
    expect(detectableDrop(detection({ examples: 5, score: 0.1, maxUnprovenDrop: 1 }))).toBeUndefined();
  });
});

describe("share of evaluations that block an unchanged prompt", () => {
  test("a threshold equal to today's score blocks up to half", () => {
    const at = { examples: 101, score: 0.5, threshold: 0.5 } as const;
    expect(blockedShare({ ...at, runs: 1 })).toBeCloseTo(0.5, 10);
    expect(blockedShare({ ...at, runs: 2 })).toBeGreaterThan(0.3);
  });

  test("a threshold well below the score blocks hardly ever", () => {
    expect(blockedShare({ examples: 100, score: 0.9, threshold: 0.75, runs: 1 })).toBeLessThan(0.0001);
  });

  test("a prompt that is always right is never blocked", () => {
    expect(blockedShare({ examples: 30, score: 1, threshold: 1, runs: 2 })).toBe(0);
  });

  test("with a confirmation run it is what drawing both runs gives", () => {
    const { next } = seededRandom(2);
    const run = (): number =>
      Array.from({ length: 50 }, () => (next() < 0.9 * 2 ** 32 ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
    const blocked = Array.from({ length: 20_000 }, () => {
      const first = run();
      return first < 43 && first + run() < 85;
    });
    const drawn = blocked.filter(Boolean).length / blocked.length;
    const share = blockedShare({ examples: 50, score: 0.9, threshold: 0.85, runs: 2 });
    expect(Math.abs(share - drawn)).toBeLessThan(0.005);
  });
});
