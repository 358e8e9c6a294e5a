import fc from "fast-check";
import { expect, it } from "vitest";
import { diffLines } from "../../src/reporting/adapters/line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
  .map((lines) => `${lines.join("\n")}\n`);

it("texts differ where there is a hunk, and are equal where there is none", () => {
  fc.assert(
    fc.property(text, text, (one, other) => (diffLines(one, other).length === 0) === (one === other)),
  );
});

it("what is taken away stood in the first text, what is added stands in the second", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      for (const { lines } of diffLines(one, other)) {
        const side = (mark: string): string =>
          lines
            .filter((line) => line.startsWith(mark) || line.startsWith(" "))
            .map((line) => line.slice(1))
            .join("\n");
        expect(one).toContain(side("-"));
        expect(other).toContain(side("+"));
      }
    }),
  );
});

it("texts with nothing in common are shown whole, however large", () => {
  const many = (mark: string): string => Array.from({ length: 4000 }, (_, at) => `${mark}${at}\n`).join("");
  const [hunk] = diffLines(many("a"), many("b"));
  expect(hunk?.lines.filter((line) => line.startsWith("+"))).toHaveLength(4001);
});
