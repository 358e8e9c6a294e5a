import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCount, formatDifference, formatDuration, formatUsd } from "../../src/reporting/figures.ts";
import { diffText } from "../../src/reporting/html/text-diff.ts";
import { clip, printableLine } from "../../src/reporting/printable-text.ts";
import { readableAnswer } from "../../src/reporting/readable-json.ts";

const unmarked = (text: string, ranges: readonly number[]): string => {
  let kept = "";
  let end = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    kept += text.slice(end, ranges[i]);
    end = ranges[i + 1] ?? end;
  }
  return kept + text.slice(end);
};

const words = fc
  .array(fc.constantFrom("a", "b", "mm", " ", "\n", ",", "é", "25"), { maxLength: 30 })
  .map((all) => all.join(""));

describe("the difference of two texts", () => {
  test("without what is marked, both sides are equal", () => {
    fc.assert(
      fc.property(words, words, (left, right) => {
        const diff = diffText(left, right);
        expect(unmarked(left, diff.left)).toBe(unmarked(right, diff.right));
      }),
    );
  });

  test("equal texts have no mark", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(diffText(text, text)).toEqual({ left: [], right: [] });
      }),
    );
  });

  test("a changed word is marked alone", () => {
    expect(diffText("bore 25 mm wide", "bore 25 cm wide")).toEqual({ left: [8, 10], right: [8, 10] });
  });

  test("very long texts are compared by their ends alone, quickly", () => {
    const long = (word: string) => `same ${`${word} `.repeat(50_000)}same`;
    const diff = diffText(long("a"), long("b"));
    expect(diff.left).toEqual([5, 5 + 99_999]);
  });
});

describe("texts of strangers", () => {
  test("a printable line never exceeds one line and never hides anything", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const line = printableLine(`${text}\u202e\u001b[1m\n::x`, 1000);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
        expect(line).not.toMatch(/^\s*::|##\[/);
      }),
    );
  });

  test("a cut text has the length that was asked for and no half character", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (text, length) => {
          const cut = clip(text, length);
          expect(cut.length).toBeLessThanOrEqual(length);
          expect(cut).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });

  test("a text that only looks like JSON stays as it is", () => {
    expect(readableAnswer("{not json}")).toBe("{not json}");
    expect(readableAnswer(`${"[".repeat(100_000)}`)).toHaveLength(100_000);
  });
});

describe("figures", () => {
  test.each([
    [null, "unknown"],
    [0, "$0"],
    [0.00314, "$0.0031"],
    [0.5, "$0.50"],
    [12.345, "$12.35"],
  ])("%s dollars read %s: an unknown cost is never a zero", (usd, text) => {
    expect(formatUsd(usd)).toBe(text);
  });

  test("a difference always has a sign, unless it is none", () => {
    expect([-0.1089, 0.02, 0, -0.000001].map(formatDifference)).toEqual([
      "−0.1089",
      "+0.0200",
      "±0.0000",
      "±0.0000",
    ]);
  });

  test("durations change their unit where it helps", () => {
    expect([0, 812.4, 999.7, 1900, 59_960, 184_000].map(formatDuration)).toEqual([
      "0 ms",
      "812 ms",
      "1.0 s",
      "1.9 s",
      "1 min 00 s",
      "3 min 04 s",
    ]);
  });

  test("thousands are separated", () => {
    expect([999, 1000, 1234567].map(formatCount)).toEqual(["999", "1,000", "1,234,567"]);
  });
});
