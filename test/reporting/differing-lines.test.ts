import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differingLines } from "../../src/reporting/differing-lines.ts";

describe("texts side by side", () => {
  it("lose the lines that stand in all of them, wherever and however they end", () => {
    expect(differingLines(["{\na: 1,\nb: 2\n}", "{\na: 1,\nb: 3,\nc: 4\n}", "{\nb: 2,\na: 1\n}"])).toEqual([
      "…\nb: 2\n…",
      "…\nb: 3,\nc: 4\n…",
      "…\nb: 2,\n…",
    ]);
  });

  it("stay whole where nothing is common, or nothing would be left", () => {
    expect(differingLines(["red", "blue"])).toEqual(["red", "blue"]);
    expect(differingLines(["a\nb", "a\nb"])).toEqual(["a\nb", "a\nb"]);
  });

  it("keep every line that is not in all of them", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 3 }), (texts) => {
        const shown = differingLines(texts.map((lines) => lines.join("\n")));
        for (const [at, lines] of texts.entries())
          for (const line of lines)
            if (!texts.every((one) => one.includes(line))) expect(shown[at]?.split("\n")).toContain(line);
      }),
    );
  });
});
